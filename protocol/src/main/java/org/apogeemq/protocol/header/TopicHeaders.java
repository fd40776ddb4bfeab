package org.apogeemq.protocol.header;

/** Headers of a broker's topics: 17, 21, 202, 215, 300, 351. */
public final class TopicHeaders {
    private TopicHeaders() {}

    /**
     * A topic is to be made or changed (17).
     *
     * @param attributes changes: {@code +message.type=FIFO,-cleanup.policy}
     */
    public record CreateTopic(
            @Required String topic,
            @Required String defaultTopic,
            int readQueueNums,
            int writeQueueNums,
            int perm,
            @Required String topicFilterType,
            Integer topicSysFlag,
            boolean order,
            String attributes,
            Boolean force) {}

    /** All topics, or those from a position on (21). */
    public record AllTopicConfigs(Integer topicSeq, String dataVersion, Integer maxTopicNum) {}

    /** How many there are in all. */
    public record AllTopicConfigsResponse(Integer totalTopicNum) {}

    /** What lies in the queues of a topic (202). */
    public record TopicStats(@Required String topic) {}

    /** A topic is to go (215). */
    public record DeleteTopic(@Required String topic) {}

    /** The groups that consume a topic (300). */
    public record ConsumedBy(@Required String topic) {}

    /** The settings of a topic (351). */
    public record TopicConfigOf(@Required String topic) {}
}
