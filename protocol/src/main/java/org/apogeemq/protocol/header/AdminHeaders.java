package org.apogeemq.protocol.header;

/** Headers of asking a broker, or a client through it, about itself: 26, 307, 309, 315, 317. */
public final class AdminHeaders {
    private AdminHeaders() {}

    /** Goes with a broker's settings (26); the version is a DataVersion as JSON. */
    public record BrokerConfigResponse(@Required String version) {}

    /** How a consumer is doing (307). */
    public record ConsumerRunningInfo(
            @Required String consumerGroup, @Required String clientId, Boolean jstackEnable) {}

    /** A consumer is to consume a message now (309); {@code msgId} is an offset message id. */
    public record ConsumeDirectly(
            @Required String consumerGroup,
            String clientId,
            String msgId,
            String brokerName,
            String topic,
            Integer topicSysFlag,
            Integer groupSysFlag) {}

    /** A figure the broker keeps (315). */
    public record BrokerStats(
            @Required String statsName, @Required String statsKey) {}

    /** How far the groups are, all or only ordered ones (317). */
    public record BrokerConsumeStats(boolean isOrder) {}
}
