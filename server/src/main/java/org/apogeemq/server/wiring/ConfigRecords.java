package org.apogeemq.server.wiring;

import static org.apogeemq.server.settings.BrokerKeys.ACCEPT_FROM;
import static org.apogeemq.server.settings.BrokerKeys.BROKER_TOPIC;
import static org.apogeemq.server.settings.BrokerKeys.CLUSTER;
import static org.apogeemq.server.settings.BrokerKeys.CLUSTER_TOPIC;
import static org.apogeemq.server.settings.BrokerKeys.CREATE_GROUPS;
import static org.apogeemq.server.settings.BrokerKeys.CREATE_SYSTEM_GROUPS;
import static org.apogeemq.server.settings.BrokerKeys.CREATE_TOPICS;
import static org.apogeemq.server.settings.BrokerKeys.LONG_POLLING;
import static org.apogeemq.server.settings.BrokerKeys.NOTIFY_MEMBERS;
import static org.apogeemq.server.settings.BrokerKeys.PERMISSION;
import static org.apogeemq.server.settings.BrokerKeys.PORT;
import static org.apogeemq.server.settings.BrokerKeys.PROPERTY_FILTER;
import static org.apogeemq.server.settings.BrokerKeys.PULL_BYTES;
import static org.apogeemq.server.settings.BrokerKeys.PULL_COUNT;
import static org.apogeemq.server.settings.BrokerKeys.REGION;
import static org.apogeemq.server.settings.BrokerKeys.REGISTER_PERIOD;
import static org.apogeemq.server.settings.BrokerKeys.REJECT_PULL_CONSUMERS;
import static org.apogeemq.server.settings.BrokerKeys.SHORT_POLLING;
import static org.apogeemq.server.settings.BrokerKeys.TOPIC_QUEUES;
import static org.apogeemq.server.settings.BrokerKeys.TRACE_ON;
import static org.apogeemq.server.settings.BrokerKeys.TRACE_TOPIC;
import static org.apogeemq.server.settings.BrokerKeys.TRACE_TOPIC_NAME;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apogeemq.broker.BrokerConfig;
import org.apogeemq.broker.group.GroupSettings;
import org.apogeemq.broker.pull.PullConfig;
import org.apogeemq.broker.role.RegistrationConfig;
import org.apogeemq.broker.send.SendConfig;
import org.apogeemq.broker.timer.TimerSettings;
import org.apogeemq.broker.topic.TopicSettings;
import org.apogeemq.server.settings.BrokerKeys;
import org.apogeemq.server.settings.RetentionKeys;
import org.apogeemq.server.settings.Settings;
import org.apogeemq.server.settings.StoreKeys;
import org.apogeemq.store.StoreConfig;
import org.apogeemq.store.apache.FileLengths;
import org.apogeemq.store.disk.RealDisk;
import org.apogeemq.store.index.KeyIndexing;
import org.apogeemq.store.log.Flushing;
import org.apogeemq.store.retention.Retention;

/** The records in which the rooms want their settings, made of the values of the keys. */
final class ConfigRecords {
    private static final int READ = 4;
    private static final int SCAN_MAX = 800;
    private static final long MASTER = 0;

    private final Settings settings;

    ConfigRecords(Settings settings) {
        this.settings = settings;
    }

    private StoreConfig store(Path data) {
        Path root = settings.set(StoreKeys.ROOT).orElse(data).toAbsolutePath();
        Path commitLog = settings.set(StoreKeys.COMMIT_LOG)
                .orElse(root.resolve("commitlog"))
                .toAbsolutePath();
        StoreConfig defaults = StoreConfig.at(root);
        return defaults.withCommitLog(commitLog)
                .withDelays(settings.get(BrokerKeys.DELAY_LEVELS))
                .with(files(root, commitLog))
                .with(limits(defaults.limits()))
                .with(retention())
                .with(flushing())
                .with(new KeyIndexing(
                        settings.get(StoreKeys.KEY_INDEX),
                        settings.get(StoreKeys.INDEX_SLOTS),
                        settings.get(StoreKeys.INDEX_ENTRIES)));
    }

