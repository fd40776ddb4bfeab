package org.apogeemq.store.log;

import java.util.concurrent.locks.LockSupport;
import org.apogeemq.time.Clock;

/**
 * Lets the senders that were just answered come back before the next force begins, so that one force serves many.
 *
 * <p>A force begins at once when as much waits as the last one covered, or when nothing was forced lately: a single
 * sender never waits for others. Otherwise it is put off for about as long as two forces take, a millisecond at most;
 * on a fast disk that is next to nothing.
 */
final class Gathering {
    private static final long NANOS_MAX = 1_000_000;

    private final Positions positions;
    private final Clock clock;

    // Written by the flusher's thread: the appended position that ends the wait.
    private volatile long enough = Long.MAX_VALUE;

    // Confined to the flusher's thread.
    private long forcedBytes;
    private long forceNanos;
    private long endedNanos;

    Gathering(Positions positions, Clock clock) {
        this.positions = positions;
        this.clock = clock;
    }

    /** Whether somebody waits here who need not wait any more. Any thread. */
    boolean isEnough() {
        return positions.appended() >= enough;
    }

    /** Waits, if that is worth while. On the flusher's thread; ends early when it is unparked. */
    void await() {
        enough = positions.flushed() + forcedBytes;
        // Twice, because the thread may have been unparked before, for the force it has just done.
        for (int i = 0; i < 2; i++) {
            long left = leftNanos();
            if (left > 0) {
                LockSupport.parkNanos(this, left);
            }
        }
        enough = Long.MAX_VALUE;
    }

    /** How long a force should be put off still; 0 or less: not at all. */
    long leftNanos() {
        boolean isMuch = positions.appended() >= positions.flushed() + forcedBytes;
        return isMuch ? 0 : endedNanos + Math.min(2 * forceNanos, NANOS_MAX) - clock.monotonicNanos();
    }

    /** Tells of a force that has just ended. On the flusher's thread. */
    void forced(long bytes, long begunNanos) {
        forcedBytes = bytes;
        endedNanos = clock.monotonicNanos();
        forceNanos = endedNanos - begunNanos;
    }
}
