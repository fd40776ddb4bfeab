package org.apogeemq.broker.pull;

import org.apogeemq.filter.Filter;
import org.apogeemq.store.queue.QueueEntries;

/**
 * Tells of records, by their properties, whether they pass an expression. What it does for one pull is bounded: see
 * {@link #isSpent}. Confined to one thread.
 */
abstract class Sieve {
    /** Bytes of properties looked through for one pull: a few milliseconds. Counted once for each operand. */
    private static final long WORK_MAX = 4 << 20;

    /** What a record costs besides its properties, in the same unit: it is not in any cache of the processor. */
    private static final int WORK_OF_RECORD = 256;

    private long work;

    enum Verdict {
        PASSES,
        FAILS,
        /** It cannot be told here without waiting for the disk. */
        OUT_OF_SIGHT
    }

    /** A new pull begins. */
    void begin() {
        work = 0;
    }

    /** Whether this pull has cost enough: it ends where it is, and the client goes on there. */
    final boolean isSpent() {
        return work > WORK_MAX;
    }

    /** What {@code filter} says of the record of entry {@code i}, which has {@code size} bytes. */
    abstract Verdict sift(Filter filter, PullCall call, QueueEntries entries, int i, int size);

    /** Notes what a record with so many bytes of properties has cost. */
    final void spend(Filter filter, int propertiesBytes) {
        spend(WORK_OF_RECORD + (long) propertiesBytes * filter.operands());
    }

    final void spend(long units) {
        work += units;
    }
}
