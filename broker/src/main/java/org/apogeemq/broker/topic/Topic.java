package org.apogeemq.broker.topic;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.apogeemq.protocol.body.TopicConfig;
import org.apogeemq.protocol.record.Names;
import org.apogeemq.store.queue.ConsumeQueue;
import org.apogeemq.store.queue.QueueKind;

/**
 * One topic as of now. Immutable but for the cache of its queues; a change of the topic makes a new object, so whoever
 * keeps one compares {@link Topics#version}. Thread-safe.
 */
public final class Topic {
    /** Gives the queues of a topic. */
    interface Queues {
        ConsumeQueue obtain(String topic, int queueId, QueueKind kind);
    }

    private final TopicConfig config;
    private final byte[] nameBytes;
    private final Queues queues;
    private final boolean compacted;
    private final AtomicReferenceArray<ConsumeQueue> cached;

    Topic(TopicConfig config, Queues queues) {
        this.config = config;
        this.nameBytes = config.topicName().getBytes(StandardCharsets.UTF_8);
        this.queues = queues;
        compacted = TopicAttributes.COMPACTION.equals(config.attributes().get(TopicAttributes.CLEANUP_POLICY));
        this.cached = new AtomicReferenceArray<>(Math.max(config.readQueueNums(), config.writeQueueNums()));
    }

    public String name() {
        return config.topicName();
    }

    /** The name as it is stored; not to be changed. */
    public byte[] nameBytes() {
        return nameBytes;
    }

    public TopicConfig config() {
        return config;
    }

    /** Consumers read the queues [0, this). */
    public int readQueues() {
        return config.readQueueNums();
    }

    /** Producers write the queues [0, this). */
    public int writeQueues() {
        return config.writeQueueNums();
    }

    /** The greater of both: queue ids are below this. */
    public int queues() {
        return cached.length();
    }

    /** Sum of {@link TopicConfig#PERM_READ}, {@link TopicConfig#PERM_WRITE}, {@link TopicConfig#PERM_INHERIT}. */
    public int perm() {
        return config.perm();
    }

    public boolean isReadable() {
        return (config.perm() & TopicConfig.PERM_READ) != 0;
    }

    public boolean isWritable() {
        return (config.perm() & TopicConfig.PERM_WRITE) != 0;
    }

    /** Whether the last message of each key is kept when older ones expire. */
    // hot
    public boolean isCompacted() {
        return compacted;
    }

    public boolean isSystem() {
        return Names.isSystemTopic(config.topicName());
    }

    /** How the queues hold their messages, by the attribute that is set when a topic is made. */
    public QueueKind queueKind() {
        boolean batch = TopicAttributes.BATCH_CQ.equals(config.attributes().get(TopicAttributes.QUEUE_TYPE));
        return batch ? QueueKind.BATCH : QueueKind.SIMPLE;
    }

    /** @param queueId in {@code [0, queues())} */
    // hot
    public ConsumeQueue queue(int queueId) {
        ConsumeQueue queue = cached.get(queueId);
        if (queue == null) {
            queue = queues.obtain(config.topicName(), queueId, queueKind());
            cached.set(queueId, queue); // two threads may do so: they obtain the same queue
        }
        return queue;
    }
}
