package org.apogeemq.store.queue;

/** What queues need to know of the log: when a record was stored. */
@FunctionalInterface
public interface StoreTimes {
    /** When the record at {@code logOffset} was stored, in ms; -1 if it is no longer in the log. Any thread. */
    long storeTimestamp(long logOffset);
}
