package org.apogeemq.protocol.body.admin;

import org.apogeemq.protocol.json.Json;
import org.apogeemq.protocol.json.JsonObject;

/** How the members of a group are to get the messages of a topic: {@code PULL} or {@code POP} (401). */
public record RequestMode(String topic, String consumerGroup, String mode) {
    /** Reads a body; the mode is PULL if it is left out. */
    public static RequestMode fromJson(byte[] body) {
        JsonObject json = Json.parseObject(body);
        return new RequestMode(
                json.requiredString("topic"), json.requiredString("consumerGroup"), json.string("mode", "PULL"));
    }
}
