package org.apogeemq.protocol.body;

import java.util.Map;
import org.apogeemq.protocol.json.Json;
import org.apogeemq.protocol.json.JsonLimits;
import org.apogeemq.protocol.json.JsonObject;
import org.apogeemq.protocol.json.JsonWriter;

/**
 * The consumer groups of a broker by name: answer of 201, and subscriptionGroup.json.
 *
 * @param forbiddenTable group, then topic, to bits; {@link TopicConfig#PERM_READ} forbids reading
 */
public record SubscriptionGroupTable(
        Map<String, SubscriptionGroupConfig> subscriptionGroupTable,
        Map<String, Map<String, Integer>> forbiddenTable,
        DataVersion dataVersion) {

    /** Copies the tables. */
    public SubscriptionGroupTable {
        subscriptionGroupTable = Ordered.copy(subscriptionGroupTable);
        forbiddenTable = Ordered.copy(forbiddenTable);
    }

    /** Reads a body. */
    public static SubscriptionGroupTable fromJson(byte[] body) {
        return fromJson(body, JsonLimits.WIRE);
    }

    /** Reads a body or file within {@code limits}. */
    public static SubscriptionGroupTable fromJson(byte[] body, JsonLimits limits) {
        JsonObject json = Json.parseObject(body, limits);
        JsonObject forbidden = json.object("forbiddenTable");
        return new SubscriptionGroupTable(
                json.objectMap("subscriptionGroupTable", SubscriptionGroupConfig::from),
                forbidden == null
                        ? Map.of()
                        : json.map("forbiddenTable", (group, bits) -> forbidden.map(group, JsonObject::intOf)),
                json.object("dataVersion", DataVersion::from, DataVersion.NONE));
    }

    /** Writes a body or file. */
    public byte[] toJson() {
        JsonWriter json = new JsonWriter(128 + 500 * subscriptionGroupTable.size());
        json.beginObject();
        dataVersion.write(json.name("dataVersion"));
        json.name("forbiddenTable").beginObject();
        forbiddenTable.forEach((group, topics) -> {
            json.name(group).beginObject();
            topics.forEach((topic, bits) -> json.field(topic, bits.longValue()));
            json.endObject();
        });
        json.endObject().name("subscriptionGroupTable").beginObject();
        subscriptionGroupTable.forEach((name, group) -> group.write(json.name(name)));
        return json.endObject().endObject().bytes();
    }
}
