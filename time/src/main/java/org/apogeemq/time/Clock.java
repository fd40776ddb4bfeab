package org.apogeemq.time;

/** The two clocks of a machine. Thread-safe. */
public interface Clock {
    /** Milliseconds since 1970-01-01T00:00Z; may jump in both directions. For what users see and what is stored. */
    long wallMillis();

    /** Nanoseconds since an arbitrary point; never goes back. For durations and deadlines. */
    long monotonicNanos();
}
