package org.apogeemq.store.queue;

import java.nio.ByteBuffer;

/**
 * Consecutive units in memory, in the form of a file. Filled by the log's owner; others read what was published since.
 * Used again for other units when its queue has let go of it: see {@link ChunkPool} for who must reckon with that.
 */
final class Chunk {
    static final int UNITS_FIRST = 4; // most queues of a store with many hold little
    static final int UNITS_MAX = 2048;

    private final byte[] units;
    private final int unitBytes;
    private long base;

    Chunk(long base, int capacity, int unitBytes) {
        this.base = base;
        this.unitBytes = unitBytes;
        units = new byte[capacity * unitBytes];
    }

    /** The number of its first unit. */
    long base() {
        return base;
    }

    void base(long unit) {
        base = unit;
    }

    /** Units that fit. */
    int capacity() {
        return units.length / unitBytes;
    }

    int bytes() {
        return units.length;
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

    /**
     * Adds those units of {@code [from, to)} to {@code target} that are here, if {@code from} is; returns the number
     * behind the last of them. Meaningless, but harmless, if the chunk is used for other units meanwhile.
     */
    // hot
    long copy(long from, long to, QueueEntries target) {
        long first = base; // once: it may change
        if (from < first || from - first >= capacity()) {
            return from;
        }
        long end = Math.min(to, first + capacity());
        for (long unit = from; unit < end; unit++) {
            target.add(units, (int) (unit - first) * unitBytes);
        }
        return end;
    }

    /** Takes {@code [from, to)} from {@code source}. */
    void fill(long from, long to, ByteBuffer source) {
        source.get(units, at(from), at(to) - at(from));
    }
}
