package org.apogeemq.store.timer;

/**
 * One pending timer, filled in again and again. Timers are in the order of their keys, those of one key in the order of
 * their log offsets.
 */
public final class TimerEntry {
    /** Bytes of an entry in a file. */
    static final int BYTES = 24;

    long key;
    long logOffset;
    int recordBytes;
    int hash;

    /** Says all of it. */
    public void set(long key, long logOffset, int recordBytes, int hash) {
        this.key = key;
        this.logOffset = logOffset;
        this.recordBytes = recordBytes;
        this.hash = hash;
    }

    /** Becomes like another. */
    public void set(TimerEntry other) {
        set(other.key, other.logOffset, other.recordBytes, other.hash);
    }

    /** What timers are ordered by. */
    public long key() {
        return key;
    }

    /** Where the record begins in the log. */
    public long logOffset() {
        return logOffset;
    }

    /** Length of the record. */
    public int recordBytes() {
        return recordBytes;
    }

    /** A hash of the message's own id. */
    public int hash() {
        return hash;
    }

    /** Whether it comes behind the timer of this key and log offset. */
    public boolean isAfter(long otherKey, long otherOffset) {
        return key > otherKey || key == otherKey && logOffset > otherOffset;
    }
}
