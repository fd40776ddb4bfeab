package org.apogeemq.broker.pull;

import org.apogeemq.filter.Filter;
import org.apogeemq.store.queue.ConsumeQueue;
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
        /** It cannot be read; whoever fetches it knows what to do. */
        UNREADABLE,
        /** It cannot be told here without waiting for the disk. */
        OUT_OF_SIGHT;

        /** It is what the expression says, and always will. */
        boolean isKnown() {
            return this == PASSES || this == FAILS;
        }
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
    abstract Verdict sift(Filter filter, ConsumeQueue queue, QueueEntries entries, int i, int size);

    /** How many times as many messages as through tags one pull may look at, if they cost little enough. */
    abstract int reach();

    /** Notes what a record with so many bytes of properties has cost. */
    final void spend(Filter filter, int propertiesBytes) {
        spend(WORK_OF_RECORD + (long) propertiesBytes * filter.operands());
    }

    final void spend(long units) {
        work += units;
    }
}
