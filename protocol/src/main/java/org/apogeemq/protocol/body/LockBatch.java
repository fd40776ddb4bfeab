package org.apogeemq.protocol.body;

import java.util.Collection;
import java.util.Set;
import org.apogeemq.protocol.json.Json;
import org.apogeemq.protocol.json.JsonObject;
import org.apogeemq.protocol.json.JsonWriter;
import org.apogeemq.protocol.record.MessageQueue;

/** Bodies of locking (41) and unlocking (42) queues for ordered consumers. */
public final class LockBatch {
    private LockBatch() {}

    /**
     * The queues a client wants or gives back.
     *
     * @param onlyThisBroker the replicas are not to be asked
     */
    public record Request(String consumerGroup, String clientId, Set<MessageQueue> mqSet, boolean onlyThisBroker) {
        /** Copies the queues. */
        public Request {
            mqSet = Ordered.copy(mqSet);
        }

        /** Reads a body. */
        public static Request fromJson(byte[] body) {
            JsonObject json = Json.parseObject(body);
            return new Request(
                    json.requiredString("consumerGroup"),
                    json.requiredString("clientId"),
                    Ordered.copy(json.objects("mqSet", QueueKeys::queue)),
                    json.booleanValue("onlyThisBroker", false));
        }

        /** Writes a body. */
        public byte[] toJson() {
            JsonWriter json = new JsonWriter();
            json.beginObject().field("clientId", clientId).field("consumerGroup", consumerGroup);
            queues(json.name("mqSet"), mqSet);
            return json.field("onlyThisBroker", onlyThisBroker).endObject().bytes();
        }
    }

    /** The queues of the request that the client now holds. */
    public record Response(Set<MessageQueue> lockOKMQSet) {
        /** Copies the queues. */
        public Response {
            lockOKMQSet = Ordered.copy(lockOKMQSet);
        }

        /** Reads a body. */
        public static Response fromJson(byte[] body) {
            return new Response(Ordered.copy(Json.parseObject(body).objects("lockOKMQSet", QueueKeys::queue)));
        }

        /** Writes a body. */
        public byte[] toJson() {
            JsonWriter json = new JsonWriter();
            queues(json.beginObject().name("lockOKMQSet"), lockOKMQSet);
            return json.endObject().bytes();
        }
    }

    private static void queues(JsonWriter json, Collection<MessageQueue> queues) {
        json.beginArray();
        queues.forEach(queue -> QueueKeys.write(json, queue));
        json.endArray();
    }
}
