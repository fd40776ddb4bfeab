package org.apogeemq.protocol.body.admin;

import java.util.Objects;
import org.apogeemq.protocol.json.Json;
import org.apogeemq.protocol.json.JsonObject;
import org.apogeemq.protocol.json.JsonWriter;

/**
 * How the members of a group are to get the messages of a topic (401).
 *
 * @param mode {@link #PULL} or {@code POP}
 * @param popShareQueueNum with POP, between how many more members each queue is shared
 */
public record RequestMode(String topic, String consumerGroup, String mode, int popShareQueueNum) {
    /** Members share the queues and pull. */
    public static final String PULL = "PULL";

    /** Checks that all names are there. */
    public RequestMode {
        Objects.requireNonNull(topic, "topic");
        Objects.requireNonNull(consumerGroup, "consumerGroup");
        Objects.requireNonNull(mode, "mode");
    }

    /** Reads a body; the mode is PULL if it is left out. */
    public static RequestMode fromJson(byte[] body) {
        return from(Json.parseObject(body));
    }

    static RequestMode from(JsonObject json) {
        return new RequestMode(
                json.requiredString("topic"),
                json.requiredString("consumerGroup"),
                json.string("mode", PULL),
                json.intValue("popShareQueueNum", 0));
    }

    void write(JsonWriter json) {
        json.beginObject()
                .field("consumerGroup", consumerGroup)
                .field("mode", mode)
                .field("popShareQueueNum", popShareQueueNum)
                .field("topic", topic)
                .endObject();
    }
}
