package org.apogeemq.store.apache;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apogeemq.store.StoreConfig;
import org.apogeemq.store.disk.Disk;
import org.apogeemq.store.open.Checkpoint;

/**
 * A data folder that Apache's broker had last, as it is found before anything in it is changed.
 *
 * @param clean whether that broker was stopped properly
 * @param release of the broker, as its files let one guess: {@code 5.x} or {@code 4.x}
 * @param segments files of the log
 * @param logBytes of the log, as far as the queues know of it
 * @param queues what is in the queue files
 * @param others folders and files of what Apogee does not have; they are left alone
 */
public record ApacheStore(
        boolean clean, String release, int segments, long logBytes, QueueCensus queues, List<String> others) {
    private static final List<String> OTHERS = List.of(
            "compaction",
            "consumequeue_ext",
            "consumequeue_rocksdb",
            "epochFileCheckpoint",
            "kvStore",
            "rocksdbstore",
            "tiered_index_file",
            "timerlog",
            "timerwheel",
            "transaction");
    private static final List<String> OTHER_SETTINGS = List.of(
            "consumerFilter.json",
            "consumerOrderInfo.json",
            "lmqConsumerOffset.json",
            "messageRequestMode.json",
            "tieredStoreMetadata.json",
            "timercheck",
            "timermetrics",
            "topicQueueMapping.json",
            "transactionMetrics",
            "users",
            "acls");
    private static final List<String> OF_5 = List.of("rocksdbstore", "timerwheel", "timerlog");

    /**
     * Looks into a folder; changes nothing.
     *
     * @return empty if there is no log, if Apogee had it last, or if somebody uses it at this moment
     */
    public static Optional<ApacheStore> find(Disk disk, StoreConfig config) throws IOException {
        Path root = config.root();
        List<Path> segments = FileLengths.files(disk, config.commitLog());
        boolean known = Checkpoint.read(disk, root, config.commitLog()).sealed()
                || !disk.exists(root.resolve("checkpoint")) && disk.exists(root.resolve("apogee"));
        if (segments.isEmpty() || known) {
            return Optional.empty();
        }
        try (Closeable lock = disk.lock(root.resolve("lock"))) {
            return lock == null ? Optional.empty() : Optional.of(look(disk, config, segments));
        }
    }

    private static ApacheStore look(Disk disk, StoreConfig config, List<Path> segments) throws IOException {
        Path root = config.root();
        long logMin = FileLengths.base(segments.get(0));
        QueueCensus queues = QueueCensus.of(disk, root, config.files()::queueFileBytes, logMin);
        Stream<String> settings = OTHER_SETTINGS.stream().map(name -> "config/" + name);
        List<String> others = Stream.concat(OTHERS.stream(), settings)
                .filter(name -> disk.exists(root.resolve(name)))
                .toList();
        boolean five = Checkpoint.read(disk, root, config.commitLog()).queuesTo() > 0
                || OF_5.stream().anyMatch(name -> disk.exists(root.resolve(name)));
        return new ApacheStore(
                !disk.exists(root.resolve("abort")),
                five ? "5.x" : "4.x",
                segments.size(),
                queues.logEnd() - logMin,
                queues,
                others);
    }
}
