package org.apogeemq.protocol.body;

import java.util.List;
import java.util.Objects;
import org.apogeemq.protocol.json.Json;
import org.apogeemq.protocol.json.JsonObject;
import org.apogeemq.protocol.json.JsonWriter;

/**
 * What a client says of itself every 30 s (34).
 *
 * @param heartbeatFingerprint hash of the whole; 0 from clients that do not use it
 * @param withoutSub the subscriptions are left out because nothing has changed
 */
public record HeartbeatData(
        String clientID,
        List<ProducerData> producerDataSet,
        List<ConsumerData> consumerDataSet,
        int heartbeatFingerprint,
        boolean withoutSub) {

    /** A producer group of the client. */
    public record ProducerData(String groupName) {
        /** Checks that the group is named. */
        public ProducerData {
            Objects.requireNonNull(groupName, "groupName");
        }
    }

    /**
     * A consumer group of the client.
     *
     * @param consumeType {@link #ACTIVELY}, {@link #PASSIVELY} or {@link #POP}
     * @param messageModel {@link #CLUSTERING} or {@link #BROADCASTING}
     * @param consumeFromWhere {@code CONSUME_FROM_LAST_OFFSET} and the like
     */
    public record ConsumerData(
            String groupName,
            String consumeType,
            String messageModel,
            String consumeFromWhere,
            List<SubscriptionData> subscriptionDataSet,
            boolean unitMode) {

        /** The consumer pulls when it likes. */
        public static final String ACTIVELY = "CONSUME_ACTIVELY";
        /** The consumer is pushed to. */
        public static final String PASSIVELY = "CONSUME_PASSIVELY";
        /** The consumer pops. */
        public static final String POP = "CONSUME_POP";
        /** The members share the queues. */
        public static final String CLUSTERING = "CLUSTERING";
        /** Every member gets everything. */
        public static final String BROADCASTING = "BROADCASTING";
        /** A new group begins at the end. */
        public static final String FROM_LAST_OFFSET = "CONSUME_FROM_LAST_OFFSET";

        /** Copies the subscriptions. */
        public ConsumerData {
            Objects.requireNonNull(groupName, "groupName");
            subscriptionDataSet = List.copyOf(subscriptionDataSet);
        }

        private static ConsumerData from(JsonObject json) {
            return new ConsumerData(
                    json.requiredString("groupName"),
                    json.string("consumeType", PASSIVELY),
                    json.string("messageModel", CLUSTERING),
                    json.string("consumeFromWhere", FROM_LAST_OFFSET),
                    json.objects("subscriptionDataSet", SubscriptionData::from),
                    json.booleanValue("unitMode", false));
        }

        private void write(JsonWriter json) {
            json.beginObject().field("consumeFromWhere", consumeFromWhere).field("consumeType", consumeType);
            json.field("groupName", groupName).field("messageModel", messageModel);
            json.name("subscriptionDataSet").beginArray();
            subscriptionDataSet.forEach(subscription -> subscription.write(json));
            json.endArray().field("unitMode", unitMode).endObject();
        }
    }

    /** Copies the lists. */
    public HeartbeatData {
        Objects.requireNonNull(clientID, "clientID");
        producerDataSet = List.copyOf(producerDataSet);
        consumerDataSet = List.copyOf(consumerDataSet);
    }

    /** Reads a body. */
    public static HeartbeatData fromJson(byte[] body) {
        JsonObject json = Json.parseObject(body);
        return new HeartbeatData(
                json.requiredString("clientID"),
                json.objects("producerDataSet", group -> new ProducerData(group.requiredString("groupName"))),
                json.objects("consumerDataSet", ConsumerData::from),
                json.intValue("heartbeatFingerprint", 0),
                json.booleanValue("withoutSub", false));
    }

    /** Writes a body. */
    public byte[] toJson() {
        JsonWriter json = new JsonWriter(1024);
        json.beginObject().field("clientID", clientID).name("consumerDataSet").beginArray();
        consumerDataSet.forEach(consumer -> consumer.write(json));
        json.endArray()
                .field("heartbeatFingerprint", heartbeatFingerprint)
                .name("producerDataSet")
                .beginArray();
        producerDataSet.forEach(producer ->
                json.beginObject().field("groupName", producer.groupName()).endObject());
        return json.endArray().field("withoutSub", withoutSub).endObject().bytes();
    }
}
