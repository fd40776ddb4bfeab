package org.apogeemq.server.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apogeemq.server.settings.Setting.Part;
import org.apogeemq.server.settings.ValueKind.Choice;
import org.apogeemq.server.settings.ValueKind.FilePath;
import org.apogeemq.server.settings.ValueKind.Flag;
import org.apogeemq.server.settings.ValueKind.Millis;
import org.apogeemq.server.settings.ValueKind.Steps;
import org.apogeemq.server.settings.ValueKind.Whole;

/** The keys of a broker's store that are in force. */
public final class StoreKeys {
    public static final Setting<Path> ROOT = Setting.open(
            Part.BROKER,
            "storePathRootDir",
            new FilePath("a folder"),
            "the data folder",
            "Folder of everything the broker keeps.");

    public static final Setting<Path> COMMIT_LOG = Setting.open(
            Part.BROKER,
            "storePathCommitLog",
            new FilePath("a folder, without commas"),
            "commitlog in storePathRootDir",
            "Folder of the log that holds the messages.");

    public static final Setting<Integer> SEGMENT_BYTES = Setting.of(
            Part.BROKER,
            "mappedFileSizeCommitLog",
            new Whole(4_096, 2_147_483_647),
            "1073741824",
            "Bytes of one file of the log; cannot change once there are files. The disk is used as messages come.");

    public static final Setting<Integer> QUEUE_FILE_BYTES = Setting.of(
            Part.BROKER,
            "mappedFileSizeConsumeQueue",
            new Steps(20, 20, 1_073_741_820),
            "6000000",
            "Bytes of one file of a queue's index, 20 for each message; cannot change once there are files.");

    public static final Setting<Integer> BATCH_QUEUE_FILE_BYTES = Setting.of(
            Part.BROKER,
            "mapperFileSizeBatchConsumeQueue",
            new Steps(46, 46, 1_073_741_798),
            "13800000",
            "The same for topics of the type BatchCQ, 46 for each record; cannot change once there are files.");

    public static final Setting<Integer> MESSAGE_BYTES = Setting.of(
                    Part.BROKER,
                    "maxMessageSize",
                    new Whole(1_024, 15_728_640),
                    "4194304",
                    "A message (or batch) whose body is larger is refused. Producers have a limit of their own.")
            .changing();

    public static final Setting<String> FLUSH = Setting.of(
            Part.BROKER,
            "flushDiskType",
            new Choice(List.of("ASYNC_FLUSH", "SYNC_FLUSH")),
            "ASYNC_FLUSH",
            "ASYNC_FLUSH: acknowledged when the operating system has it; survives kill -9, not a power cut. "
                    + "SYNC_FLUSH: acknowledged when the disk has it; producers that come together share one flush.");

    public static final Setting<Duration> FLUSH_INTERVAL = Setting.of(
                    Part.BROKER,
                    "flushIntervalCommitLog",
                    new Millis(1, 3_600_000),
                    "500",
                    "So often what was written and nobody waits for is sent to the disk, if it is much.")
            .changing();

    public static final Setting<Integer> FLUSH_LEAST_PAGES = Setting.of(
                    Part.BROKER,
                    "flushCommitLogLeastPages",
                    new Whole(0, 1_048_576),
                    "4",
                    "What much is: so many pages of 4 KiB. 0: anything.")
            .changing();

    public static final Setting<Duration> FLUSH_THOROUGH_INTERVAL = Setting.of(
                    Part.BROKER,
                    "flushCommitLogThoroughInterval",
                    new Millis(1, 3_600_000),
                    "10000",
                    "After so long what was written is sent to the disk even if it is little.")
            .changing();

    public static final Setting<Duration> SYNC_TIMEOUT = Setting.of(
                    Part.BROKER,
                    "syncFlushTimeout",
                    new Millis(1, 600_000),
                    "5000",
                    "With SYNC_FLUSH: a producer that has waited so long for the disk is told FLUSH_DISK_TIMEOUT.")
            .changing();

    public static final Setting<Duration> CHECKPOINT_INTERVAL = Setting.of(
            Part.BROKER,
            "checkpointInterval",
            new Millis(1, 3_600_000),
            "5000",
            "How often, at most, is noted on disk what need not be read again after a crash (Apogee's own key).");

    public static final Setting<Integer> HOT_PERCENT = Setting.of(
            Part.BROKER,
            "accessMessageInMemoryMaxRatio",
            new Whole(0, 95),
            "40",
            "Percent of the machine's memory within which the newest messages count as in memory, 256 MiB at most: "
                    + "they are read without waiting for the disk. 0: none.");

    public static final Setting<Boolean> KEY_INDEX = Setting.of(
            Part.BROKER,
            "messageIndexEnable",
            new Flag(),
            "true",
            "Whether messages can be found by key. Switched on later, it is made of the messages that are there.");

    public static final Setting<Integer> INDEX_SLOTS = Setting.of(
            Part.BROKER,
            "maxHashSlotNum",
            new Whole(1, 80_000_000),
            "5000000",
            "Hash slots of one file of the key index. If it changes, the index is made again.");

    public static final Setting<Integer> INDEX_ENTRIES = Setting.of(
            Part.BROKER,
            "maxIndexNum",
            new Whole(2, 80_000_000),
            "20000000",
            "Keys one file of the key index holds, less one. If it changes, the index is made again.");

    private StoreKeys() {}

    static List<Setting<?>> all() {
        return List.of(
                ROOT,
                COMMIT_LOG,
                SEGMENT_BYTES,
                QUEUE_FILE_BYTES,
                BATCH_QUEUE_FILE_BYTES,
                MESSAGE_BYTES,
                FLUSH,
                FLUSH_INTERVAL,
                FLUSH_LEAST_PAGES,
                FLUSH_THOROUGH_INTERVAL,
                SYNC_TIMEOUT,
                CHECKPOINT_INTERVAL,
                HOT_PERCENT,
                KEY_INDEX,
                INDEX_SLOTS,
                INDEX_ENTRIES);
    }
}
