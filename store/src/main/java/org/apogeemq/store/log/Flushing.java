package org.apogeemq.store.log;

import java.time.Duration;
import java.util.Objects;

/**
 * When the log is on disk, and who waits for it.
 *
 * @param mode when a record is acknowledged
 * @param background when the log is forced though nobody waits for it
 * @param timeout how long an acknowledgement waits for the disk
 */
public record Flushing(Mode mode, Background background, Duration timeout) {
    /** Acknowledged from the page cache, forced behind. */
    public static final Flushing DEFAULT = new Flushing(Mode.ASYNC_FLUSH, Background.DEFAULT, Duration.ofSeconds(5));

    /** When a record is acknowledged. */
    public enum Mode {
        /** When it is in the page cache: survives the end of the process. */
        ASYNC_FLUSH,
        /** When it is on disk: survives the end of the machine. */
        SYNC_FLUSH
    }

    /**
     * When the log is forced though nobody waits for it.
     *
     * @param interval how often it is considered
     * @param leastPages pages of 4 KiB that must have been begun since the last force; 0: any byte counts
     * @param thoroughInterval after so long, fewer are forced too
     */
    public record Background(Duration interval, int leastPages, Duration thoroughInterval) {
        /** Every half second if there are 16 KiB, every ten seconds if there is anything. */
        public static final Background DEFAULT = new Background(Duration.ofMillis(500), 4, Duration.ofSeconds(10));

        public Background {
            checkPositive("flushIntervalCommitLog", interval);
            checkPositive("flushCommitLogThoroughInterval", thoroughInterval);
            if (leastPages < 0) {
                throw new IllegalArgumentException("flushCommitLogLeastPages is " + leastPages + ", must be 0 or more");
            }
        }

        // Here and not outside: this class must not need the outer one, whose default needs this one's.
        private static void checkPositive(String name, Duration value) {
            if (!value.isPositive()) {
                throw new IllegalArgumentException(name + " is " + value.toMillis() + " ms, must be above 0");
            }
        }
    }

    public Flushing {
        Objects.requireNonNull(background, "background");
        Background.checkPositive("syncFlushTimeout", timeout);
    }

    /** The same with another mode. */
    public Flushing with(Mode mode) {
        return new Flushing(mode, background, timeout);
    }

    /** The same with another rule for when nobody waits. */
    public Flushing with(Background background) {
        return new Flushing(mode, background, timeout);
    }

    boolean isWaited() {
        return mode == Mode.SYNC_FLUSH;
    }
}
