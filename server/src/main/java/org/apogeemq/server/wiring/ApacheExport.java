package org.apogeemq.server.wiring;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apogeemq.broker.BrokerConfig;
import org.apogeemq.broker.StoredState;
import org.apogeemq.server.settings.BrokerKeys;
import org.apogeemq.server.settings.StoreKeys;
import org.apogeemq.store.StoreException;
import org.apogeemq.store.disk.RealDisk;
import org.apogeemq.time.SystemTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens a store as a broker would and stops it cleanly, so that Apache's broker can go on with it. */
public final class ApacheExport {
    private static final Logger LOG = LoggerFactory.getLogger(ApacheExport.class);

    private ApacheExport() {}

    /**
     * Does it, and returns lines that say what is there and how Apache's broker is to be set up.
     *
     * @throws StartFailure if there is no store, it is in use, or something could not be written
     */
    public static List<String> of(Plan plan) {
        String name = plan.settings().set(BrokerKeys.NAME).orElseGet(HostName::find);
        BrokerConfig config = new ConfigRecords(plan.settings()).broker(plan.data(), name, plan.announced(), List.of());
        Path log = config.store().commitLog();
        if (!Files.isDirectory(log)) {
            throw new StartFailure("there is no store in " + plan.data() + ": it has no folder " + log, null);
        }
        List<String> lines;
        try (var time = new SystemTime(failure -> LOG.error("a timed task failed", failure));
                var state = new StoredState(config, new RealDisk(), time, time, Runnable::run)) {
            lines = lines(config, state);
        } catch (StoreException e) {
            throw new StartFailure(e.getMessage(), e);
        }
        if (Files.exists(config.store().root().resolve("abort"))) {
            throw new StartFailure("there was no time to write the files of all queues; run it again", null);
        }
        return lines;
    }

    private static List<String> lines(BrokerConfig config, StoredState state) {
        long bytes = state.store().log().maxOffset() - state.store().log().minOffset();
        return List.of(
                "%,d bytes of log, %,d topics, %,d groups are ready for Apache RocketMQ. Its broker needs these settings:"
                        .formatted(
                                bytes,
                                state.topics().all().size(),
                                state.groups().all().size()),
                "  storePathRootDir=" + config.store().root(),
                "  storePathCommitLog=" + config.store().commitLog(),
                "  " + StoreKeys.SEGMENT_BYTES.name() + "="
                        + config.store().files().segmentBytes(),
                "  " + StoreKeys.QUEUE_FILE_BYTES.name() + "="
                        + config.store().files().queueFileBytes(),
                "  " + StoreKeys.BATCH_QUEUE_FILE_BYTES.name() + "="
                        + config.store().files().batchQueueFileBytes());
    }
}
