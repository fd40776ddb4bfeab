package org.apogeemq.chaos.kill;

import java.util.SplittableRandom;

/** What is drawn by lot for one store: its settings and how each of its rounds ends. The same seed draws the same. */
final class Plan {
    private static final int[] SEGMENT_BYTES = {512 << 10, 1 << 20, 4 << 20, 64 << 20};
    private static final int[] QUEUE_ENTRIES = {50, 1_000, 300_000};
    private static final int[] FLUSH_MILLIS = {1, 20, 500};
    private static final int[] CHECKPOINT_MILLIS = {500, 1_000, 5_000};
    private static final int QUEUE_ENTRY_BYTES = 20;

    private static final int AT_START_PERCENT = 20;
    private static final int AT_READY_PERCENT = 10;
    private static final int STOP_PERCENT = 6;
    private static final int LONG_PERCENT = 8;
    private static final int START_MILLIS = 700;
    private static final int SHORT_MILLIS = 1_200;
    private static final int LONG_MILLIS = 4_000;

    private final SplittableRandom random;

    /** How a run of the program ends. */
    enum End {
        KILLED_UNDER_LOAD,
        KILLED_WHILE_STARTING,
        KILLED_WHEN_READY,
        STOPPED
    }

    /**
     * One run of the program.
     *
     * @param end how it ends
     * @param millis when, counted from its start ({@link End#KILLED_WHILE_STARTING}), from ready, or from the first
     *     acknowledgement
     */
    record Round(End end, int millis) {}

    /**
     * Settings of the program.
     *
     * @param flush SYNC_FLUSH or ASYNC_FLUSH
     */
    record Settings(String flush, int segmentBytes, int queueFileBytes, int flushMillis, int checkpointMillis) {
        @Override
        public String toString() {
            return "%s, segments of %d KiB, queue files of %d bytes, flushed each %d ms, checkpoint each %d ms"
                    .formatted(flush, segmentBytes >> 10, queueFileBytes, flushMillis, checkpointMillis);
        }
    }

    Plan(long seed) {
        random = new SplittableRandom(seed);
    }

    /** Drawn first. */
    Settings settings(String flush) {
        return new Settings(
                flush,
                oneOf(SEGMENT_BYTES),
                oneOf(QUEUE_ENTRIES) * QUEUE_ENTRY_BYTES,
                oneOf(FLUSH_MILLIS),
                oneOf(CHECKPOINT_MILLIS));
    }

    /** Drawn once a round. */
    Round round() {
        int lot = random.nextInt(100);
        if (lot < AT_START_PERCENT) {
            return new Round(End.KILLED_WHILE_STARTING, random.nextInt(START_MILLIS));
        }
        if (lot < AT_START_PERCENT + AT_READY_PERCENT) {
            return new Round(End.KILLED_WHEN_READY, random.nextInt(50));
        }
        boolean isLong = random.nextInt(100) < LONG_PERCENT;
        int millis = random.nextInt(isLong ? LONG_MILLIS : SHORT_MILLIS);
        boolean stops = lot < AT_START_PERCENT + AT_READY_PERCENT + STOP_PERCENT;
        return new Round(stops ? End.STOPPED : End.KILLED_UNDER_LOAD, millis);
    }

    private int oneOf(int[] values) {
        return values[random.nextInt(values.length)];
    }
}
