package org.apogeemq.chaos.history;

import java.util.Comparator;
import java.util.Objects;

/**
 * One queue of a topic.
 *
 * @param topic its topic
 * @param queueId its number, 0 or more
 */
public record QueueName(String topic, int queueId) implements Comparable<QueueName> {
    private static final Comparator<QueueName> ORDER =
            Comparator.comparing(QueueName::topic).thenComparingInt(QueueName::queueId);

    public QueueName {
        Objects.requireNonNull(topic, "topic");
        if (queueId < 0) {
            throw new IllegalArgumentException("queueId is " + queueId + ", must be 0 or more");
        }
    }

    @Override
    public int compareTo(QueueName other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return topic + "/" + queueId;
    }
}
