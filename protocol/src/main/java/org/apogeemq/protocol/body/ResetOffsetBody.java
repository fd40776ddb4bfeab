package org.apogeemq.protocol.body;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apogeemq.protocol.json.Json;
import org.apogeemq.protocol.json.JsonObject;
import org.apogeemq.protocol.json.JsonWriter;
import org.apogeemq.protocol.record.MessageQueue;

/** The queue offsets at which a group is to go on (220, 222). */
public record ResetOffsetBody(Map<MessageQueue, Long> offsetTable) {
    /** Copies the table. */
    public ResetOffsetBody {
        offsetTable = Ordered.copy(offsetTable);
    }

    /** Reads a body in the form of Java clients or of C++ clients. */
    public static ResetOffsetBody fromJson(byte[] body) {
        JsonObject json = Json.parseObject(body);
        if (!(json.value("offsetTable") instanceof List<?>)) {
            return new ResetOffsetBody(QueueKeys.map(json, "offsetTable", JsonObject::longOf));
        }
        Map<MessageQueue, Long> offsets = new LinkedHashMap<>();
        for (JsonObject entry : json.objects("offsetTable", object -> object)) {
            offsets.put(QueueKeys.queue(entry), entry.longValue("offset", 0));
        }
        return new ResetOffsetBody(offsets);
    }

    /** Writes a body for Java clients, with queues as keys. */
    public byte[] toJson() {
        JsonWriter json = new JsonWriter(64 + 90 * offsetTable.size());
        json.beginObject();
        QueueKeys.write(json, "offsetTable", offsetTable, JsonWriter::value);
        return json.endObject().bytes();
    }

    /** Writes a body for C++ clients, as an array. */
    public byte[] toListJson() {
        JsonWriter json = new JsonWriter(64 + 90 * offsetTable.size());
        json.beginObject().name("offsetTable").beginArray();
        offsetTable.forEach((queue, offset) -> {
            json.beginObject().field("brokerName", queue.brokerName()).field("offset", offset.longValue());
            json.field("queueId", queue.queueId()).field("topic", queue.topic()).endObject();
        });
        return json.endArray().endObject().bytes();
    }

    /** How far the members of a group say they are, by client id (223). */
    public record OfMembers(Map<String, Map<MessageQueue, Long>> consumerTable) {
        /** Copies the outer table. */
        public OfMembers {
            consumerTable = Ordered.copy(consumerTable);
        }

        /** Reads a body. */
        public static OfMembers fromJson(byte[] body) {
            JsonObject json = Json.parseObject(body);
            JsonObject table = json.object("consumerTable");
            return new OfMembers(
                    table == null
                            ? Map.of()
                            : json.map(
                                    "consumerTable",
                                    (clientId, queues) -> QueueKeys.map(table, clientId, JsonObject::longOf)));
        }

        /** What one member has said (221). */
        public static Map<MessageQueue, Long> ofMember(byte[] body) {
            return QueueKeys.map(Json.parseObject(body), "messageQueueTable", JsonObject::longOf);
        }

        /** Writes a body. */
        public byte[] toJson() {
            JsonWriter json = new JsonWriter(256);
            json.beginObject().name("consumerTable").beginObject();
            consumerTable.forEach((clientId, queues) -> QueueKeys.write(json, clientId, queues, JsonWriter::value));
            return json.endObject()
                    .name("messageQueueTable")
                    .beginObject()
                    .endObject()
                    .endObject()
                    .bytes();
        }
    }
}
