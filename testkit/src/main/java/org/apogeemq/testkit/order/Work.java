package org.apogeemq.testkit.order;

import java.util.Objects;

/**
 * One message being consumed by one worker. Times are those of the machine's monotonic clock, which all
 * processes share.
 *
 * @param sequence place of the message among those of its key, from 0
 * @param endNanos when the listener returned; if it never did, when the worker is known to have been at work still
 */
public record Work(String worker, int queue, long offset, int key, int sequence, long startNanos, long endNanos) {
    public Work {
        Objects.requireNonNull(worker, "worker");
        if (endNanos - startNanos < 0) {
            throw new IllegalArgumentException("endNanos is " + endNanos + ", must be " + startNanos + " or more");
        }
    }

    @Override
    public String toString() {
        return "%s at offset %d of queue %d (key %d, %d) for %,d us"
                .formatted(worker, offset, queue, key, sequence, (endNanos - startNanos) / 1_000);
    }
}
