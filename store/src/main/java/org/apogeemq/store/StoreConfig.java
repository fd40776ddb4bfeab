package org.apogeemq.store;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apogeemq.store.index.KeyIndexing;
import org.apogeemq.store.log.Flushing;
import org.apogeemq.store.queue.QueueKind;
import org.apogeemq.store.queue.QueueMemory;
import org.apogeemq.store.retention.Retention;

/**
 * Settings of a store; Apache's key names are in the error messages. Start from {@link #at} and change what differs.
 *
 * @param root data folder
 * @param commitLog folder of the log's segments
 * @param files lengths of files
 * @param flushing when the log is on disk, and who waits for it
 * @param limits what is kept in memory and open
 * @param retention what is deleted, and when
 * @param keyIndexing whether and how messages are found by key
 * @param delays what the levels 1, 2, ... of the schedule topic mean; one at least
 */
public record StoreConfig(
        Path root,
        Path commitLog,
        Files files,
        Flushing flushing,
        Limits limits,
        Retention retention,
        KeyIndexing keyIndexing,
        List<Duration> delays) {

    /** Checks every value. */
    public StoreConfig {
        delays = List.copyOf(delays);
        if (delays.isEmpty()) {
            throw new IllegalArgumentException("messageDelayLevel is empty, must name a delay at least");
        }
    }

    /**
     * Lengths of files; they cannot change once there are some.
     *
     * @param segmentBytes of a segment of the log, 4 KiB to 2 GiB - 1
     * @param queueFileBytes of a queue file, a multiple of 20
     * @param batchQueueFileBytes of a file of a queue of batches, a multiple of 46
     */
    public record Files(int segmentBytes, int queueFileBytes, int batchQueueFileBytes) {
        private static final int SEGMENT_BYTES_LEAST = 4096;
        private static final int BATCH_QUEUE_FILE_BYTES = 13_800_000;

        /** Apache's. */
        public static final Files DEFAULT = new Files(1 << 30, 6_000_000);

        public Files {
            if (segmentBytes < SEGMENT_BYTES_LEAST) {
                throw new IllegalArgumentException(
                        "mappedFileSizeCommitLog is " + segmentBytes + ", must be at least " + SEGMENT_BYTES_LEAST);
            }
            check(QueueKind.SIMPLE, queueFileBytes);
            check(QueueKind.BATCH, batchQueueFileBytes);
        }

        /** With Apache's length of files of queues of batches. */
        public Files(int segmentBytes, int queueFileBytes) {
            this(segmentBytes, queueFileBytes, BATCH_QUEUE_FILE_BYTES);
        }

        /** Length of a queue file of a kind. */
        public int queueFileBytes(QueueKind kind) {
            return kind == QueueKind.SIMPLE ? queueFileBytes : batchQueueFileBytes;
        }

        private static void check(QueueKind kind, int bytes) {
            if (bytes < kind.unitBytes() || bytes % kind.unitBytes() != 0) {
                throw new IllegalArgumentException(kind.setting() + " is " + bytes + " bytes, must be a multiple of "
                        + kind.unitBytes() + " above 0");
            }
        }
    }

    /**
     * What is kept in memory and open.
     *
     * @param hotBytes what was written last and surely is in memory
     * @param queues what of queues is in memory
     * @param snapshotInterval how often changed views are written to files, at most
     */
    public record Limits(long hotBytes, QueueMemory queues, Duration snapshotInterval) {
        public static final Limits DEFAULT = new Limits(256L << 20, QueueMemory.DEFAULT, Duration.ofSeconds(5));

        public Limits {
            if (hotBytes < 0) {
                throw new IllegalArgumentException("hotBytes is " + hotBytes + ", must be 0 or more");
            }
            if (!snapshotInterval.isPositive()) {
                throw new IllegalArgumentException(
                        "snapshotInterval is " + snapshotInterval.toMillis() + " ms, must be above 0");
            }
        }
    }

    /** The defaults, in the data folder {@code root}. */
    public static StoreConfig at(Path root) {
        return new StoreConfig(
                root,
                root.resolve("commitlog"),
                Files.DEFAULT,
                Flushing.DEFAULT,
                Limits.DEFAULT,
                Retention.DEFAULT,
                KeyIndexing.DEFAULT,
                defaultDelays());
    }

    /** The same with another folder for the log. */
    public StoreConfig withCommitLog(Path folder) {
        return new StoreConfig(root, folder, files, flushing, limits, retention, keyIndexing, delays);
    }

    /** The same with other lengths of files. */
    public StoreConfig with(Files files) {
        return new StoreConfig(root, commitLog, files, flushing, limits, retention, keyIndexing, delays);
    }

    /** The same with another rule of acknowledging. */
    public StoreConfig with(Flushing flushing) {
        return new StoreConfig(root, commitLog, files, flushing, limits, retention, keyIndexing, delays);
    }

    /** The same with other limits of what is kept in memory and open. */
    public StoreConfig with(Limits limits) {
        return new StoreConfig(root, commitLog, files, flushing, limits, retention, keyIndexing, delays);
    }

    /** The same with another rule of what is deleted. */
    public StoreConfig with(Retention retention) {
        return new StoreConfig(root, commitLog, files, flushing, limits, retention, keyIndexing, delays);
    }

    /** The same with another key index. */
    public StoreConfig with(KeyIndexing keyIndexing) {
        return new StoreConfig(root, commitLog, files, flushing, limits, retention, keyIndexing, delays);
    }

    /** The same with other delay levels. */
    public StoreConfig withDelays(List<Duration> delays) {
        return new StoreConfig(root, commitLog, files, flushing, limits, retention, keyIndexing, delays);
    }

    private static List<Duration> defaultDelays() {
        return Stream.of(1, 5, 10, 30, 60, 120, 180, 240, 300, 360, 420, 480, 540, 600, 1200, 1800, 3600, 7200)
                .map(Duration::ofSeconds)
                .toList();
    }
}
