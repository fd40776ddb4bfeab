package org.apogeemq.protocol.header;

/** Headers of groups and their members: 34, 35, 38, 40, 200 to 223, 303 to 309, 343 to 353. */
public final class GroupHeaders {
    private GroupHeaders() {}

    /** Answer of a heartbeat (34). */
    public record HeartbeatResponse(
            @Wire("IS_SUPPORT_HEART_BEAT_V2") Boolean supportsV2,
            @Wire("IS_SUB_CHANGE") Boolean subscriptionChanged) {}

    /** A client leaves a group (35). */
    public record UnregisterClient(@Required String clientID, String producerGroup, String consumerGroup) {}

    /** The client ids of a group (38). */
    public record ConsumerListByGroup(@Required String consumerGroup) {}

    /** Tells a client that its group has changed (40). */
    public record NotifyConsumerIdsChanged(@Required String consumerGroup) {}

    /** All groups, or those from a position on (201). */
    public record AllGroupConfigs(Integer groupSeq, String dataVersion, Integer maxGroupNum) {}

    /** How many there are in all. */
    public record AllGroupConfigsResponse(Integer totalGroupNum) {}

    /** Who is connected in a consumer group (203). */
    public record ConsumerConnectionList(@Required String consumerGroup) {}

    /** Who is connected in a producer group (204). */
    public record ProducerConnectionList(@Required String producerGroup) {}

    /** A group and, if asked for, its offsets are to go (207). */
    public record DeleteGroup(@Required String groupName, Boolean cleanOffset) {}

    /** How far a group is, in one topic or in several joined by {@code ;} (208). */
    public record GroupConsumeStats(@Required String consumerGroup, String topic, String topicList) {}

    /** The topics a group consumes (343). */
    public record TopicsByConsumer(@Required String group) {}

    /** What a group wants of a topic (345). */
    public record SubscriptionByConsumer(@Required String group, String topic) {}

    /** The settings of a group (352). */
    public record GroupConfig(@Required String group) {}

    /** Whether a group may read a topic; without {@code readable} only asked for (353). */
    public record GroupForbidden(
            @Required String group, @Required String topic, Boolean readable) {}

    /** How late a group is in a topic (303). */
    public record ConsumeTimeSpan(
            @Required String topic, @Required String group) {}

    /** How far the members of a group are, as they say themselves; of one only if it is named (221, 223). */
    public record ConsumerStatus(
            @Required String topic, @Required String group, String clientAddr) {}

    /** What a member of a group looks like inside, with its threads if wanted (307). */
    public record ConsumerRunningInfo(
            @Required String consumerGroup, @Required String clientId, Boolean jstackEnable) {}

    /** A member of a group is to consume a message now; the broker adds its own name and the message (309). */
    public record ConsumeDirectly(
            @Required String consumerGroup,
            String clientId,
            String msgId,
            String brokerName,
            String topic,
            Integer topicSysFlag,
            Integer groupSysFlag) {}
}
