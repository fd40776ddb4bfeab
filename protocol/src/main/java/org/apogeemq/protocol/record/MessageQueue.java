package org.apogeemq.protocol.record;

import java.util.Comparator;
import java.util.Objects;

/** One queue of a topic on one broker; ordered by topic, broker name and id, as clients order them. */
public record MessageQueue(String topic, String brokerName, int queueId) implements Comparable<MessageQueue> {
    private static final Comparator<MessageQueue> ORDER = Comparator.comparing(MessageQueue::topic)
            .thenComparing(MessageQueue::brokerName)
            .thenComparingInt(MessageQueue::queueId);

    /** Checks that topic and broker name are there. An id of -1 stands for any queue (POP). */
    public MessageQueue {
        Objects.requireNonNull(topic, "topic of a message queue");
        Objects.requireNonNull(brokerName, "brokerName of a message queue");
    }

    @Override
    public int compareTo(MessageQueue other) {
        return ORDER.compare(this, other);
    }
}
