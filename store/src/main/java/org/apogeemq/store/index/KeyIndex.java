package org.apogeemq.store.index;

import java.util.function.LongPredicate;

/** Messages by key. Thread-safe; waits for the disk, so not for event loops. */
public interface KeyIndex {
    /** Whether there is an index; if not, nothing is found. */
    boolean isOn();

    /**
     * Shows the log offsets of records that may have a key, the newest first, until {@code more} says no. Keys are
     * known by a hash and times to the second: whoever needs to be sure looks at the record. A record that was
     * confirmed before the call is among them, unless the result says that the index is behind.
     *
     * @param key made by {@link IndexKey}
     * @param range when the records were stored
     * @param more told a log offset; whether to go on
     */
    Reach find(String key, TimeRange range, LongPredicate more);

    /**
     * Store times in ms, both included.
     *
     * @param from the earliest
     * @param to the latest
     */
    record TimeRange(long from, long to) {
        /** All there is. */
        public static final TimeRange ALL = new TimeRange(0, Long.MAX_VALUE);
    }

    /**
     * How far the index was.
     *
     * @param lastTimestamp store time of the last record with a key, in ms; 0: none
     * @param lastLogOffset its log offset
     * @param indexedTo keys of records before this log offset are found
     * @param logEnd what was confirmed when the call began
     */
    record Reach(long lastTimestamp, long lastLogOffset, long indexedTo, long logEnd) {
        /** Nothing, of a store without index. */
        public static final Reach NONE = new Reach(0, 0, 0, 0);

        /** Whether records are missing because their keys are not in the index yet. */
        public boolean isBehind() {
            return indexedTo < logEnd;
        }
    }
}
