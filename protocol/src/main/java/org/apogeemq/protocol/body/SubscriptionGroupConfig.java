package org.apogeemq.protocol.body;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apogeemq.protocol.json.Json;
import org.apogeemq.protocol.json.JsonObject;
import org.apogeemq.protocol.json.JsonWriter;

/**
 * The settings of a consumer group on a broker.
 *
 * @param consumeEnable whether the group may consume at all
 * @param consumeFromMinEnable historic
 * @param retryMaxTimes failures after which a message is a dead letter
 * @param brokerId broker id the group is told to pull from; 0 is the master
 * @param whichBrokerWhenConsumeSlowly the same for a group that lags far behind
 * @param groupSysFlag 1 unit
 * @param consumeTimeoutMinute minutes after which the client gives a message back
 */
public record SubscriptionGroupConfig(
        String groupName,
        boolean consumeEnable,
        boolean consumeFromMinEnable,
        boolean consumeBroadcastEnable,
        boolean consumeMessageOrderly,
        int retryQueueNums,
        int retryMaxTimes,
        RetryPolicy groupRetryPolicy,
        long brokerId,
        long whichBrokerWhenConsumeSlowly,
        boolean notifyConsumerIdsChangedEnable,
        int groupSysFlag,
        int consumeTimeoutMinute,
        List<Subscription> subscriptionDataSet,
        Map<String, String> attributes) {

    /** A subscription that is laid down in the group's settings. */
    public record Subscription(String topic, String expressionType, String expression, long version) {
        private static Subscription from(JsonObject json) {
            return new Subscription(
                    json.requiredString("topic"),
                    json.string("expressionType"),
                    json.string("expression"),
                    json.longValue("version", 0));
        }

        private void write(JsonWriter json) {
            json.beginObject().field("expression", expression).field("expressionType", expressionType);
            json.field("topic", topic).field("version", version).endObject();
        }
    }

    /**
     * How long a message waits for its next try, in ms: step by step, or growing.
     *
     * @param type {@link #CUSTOMIZED} or {@link #EXPONENTIAL}
     * @param next the steps; empty for the delay levels
     */
    public record RetryPolicy(String type, List<Long> next, long initial, long max, long multiplier) {
        /** Step by step. */
        public static final String CUSTOMIZED = "CUSTOMIZED";
        /** Growing from {@code initial} to {@code max}. */
        public static final String EXPONENTIAL = "EXPONENTIAL";
        /** The delay levels, one after the other. */
        public static final RetryPolicy DEFAULT = new RetryPolicy(CUSTOMIZED, List.of(), 5_000, 7_200_000, 2);

        /** Copies the steps. */
        public RetryPolicy {
            Objects.requireNonNull(type, "type");
            next = List.copyOf(next);
        }

        private static RetryPolicy from(JsonObject json) {
            JsonObject steps = json.object("customizedRetryPolicy");
            List<Long> next = steps == null
                    ? List.of()
                    : steps.array("next").stream()
                            .map(delay -> JsonObject.longOf("next", delay))
                            .toList();
            JsonObject growing = json.object("exponentialRetryPolicy");
            return new RetryPolicy(
                    json.string("type", CUSTOMIZED),
                    next,
                    growing == null ? DEFAULT.initial : growing.longValue("initial", DEFAULT.initial),
                    growing == null ? DEFAULT.max : growing.longValue("max", DEFAULT.max),
                    growing == null ? DEFAULT.multiplier : growing.longValue("multiplier", DEFAULT.multiplier));
        }

        private void write(JsonWriter json) {
            json.beginObject();
            if (!next.isEmpty()) {
                json.name("customizedRetryPolicy").beginObject().name("next").beginArray();
                next.forEach(json::value);
                json.endArray().endObject();
            }
            if (type.equals(EXPONENTIAL)) {
                json.name("exponentialRetryPolicy")
                        .beginObject()
                        .field("initial", initial)
                        .field("max", max);
                json.field("multiplier", multiplier).endObject();
            }
            json.field("type", type).endObject();
        }
    }

    private static final int RETRIES = 16;
    private static final int TIMEOUT_MINUTES = 15;

    /** Copies subscriptions and attributes. */
    public SubscriptionGroupConfig {
        Objects.requireNonNull(groupName, "groupName");
        Objects.requireNonNull(groupRetryPolicy, "groupRetryPolicy");
        subscriptionDataSet = List.copyOf(subscriptionDataSet);
        attributes = Ordered.copy(attributes);
    }

    /** A group with everything at its default: enabled, 16 retries, one retry queue. */
    public static SubscriptionGroupConfig of(String groupName) {
        return new SubscriptionGroupConfig(
                groupName,
                true,
                true,
                true,
                false,
                1,
                RETRIES,
                RetryPolicy.DEFAULT,
                0,
                1,
                true,
                0,
                TIMEOUT_MINUTES,
                List.of(),
                Map.of());
    }

    /** Reads a body. */
    public static SubscriptionGroupConfig fromJson(byte[] body) {
        return from(Json.parseObject(body));
    }

    /** Reads the body of 225: {@code {"groupConfigList":[...]}}. */
    public static List<SubscriptionGroupConfig> listFromJson(byte[] body) {
        return Json.parseObject(body).objects("groupConfigList", SubscriptionGroupConfig::from);
    }

    /** Writes a body. */
    public byte[] toJson() {
        JsonWriter json = new JsonWriter(512);
        write(json);
        return json.bytes();
    }

    static SubscriptionGroupConfig from(JsonObject json) {
        return new SubscriptionGroupConfig(
                json.requiredString("groupName"),
                json.booleanValue("consumeEnable", true),
                json.booleanValue("consumeFromMinEnable", true),
                json.booleanValue("consumeBroadcastEnable", true),
                json.booleanValue("consumeMessageOrderly", false),
                json.intValue("retryQueueNums", 1),
                json.intValue("retryMaxTimes", RETRIES),
                json.object("groupRetryPolicy", RetryPolicy::from, RetryPolicy.DEFAULT),
                json.longValue("brokerId", 0),
                json.longValue("whichBrokerWhenConsumeSlowly", 1),
                json.booleanValue("notifyConsumerIdsChangedEnable", true),
                json.intValue("groupSysFlag", 0),
                json.intValue("consumeTimeoutMinute", TIMEOUT_MINUTES),
                json.objects("subscriptionDataSet", Subscription::from),
                json.stringMap("attributes"));
    }

    void write(JsonWriter json) {
        json.beginObject().field("attributes", attributes).field("brokerId", brokerId);
        json.field("consumeBroadcastEnable", consumeBroadcastEnable).field("consumeEnable", consumeEnable);
        json.field("consumeFromMinEnable", consumeFromMinEnable).field("consumeMessageOrderly", consumeMessageOrderly);
        json.field("consumeTimeoutMinute", consumeTimeoutMinute).field("groupName", groupName);
        groupRetryPolicy.write(json.name("groupRetryPolicy"));
        json.field("groupSysFlag", groupSysFlag);
        json.field("notifyConsumerIdsChangedEnable", notifyConsumerIdsChangedEnable);
        json.field("retryMaxTimes", retryMaxTimes).field("retryQueueNums", retryQueueNums);
        if (!subscriptionDataSet.isEmpty()) {
            json.name("subscriptionDataSet").beginArray();
            subscriptionDataSet.forEach(subscription -> subscription.write(json));
            json.endArray();
        }
        json.field("whichBrokerWhenConsumeSlowly", whichBrokerWhenConsumeSlowly).endObject();
    }
}
