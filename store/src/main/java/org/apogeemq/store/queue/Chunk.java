package org.apogeemq.store.queue;

import java.nio.ByteBuffer;

/**
 * Consecutive units in memory, in the form of a file. Filled by the log's owner; others read only what was published
 * since, so the array needs no protection. Never reused: a reader may hold it as long as it likes.
 */
final class Chunk {
    static final int UNITS_FIRST = 4; // most queues of a store with many hold little
    static final int UNITS_MAX = 2048;

    /** The number of its first unit. */
    final long base;

    private final byte[] units;
    private final int unitBytes;

    Chunk(long base, int capacity, int unitBytes) {
        this.base = base;
        this.unitBytes = unitBytes;
        units = new byte[capacity * unitBytes];
    }

    /** Units that fit. */
    int capacity() {
        return units.length / unitBytes;
    }

    /** The number behind its last place. */
    long end() {
        return base + capacity();
    }

    /** What the accessors of {@link QueueUnit} take, with {@link #at}. */
    byte[] units() {
        return units;
    }

    /** Where a unit lies. */
    // hot
    int at(long unit) {
        return (int) (unit - base) * unitBytes;
    }

    /** Appends {@code [from, to)} to {@code target}. */
    void copy(long from, long to, ByteBuffer target) {
        target.put(units, at(from), at(to) - at(from));
    }

    /** Takes {@code [from, to)} from {@code source}. */
    void fill(long from, long to, ByteBuffer source) {
        source.get(units, at(from), at(to) - at(from));
    }
}
