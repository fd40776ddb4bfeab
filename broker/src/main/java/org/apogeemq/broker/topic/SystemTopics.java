package org.apogeemq.broker.topic;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apogeemq.protocol.body.TopicConfig;
import org.apogeemq.protocol.record.Names;

/** The topics every broker has from the start. They are in no record of the log unless somebody changes them. */
final class SystemTopics {
    private static final int READ_WRITE = TopicConfig.PERM_READ | TopicConfig.PERM_WRITE;
    private static final int DELAY_LEVELS = 18;
    private static final int CLUSTER_QUEUES = 16;
    private static final int BENCHMARK_QUEUES = 1024;
    private static final int REVIVE_QUEUES = 8;

    private SystemTopics() {}

    static Map<String, TopicConfig> byName(TopicSettings settings) {
        return of(settings).stream()
                .collect(
                        Collectors.toUnmodifiableMap(TopicConfig::topicName, topic -> topic, (first, second) -> first));
    }

    static List<TopicConfig> of(TopicSettings settings) {
        List<TopicConfig> topics = new ArrayList<>();
        if (settings.autoCreate()) {
            topics.add(new TopicConfig(
                    Names.AUTO_CREATE_TOPIC, settings.defaultQueues(), READ_WRITE | TopicConfig.PERM_INHERIT));
        }
        topics.add(new TopicConfig(settings.clusterName(), CLUSTER_QUEUES, openIf(settings.clusterTopic())));
        topics.add(new TopicConfig(settings.brokerName(), 1, openIf(settings.brokerTopic())));
        topics.add(new TopicConfig(Names.SELF_TEST_TOPIC, 1, READ_WRITE));
        topics.add(new TopicConfig(Names.BENCHMARK_TOPIC, BENCHMARK_QUEUES, READ_WRITE));
        topics.add(new TopicConfig(Names.OFFSET_MOVED_TOPIC, 1, READ_WRITE));
        topics.add(new TopicConfig(Names.SCHEDULE_TOPIC, DELAY_LEVELS, READ_WRITE));
        if (settings.traceTopic()) {
            topics.add(new TopicConfig(settings.traceTopicName(), 1, READ_WRITE));
        }
        topics.add(new TopicConfig(Names.replyTopic(settings.clusterName()), 1, READ_WRITE));
        topics.add(new TopicConfig("rmq_sys_REVIVE_LOG_" + settings.clusterName(), REVIVE_QUEUES, READ_WRITE));
        topics.add(new TopicConfig("rmq_sys_SYNC_BROKER_MEMBER_" + settings.brokerName(), 1, TopicConfig.PERM_INHERIT));
        topics.add(new TopicConfig(Names.TIMER_TOPIC, 1, READ_WRITE));
        topics.add(new TopicConfig(Names.HALF_TOPIC, 1, READ_WRITE));
        topics.add(new TopicConfig(Names.HALF_OP_TOPIC, 1, READ_WRITE));
        topics.add(new TopicConfig("RMQ_SYS_ROCKSDB_TRANS_HALF_TOPIC", 1, READ_WRITE));
        topics.add(new TopicConfig("RMQ_SYS_ROCKSDB_TRANS_OP_HALF_TOPIC", 1, READ_WRITE));
        return topics;
    }

    private static int openIf(boolean open) {
        return open ? READ_WRITE | TopicConfig.PERM_INHERIT : TopicConfig.PERM_INHERIT;
    }
}
