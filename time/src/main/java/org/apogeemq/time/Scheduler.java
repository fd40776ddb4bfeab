package org.apogeemq.time;

import java.time.Duration;

/**
 * Runs tasks later. Tasks share one thread: they must be short and must not block; what blocks hands itself to a
 * virtual thread. A task that throws is reported and does not stop the others. Thread-safe.
 */
public interface Scheduler {
    /** A task that has been scheduled. */
    interface Scheduled {
        /** Prevents any further run; a run that has begun goes on. */
        void cancel();
    }

    /** Runs {@code task} once, {@code delay} (zero or more) from now. */
    Scheduled after(Duration delay, Runnable task);

    /** Runs {@code task} every {@code period} (above zero), for the first time after {@code first}. */
    Scheduled every(Duration first, Duration period, Runnable task);
}
