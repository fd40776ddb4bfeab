package org.apogeemq.store;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Settings of a store; Apache's key names are in the error messages. Start from {@link #at} and change what differs.
 *
 * @param root data folder
 * @param commitLog folder of the log's segments
 * @param segmentBytes length of a segment of the log, 4 KiB to 2 GiB - 1
 * @param queueFileBytes length of a queue file, a multiple of 20
 * @param flushMode when a record is acknowledged
 * @param flushInterval how often the log is forced when nobody waits for it
 * @param syncFlushTimeout how long an acknowledgement waits for the disk
 * @param hotBytes what was written last and surely is in memory
 * @param openQueueFilesMax queue files kept open
 * @param snapshotInterval how often changed views are written to files, at most
 * @param delays what the levels 1, 2, ... of the schedule topic mean
 */
public record StoreConfig(
        Path root,
        Path commitLog,
        int segmentBytes,
        int queueFileBytes,
        FlushMode flushMode,
        Duration flushInterval,
        Duration syncFlushTimeout,
        long hotBytes,
        int openQueueFilesMax,
        Duration snapshotInterval,
        List<Duration> delays) {

    /** When a record is acknowledged. */
    public enum FlushMode {
        /** When it is in the page cache: survives the end of the process. */
        ASYNC_FLUSH,
        /** When it is on disk: survives the end of the machine. */
        SYNC_FLUSH
    }

    private static final int SEGMENT_BYTES_LEAST = 4096;
    private static final int QUEUE_UNIT_BYTES = 20;

    /** Checks every value. */
    public StoreConfig {
        if (segmentBytes < SEGMENT_BYTES_LEAST) {
            throw new IllegalArgumentException(
                    "mappedFileSizeCommitLog is " + segmentBytes + ", must be at least " + SEGMENT_BYTES_LEAST);
        }
        if (queueFileBytes < QUEUE_UNIT_BYTES || queueFileBytes % QUEUE_UNIT_BYTES != 0) {
            throw new IllegalArgumentException("mappedFileSizeConsumeQueue is " + queueFileBytes
                    + " bytes, must be a multiple of " + QUEUE_UNIT_BYTES + " above 0");
        }
        checkPositive("flushIntervalCommitLog", flushInterval);
        checkPositive("syncFlushTimeout", syncFlushTimeout);
        checkPositive("snapshotInterval", snapshotInterval);
        if (hotBytes < 0) {
            throw new IllegalArgumentException("hotBytes is " + hotBytes + ", must be 0 or more");
        }
        if (openQueueFilesMax < 1) {
            throw new IllegalArgumentException("openQueueFilesMax is " + openQueueFilesMax + ", must be 1 or more");
        }
        delays = List.copyOf(delays);
    }

    /** The defaults, in the data folder {@code root}. */
    public static StoreConfig at(Path root) {
        return new StoreConfig(
                root,
                root.resolve("commitlog"),
                1 << 30,
                6_000_000,
                FlushMode.ASYNC_FLUSH,
                Duration.ofMillis(500),
                Duration.ofSeconds(5),
                256L << 20,
                512,
                Duration.ofSeconds(5),
                defaultDelays());
    }

    /** The same with another folder for the log. */
    public StoreConfig withCommitLog(Path folder) {
        return new StoreConfig(
                root,
                folder,
                segmentBytes,
                queueFileBytes,
                flushMode,
                flushInterval,
                syncFlushTimeout,
                hotBytes,
                openQueueFilesMax,
                snapshotInterval,
                delays);
    }

    /** The same with other lengths of files. */
    public StoreConfig withFileBytes(int segmentBytes, int queueFileBytes) {
        return new StoreConfig(
                root,
                commitLog,
                segmentBytes,
                queueFileBytes,
                flushMode,
                flushInterval,
                syncFlushTimeout,
                hotBytes,
                openQueueFilesMax,
                snapshotInterval,
                delays);
    }

    /** The same with another rule of acknowledging. */
    public StoreConfig withFlush(FlushMode mode, Duration interval, Duration syncTimeout) {
        return new StoreConfig(
                root,
                commitLog,
                segmentBytes,
                queueFileBytes,
                mode,
                interval,
                syncTimeout,
                hotBytes,
                openQueueFilesMax,
                snapshotInterval,
                delays);
    }

    /** The same with other limits of what is kept in memory and open. */
    public StoreConfig withLimits(long hotBytes, int openQueueFilesMax) {
        return new StoreConfig(
                root,
                commitLog,
                segmentBytes,
                queueFileBytes,
                flushMode,
                flushInterval,
                syncFlushTimeout,
                hotBytes,
                openQueueFilesMax,
                snapshotInterval,
                delays);
    }

    /** The same with other delay levels. */
    public StoreConfig withDelays(List<Duration> delays) {
        return new StoreConfig(
                root,
                commitLog,
                segmentBytes,
                queueFileBytes,
                flushMode,
                flushInterval,
                syncFlushTimeout,
                hotBytes,
                openQueueFilesMax,
                snapshotInterval,
                delays);
    }

    private static List<Duration> defaultDelays() {
        return Stream.of(1, 5, 10, 30, 60, 120, 180, 240, 300, 360, 420, 480, 540, 600, 1200, 1800, 3600, 7200)
                .map(Duration::ofSeconds)
                .toList();
    }

    private static void checkPositive(String name, Duration value) {
        if (!value.isPositive()) {
            throw new IllegalArgumentException(name + " is " + value.toMillis() + " ms, must be above 0");
        }
    }
}
