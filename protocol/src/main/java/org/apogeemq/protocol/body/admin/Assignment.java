package org.apogeemq.protocol.body.admin;

import java.util.Collection;
import java.util.List;
import org.apogeemq.protocol.json.Json;
import org.apogeemq.protocol.json.JsonObject;
import org.apogeemq.protocol.json.JsonWriter;
import org.apogeemq.protocol.record.MessageQueue;

/** Bodies of asking the broker which queues a member of a group has (400). */
public final class Assignment {
    private static final String QUEUES = "messageQueueAssignments";

    private Assignment() {}

    /**
     * Who asks.
     *
     * @param strategyName how queues are shared, {@code AVG} or {@code AVG_BY_CIRCLE}
     * @param messageModel {@code CLUSTERING} or {@code BROADCASTING}
     */
    public record Request(
            String topic, String consumerGroup, String clientId, String strategyName, String messageModel) {
        /** Reads a body. */
        public static Request fromJson(byte[] body) {
            JsonObject json = Json.parseObject(body);
            return new Request(
                    json.requiredString("topic"),
                    json.requiredString("consumerGroup"),
                    json.requiredString("clientId"),
                    json.string("strategyName", ""),
                    json.string("messageModel", ""));
        }
    }

    /** The answer: these queues, all in one mode. Null: there is no answer now, the client keeps what it has. */
    public static byte[] answer(Collection<MessageQueue> queues, String mode) {
        JsonWriter json = new JsonWriter().beginObject();
        if (queues != null) {
            json.name(QUEUES).beginArray();
            for (MessageQueue queue : queues) {
                json.beginObject().name("messageQueue").beginObject();
                json.field("brokerName", queue.brokerName()).field("queueId", queue.queueId());
                json.field("topic", queue.topic()).endObject();
                json.field("mode", mode).endObject();
            }
            json.endArray();
        }
        return json.endObject().bytes();
    }

    /** The queues of an answer; null if it has none. */
    public static List<MessageQueue> queues(byte[] body) {
        JsonObject json = Json.parseObject(body);
        return json.has(QUEUES) ? json.objects(QUEUES, one -> queue(one.object("messageQueue"))) : null;
    }

    private static MessageQueue queue(JsonObject json) {
        return new MessageQueue(
                json.requiredString("topic"), json.requiredString("brokerName"), json.intValue("queueId", -1));
    }
}
