package org.apogeemq.protocol.body;

import java.util.Map;
import org.apogeemq.protocol.json.Json;
import org.apogeemq.protocol.json.JsonLimits;
import org.apogeemq.protocol.json.JsonObject;
import org.apogeemq.protocol.json.JsonWriter;

/**
 * How far groups have consumed: answer of 43, and consumerOffset.json.
 *
 * @param offsetTable {@code topic@group} to queue id to queue offset
 */
public record OffsetTable(Map<String, Map<Integer, Long>> offsetTable, DataVersion dataVersion) {
    /** Copies the table. */
    public OffsetTable {
        offsetTable = Ordered.copy(offsetTable);
    }

    /** The key of a topic and a group. */
    public static String key(String topic, String group) {
        return topic + "@" + group;
    }

    /** Reads a body. */
    public static OffsetTable fromJson(byte[] body) {
        return fromJson(body, JsonLimits.WIRE);
    }

    /** Reads a body or file within {@code limits}. */
    public static OffsetTable fromJson(byte[] body, JsonLimits limits) {
        JsonObject json = Json.parseObject(body, limits);
        JsonObject table = json.object("offsetTable");
        return new OffsetTable(
                table == null ? Map.of() : json.map("offsetTable", (key, queues) -> offsets(table, key)),
                json.object("dataVersion", DataVersion::from, DataVersion.NONE));
    }

    /** Writes a body or file. */
    public byte[] toJson() {
        JsonWriter json = new JsonWriter(128 + 100 * offsetTable.size());
        json.beginObject();
        dataVersion.write(json.name("dataVersion"));
        json.name("offsetTable").beginObject();
        offsetTable.forEach((key, queues) -> {
            json.name(key).beginObject();
            queues.forEach((queueId, offset) -> json.field(queueId.toString(), offset.longValue()));
            json.endObject();
        });
        return json.endObject().endObject().bytes();
    }

    private static Map<Integer, Long> offsets(JsonObject table, String key) {
        return table.map(key, queueId -> JsonObject.intOf("queue id of " + key, queueId), JsonObject::longOf);
    }
}
