package org.apogeemq.store.log;

import java.time.Duration;

/**
 * When the log is on disk, and who waits for it.
 *
 * @param mode when a record is acknowledged
 * @param interval how often the log is forced when nobody waits for it
 * @param timeout how long an acknowledgement waits for the disk
 */
public record Flushing(Mode mode, Duration interval, Duration timeout) {
    /** Acknowledged from the page cache, forced every half second. */
    public static final Flushing DEFAULT =
            new Flushing(Mode.ASYNC_FLUSH, Duration.ofMillis(500), Duration.ofSeconds(5));

    /** When a record is acknowledged. */
    public enum Mode {
        /** When it is in the page cache: survives the end of the process. */
        ASYNC_FLUSH,
        /** When it is on disk: survives the end of the machine. */
        SYNC_FLUSH
    }

    public Flushing {
        checkPositive("flushIntervalCommitLog", interval);
        checkPositive("syncFlushTimeout", timeout);
    }

    boolean isWaited() {
        return mode == Mode.SYNC_FLUSH;
    }

    private static void checkPositive(String name, Duration value) {
        if (!value.isPositive()) {
            throw new IllegalArgumentException(name + " is " + value.toMillis() + " ms, must be above 0");
        }
    }
}