    /** Lengths of files: as set, else as those have that are there already, else the default. */
    private StoreConfig.Files files(Path root, Path commitLog) {
        try {
            FileLengths present = FileLengths.find(new RealDisk(), root, commitLog);
            return new StoreConfig.Files(
                    settings.set(StoreKeys.SEGMENT_BYTES)
                            .orElse(present.segmentBytes().orElse(settings.get(StoreKeys.SEGMENT_BYTES))),
                    settings.set(StoreKeys.QUEUE_FILE_BYTES)
                            .orElse(present.queueFileBytes().orElse(settings.get(StoreKeys.QUEUE_FILE_BYTES))),
                    settings.set(StoreKeys.BATCH_QUEUE_FILE_BYTES)
                            .orElse(present.batchQueueFileBytes()
                                    .orElse(settings.get(StoreKeys.BATCH_QUEUE_FILE_BYTES))));
        } catch (IOException e) {
            throw new StartFailure("the store in " + root + " cannot be read: " + e.getMessage(), e);
        }
    }

    private Retention retention() {
        var usage = new Retention.Usage(
                settings.get(RetentionKeys.CLEAN_PERCENT),
                settings.get(RetentionKeys.FORCE_PERCENT),
                settings.get(RetentionKeys.REFUSE_PERCENT),
                settings.get(RetentionKeys.FORCED));
        return new Retention(
                Duration.ofHours(settings.get(RetentionKeys.RESERVED_HOURS)),
                settings.get(RetentionKeys.DELETE_HOURS),
                usage,
                settings.get(RetentionKeys.BYTES),
                settings.get(RetentionKeys.BATCH),
                settings.get(RetentionKeys.INTERVAL));
    }

    private StoreConfig.Limits limits(StoreConfig.Limits defaults) {
        long hotBytes = MemorySize.ofMachine() / 100 * settings.get(StoreKeys.HOT_PERCENT);
        return new StoreConfig.Limits(
                Math.min(defaults.hotBytes(), hotBytes),
                defaults.queues().fitting(Runtime.getRuntime().maxMemory()),
                settings.get(StoreKeys.CHECKPOINT_INTERVAL));
    }

    private Flushing flushing() {
        return new Flushing(
                Flushing.Mode.valueOf(settings.get(StoreKeys.FLUSH)),
                new Flushing.Background(
                        settings.get(StoreKeys.FLUSH_INTERVAL),
                        settings.get(StoreKeys.FLUSH_LEAST_PAGES),
                        settings.get(StoreKeys.FLUSH_THOROUGH_INTERVAL)),
                settings.get(StoreKeys.SYNC_TIMEOUT));
    }

    /** @param announced what clients are told, if that is not found for each */
    BrokerConfig broker(Path data, String brokerName, Announced announced, List<String> nameServers) {
        int port = announced.isPerClient() ? settings.get(PORT) : announced.port();
        var registration = new RegistrationConfig(
                settings.get(CLUSTER),
                brokerName,
                MASTER,
                announced.host(),
                port,
                settings.get(PORT) + 1,
                nameServers,
                settings.get(REGISTER_PERIOD),
                settings.get(PERMISSION));
        return new BrokerConfig(store(data), topics(brokerName), groups(), send(), pull(), timers(), registration);
    }

    private TopicSettings topics(String brokerName) {
        return new TopicSettings(
                brokerName,
                settings.get(CLUSTER),
                settings.get(CREATE_TOPICS),
                settings.get(TOPIC_QUEUES),
                settings.get(CLUSTER_TOPIC),
                settings.get(BROKER_TOPIC),
                settings.get(TRACE_TOPIC),
                settings.get(TRACE_TOPIC_NAME));
    }

    private GroupSettings groups() {
        return new GroupSettings(
                settings.get(CREATE_GROUPS),
                settings.get(CREATE_SYSTEM_GROUPS),
                settings.get(NOTIFY_MEMBERS),
                settings.get(REJECT_PULL_CONSUMERS),
                settings.get(BrokerKeys.LOCK_LIFE));
    }

    private SendConfig send() {
        return new SendConfig(
                settings.get(StoreKeys.MESSAGE_BYTES),
                settings.get(REGION),
                settings.get(TRACE_ON),
                settings.get(CLUSTER),
                settings.get(ACCEPT_FROM),
                settings.get(BrokerKeys.STORE_REPLIES));
    }

    private TimerSettings timers() {
        return new TimerSettings(
                settings.get(BrokerKeys.TIMERS), settings.get(BrokerKeys.TIMER_DELAY), settings.get(BrokerKeys.RECALL));
    }

    private PullConfig pull() {
        return new PullConfig(
                settings.get(PULL_COUNT),
                settings.get(PULL_BYTES),
                SCAN_MAX,
                settings.get(LONG_POLLING),
                settings.get(SHORT_POLLING),
                (settings.get(PERMISSION) & READ) != 0,
                settings.get(PROPERTY_FILTER));
    }
}
