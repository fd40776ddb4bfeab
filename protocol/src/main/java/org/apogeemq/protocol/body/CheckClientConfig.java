package org.apogeemq.protocol.body;

import org.apogeemq.protocol.json.Json;
import org.apogeemq.protocol.json.JsonException;
import org.apogeemq.protocol.json.JsonObject;
import org.apogeemq.protocol.json.JsonWriter;

/** A subscription a client wants checked before it starts (46); the namespace may be {@code null}. */
public record CheckClientConfig(String clientId, String group, String namespace, SubscriptionData subscriptionData) {
    /** Reads a body. */
    public static CheckClientConfig fromJson(byte[] body) {
        JsonObject json = Json.parseObject(body);
        SubscriptionData subscription = json.object("subscriptionData", SubscriptionData::from, null);
        if (subscription == null) {
            throw new JsonException("field subscriptionData is missing");
        }
        return new CheckClientConfig(
                json.string("clientId"), json.requiredString("group"), json.string("namespace"), subscription);
    }

    /** Writes a body. */
    public byte[] toJson() {
        JsonWriter json = new JsonWriter();
        json.beginObject().field("clientId", clientId).field("group", group).field("namespace", namespace);
        subscriptionData.write(json.name("subscriptionData"));
        return json.endObject().bytes();
    }
}
