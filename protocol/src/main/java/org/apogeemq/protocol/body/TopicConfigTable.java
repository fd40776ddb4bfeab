package org.apogeemq.protocol.body;

import java.util.Map;
import org.apogeemq.protocol.json.Json;
import org.apogeemq.protocol.json.JsonLimits;
import org.apogeemq.protocol.json.JsonObject;
import org.apogeemq.protocol.json.JsonWriter;

/** The topics of a broker by name: answer of 21, and topics.json. */
public record TopicConfigTable(Map<String, TopicConfig> topicConfigTable, DataVersion dataVersion) {
    /** A table without topics. */
    public static final TopicConfigTable EMPTY = new TopicConfigTable(Map.of(), DataVersion.NONE);

    /** Copies the table. */
    public TopicConfigTable {
        topicConfigTable = Ordered.copy(topicConfigTable);
    }

    /** Reads a body. */
    public static TopicConfigTable fromJson(byte[] body) {
        return fromJson(body, JsonLimits.WIRE);
    }

    /** Reads a body or file within {@code limits}. */
    public static TopicConfigTable fromJson(byte[] body, JsonLimits limits) {
        return from(Json.parseObject(body, limits));
    }

    /** Writes a body or file. */
    public byte[] toJson() {
        JsonWriter json = new JsonWriter(128 + 200 * topicConfigTable.size());
        json.beginObject();
        writeMembers(json);
        return json.endObject().bytes();
    }

    static TopicConfigTable from(JsonObject json) {
        return new TopicConfigTable(
                json.objectMap("topicConfigTable", TopicConfig::from),
                json.object("dataVersion", DataVersion::from, DataVersion.NONE));
    }

    void writeMembers(JsonWriter json) {
        dataVersion.write(json.name("dataVersion"));
        json.name("topicConfigTable").beginObject();
        topicConfigTable.forEach((name, topic) -> topic.write(json.name(name)));
        json.endObject();
    }
}
