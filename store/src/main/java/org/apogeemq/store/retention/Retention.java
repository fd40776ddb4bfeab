package org.apogeemq.store.retention;

import java.time.Duration;
import java.util.Set;

/**
 * What is deleted, and when. The newest segment stays in any case.
 *
 * @param reserved how long messages are kept
 * @param deleteHours hours of the day, 0 to 23, in which older ones are deleted
 * @param usage levels of disk usage at which more is done
 * @param bytesMax length of the log above which its oldest segments are deleted; 0: no limit
 * @param batchMax segments deleted in one round
 * @param interval how often it is looked at
 */
public record Retention(
        Duration reserved, Set<Integer> deleteHours, Usage usage, long bytesMax, int batchMax, Duration interval) {
    /** Apache's: 72 hours, deleted at four in the morning. */
    public static final Retention DEFAULT =
            new Retention(Duration.ofHours(72), Set.of(4), Usage.DEFAULT, 0, 10, Duration.ofSeconds(10));

    /**
     * Levels of disk usage, in percent.
     *
     * @param clean above it what is old enough is deleted at any hour
     * @param force above it the oldest is deleted whatever its age, if {@code forced}
     * @param refuse above it nothing is written until usage is back at {@code force}
     * @param forced whether young segments may be deleted
     */
    public record Usage(int clean, int force, int refuse, boolean forced) {
        /** Apache's. */
        public static final Usage DEFAULT = new Usage(75, 85, 90, true);

        public Usage {
            checkPercent("diskMaxUsedSpaceRatio", clean);
            checkPercent("diskSpaceCleanForciblyRatio", force);
            checkPercent("diskSpaceWarningLevelRatio", refuse);
        }

        private static void checkPercent(String name, int value) {
            if (value < 1 || value > 100) {
                throw new IllegalArgumentException(name + " is " + value + ", must be 1 to 100");
            }
        }
    }

    public Retention {
        deleteHours = Set.copyOf(deleteHours);
        if (reserved.isNegative()) {
            throw new IllegalArgumentException("fileReservedTime is " + reserved.toHours() + ", must be 0 or more");
        }
        if (deleteHours.stream().anyMatch(hour -> hour < 0 || hour > 23)) {
            throw new IllegalArgumentException("deleteWhen is " + deleteHours + ", must be hours of 0 to 23");
        }
        if (bytesMax < 0) {
            throw new IllegalArgumentException("maxStoreSize is " + bytesMax + ", must be 0 or more");
        }
        if (batchMax < 1) {
            throw new IllegalArgumentException("deleteFileBatchMax is " + batchMax + ", must be 1 or more");
        }
        if (!interval.isPositive()) {
            throw new IllegalArgumentException(
                    "cleanResourceInterval is " + interval.toMillis() + " ms, must be above 0");
        }
    }
}
