package org.apogeemq.cli.group;

import java.util.Comparator;

/**
 * How far a group is in one queue.
 *
 * @param end the offset behind the queue's last message
 * @param committed the offset of the message the group wants next
 * @param lastTimestamp when the message it consumed last was stored, in ms; 0 if that is not known
 */
record QueueLag(String topic, String broker, int queue, long end, long committed, long lastTimestamp) {
    /** The largest lag first. */
    static final Comparator<QueueLag> ORDER = Comparator.comparingLong(QueueLag::lag)
            .reversed()
            .thenComparing(QueueLag::topic)
            .thenComparing(QueueLag::broker)
            .thenComparingInt(QueueLag::queue);

    /** Messages the group has not consumed. */
    long lag() {
        return Math.max(0, end - committed);
    }

    /** How old what it consumed last is, in ms, if it has not consumed all; null if it has or nobody knows. */
    Long behind(long now) {
        return lag() == 0 || lastTimestamp <= 0 ? null : Math.max(0, now - lastTimestamp);
    }

    /** Which queue it is. */
    String place() {
        return place(topic, broker, queue);
    }

    static String place(String topic, String broker, int queue) {
        return topic + '/' + broker + '/' + queue;
    }
}
