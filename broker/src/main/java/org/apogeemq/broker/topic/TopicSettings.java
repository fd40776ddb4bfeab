package org.apogeemq.broker.topic;

import java.util.Objects;

/**
 * What the settings say about topics.
 *
 * @param brokerName also the name of a topic (brokerName)
 * @param clusterName also the name of a topic (brokerClusterName)
 * @param autoCreate whether a topic appears when it is first sent to (autoCreateTopicEnable)
 * @param defaultQueues queues of the template (defaultTopicQueueNums), 1..{@value #QUEUES_MAX}
 * @param clusterTopic whether the cluster's topic is open (clusterTopicEnable)
 * @param brokerTopic whether the broker's topic is open (brokerTopicEnable)
 * @param traceTopic whether there is a topic for traces (traceTopicEnable)
 * @param traceTopicName its name (msgTraceTopicName)
 */
public record TopicSettings(
        String brokerName,
        String clusterName,
        boolean autoCreate,
        int defaultQueues,
        boolean clusterTopic,
        boolean brokerTopic,
        boolean traceTopic,
        String traceTopicName) {
    /** Most queues a topic may have. */
    public static final int QUEUES_MAX = 65_536;

    /** Most topics of a broker; each costs memory and a line in every registration. */
    public static final int TOPICS_MAX = 200_000;

    public TopicSettings {
        Objects.requireNonNull(brokerName, "brokerName");
        Objects.requireNonNull(clusterName, "brokerClusterName");
        Objects.requireNonNull(traceTopicName, "msgTraceTopicName");
        if (defaultQueues < 1 || defaultQueues > QUEUES_MAX) {
            throw new IllegalArgumentException(
                    "defaultTopicQueueNums is " + defaultQueues + ", must be in 1.." + QUEUES_MAX);
        }
    }

    /** Apache's defaults. */
    public static TopicSettings defaults(String brokerName, String clusterName) {
        return new TopicSettings(brokerName, clusterName, true, 8, true, true, false, "RMQ_SYS_TRACE_TOPIC");
    }
}
