package org.apogeemq.broker.offset;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;

/** The offsets of one group in one topic, by queue id. Read without a lock, written under this object's. */
final class QueueOffsets {
    /** Says that nothing was committed. */
    static final long NONE = -1;

    final String group;
    final String topic;
    /** True while it waits to be written to the log. */
    final AtomicBoolean dirty = new AtomicBoolean();

    // Written again after every change of an entry, so that readers see it; replaced when it grows.
    private volatile long[] offsets = new long[0];

    QueueOffsets(String group, String topic) {
        this.group = group;
        this.topic = topic;
    }

    /** Whether something changed. */
    synchronized boolean set(int queueId, long offset) {
        long[] present = offsets;
        if (queueId >= present.length) {
            present = Arrays.copyOf(present, queueId + 1);
            Arrays.fill(present, offsets.length, queueId + 1, NONE);
        } else if (present[queueId] == offset) {
            return false;
        }
        present[queueId] = offset;
        offsets = present;
        return true;
    }

    /** {@link #NONE} if nothing was committed for the queue. */
    long get(int queueId) {
        long[] present = offsets;
        return queueId >= 0 && queueId < present.length ? present[queueId] : NONE;
    }

    /** A copy, by queue id, with {@link #NONE} for queues without an offset. */
    synchronized long[] copy() {
        return offsets.clone();
    }
}
