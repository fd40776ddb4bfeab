package org.apogeemq.store;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.apogeemq.protocol.record.PropertyNames;
import org.apogeemq.store.compact.CompactedTopics;
import org.apogeemq.store.disk.FaultyDisk;
import org.apogeemq.store.index.KeyIndexing;
import org.apogeemq.store.log.Draft;
import org.apogeemq.store.log.Flushing;
import org.apogeemq.store.log.Outcome;
import org.apogeemq.store.queue.ConsumeQueue;
import org.apogeemq.store.queue.QueueMemory;
import org.apogeemq.store.view.View;
import org.apogeemq.testkit.time.ManualTime;

/** A store with small files on a disk that can crash, in time that stands still. */
public final class TestStore implements AutoCloseable {
    public static final Path ROOT = Path.of("/data");
    /** Without waiting for a few pages. */
    private static final Flushing FLUSHED_AT_ONCE =
            Flushing.DEFAULT.with(new Flushing.Background(Duration.ofMillis(500), 0, Duration.ofSeconds(10)));
    /** Every entry goes to its queue file within a second. */
    private static final QueueMemory WRITTEN_AT_ONCE = new QueueMemory(512, 1, 1 << 20);

    public final FaultyDisk disk;
    public final ManualTime time = new ManualTime();
    public StoreConfig config = with(
            StoreConfig.at(ROOT)
                    .with(new StoreConfig.Files(16 * 1024, 20 * 100, 46 * 50))
                    .with(FLUSHED_AT_ONCE)
                    .with(new KeyIndexing(true, 1100, 150)),
            WRITTEN_AT_ONCE);
    public CompactedTopics compacted = CompactedTopics.NONE;
    public Store store;

    private final List<View> views = new ArrayList<>();

    public TestStore(View... views) {
        this(new FaultyDisk(), views);
    }

    /** A store in a folder of {@code disk}, which may be there already. */
    public TestStore(FaultyDisk disk, View... views) {
        this.disk = disk;
        this.views.addAll(List.of(views));
    }

    public TestStore syncFlush() {
        config = config.with(config.flushing().with(Flushing.Mode.SYNC_FLUSH));
        return this;
    }

    /** Lets queues keep entries in memory. */
    public TestStore with(QueueMemory memory) {
        config = with(config, memory);
        return this;
    }

    /** Starts as a new process: views know nothing. */
    public TestStore open() {
        views.forEach(view -> view.restore(new byte[0]));
        store = Store.open(config, disk.boot(), time, time, views, compacted);
        return this;
    }

    /** Stops and starts properly. */
    public TestStore restart() {
        store.close();
        return open();
    }

    /** Kills the process and starts it again. */
    public TestStore kill() {
        disk.restartProcess();
        end();
        return open();
    }

    /** Cuts the power and starts again. */
    public TestStore crash(Random random) {
        disk.crash(random);
        end();
        return open();
    }

    /** Cuts the power, losing everything that was not forced, and starts again. */
    public TestStore crashLosingAll() {
        disk.crash(new Random(1), 0);
        end();
        return open();
    }

    /** Lets a dead store end its threads. */
    public void end() {
        try {
            store.close();
        } catch (StoreException e) {
            // its disk is gone: that it says so is right
            assert e.getMessage() != null;
        }
    }

    public ConsumeQueue queue(String topic, int queueId) {
        return store.queues().obtain(topic, queueId);
    }

    /** Sends one message; returns its outcome, waiting for the disk if the store does. */
    public Outcome send(String topic, int queueId, String body) {
        return send(topic, queueId, body, null);
    }

    public Outcome send(String topic, int queueId, String body, String tag) {
        return sending(topic, queueId, body, tag).join().outcome(0);
    }

    /** Sends one message with a key; an empty body takes the key away. */
    public Outcome put(String topic, int queueId, String key, String body) {
        CompletableFuture<Draft> done = new CompletableFuture<>();
        Draft draft = new Draft(body.length() * 3 + 1024, 1, done::complete);
        Records.add(draft, queue(topic, queueId), body, Map.of(PropertyNames.KEYS, key));
        store.submit(draft);
        return done.join().outcome(0);
    }

    public CompletableFuture<Draft> sending(String topic, int queueId, String body, String tag) {
        CompletableFuture<Draft> done = new CompletableFuture<>();
        Draft draft = new Draft(body.length() * 3 + 1024, 1, done::complete);
        Records.add(draft, queue(topic, queueId), body, tag, true);
        store.submit(draft);
        return done;
    }

    /** Sends messages as one batch. */
    public Draft sendBatch(String topic, int queueId, List<String> bodies) {
        CompletableFuture<Draft> done = new CompletableFuture<>();
        Draft draft = new Draft(1 << 20, bodies.size(), done::complete);
        for (int i = 0; i < bodies.size(); i++) {
            Records.add(draft, queue(topic, queueId), bodies.get(i), null, i == 0);
        }
        store.submit(draft);
        return done.join();
    }

    public List<String> bodies(String topic, int queueId) {
        return Records.bodies(store, queue(topic, queueId));
    }

    @Override
    public void close() {
        store.close();
    }

    private static StoreConfig with(StoreConfig config, QueueMemory memory) {
        StoreConfig.Limits limits = config.limits();
        return config.with(new StoreConfig.Limits(limits.hotBytes(), memory, limits.snapshotInterval()));
    }
}
