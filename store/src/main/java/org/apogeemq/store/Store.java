package org.apogeemq.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongPredicate;
import org.apogeemq.store.compact.CompactedTopics;
import org.apogeemq.store.disk.Disk;
import org.apogeemq.store.index.IndexFollower;
import org.apogeemq.store.index.KeptIndex;
import org.apogeemq.store.index.KeyIndex;
import org.apogeemq.store.index.KeyIndexing;
import org.apogeemq.store.index.NoKeyIndex;
import org.apogeemq.store.log.CommitLog;
import org.apogeemq.store.log.Draft;
import org.apogeemq.store.log.Flushing;
import org.apogeemq.store.log.LogReader;
import org.apogeemq.store.log.LogWriter;
import org.apogeemq.store.log.Positions;
import org.apogeemq.store.log.Segments;
import org.apogeemq.store.open.Checkpoint;
import org.apogeemq.store.open.DamageReport;
import org.apogeemq.store.open.FlushFailure;
import org.apogeemq.store.open.Recovery;
import org.apogeemq.store.open.Recovery.Ending;
import org.apogeemq.store.open.StoreFolder;
import org.apogeemq.store.open.UnusableStoreException;
import org.apogeemq.store.queue.ConsumeQueue;
import org.apogeemq.store.queue.ConsumeQueues;
import org.apogeemq.store.queue.FileQueues;
import org.apogeemq.store.retention.Retention;
import org.apogeemq.store.retention.SpaceKeeper;
import org.apogeemq.store.view.Snapshots;
import org.apogeemq.store.view.View;
import org.apogeemq.store.view.ViewRecords;
import org.apogeemq.time.Clock;
import org.apogeemq.time.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of one broker and what is derived from it, in one data folder. Thread-safe.
 *
 * <p>What is acknowledged is in the log, as durable as {@link Flushing.Mode} says, and is there again after a restart;
 * queues and views are brought up to it when the store opens.
 */
public final class Store implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Store.class);

    private final StoreFolder folder;
    private final Segments segments;
    private final FileQueues queues;
    private final ViewRecords views;
    private final LogReader reader;
    private final LogWriter writer;
    private final ConsumeQueue changes;
    private final BackgroundWork background;
    private final KeptIndex index;
    private final SpaceKeeper space;
    private final StoreFront front;
    private final DamageReport damage;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Store(
            StoreConfig config,
            Disk disk,
            Clock clock,
            Scheduler scheduler,
            List<View> users,
            CompactedTopics compacted,
            StoreFolder folder)
            throws IOException {
        this.folder = folder;
        Path root = config.root();
        queues = new FileQueues(
                disk, root, config.files()::queueFileBytes, config.limits().queues(), config.delays());
        RemovedTopics removed = new RemovedTopics(queues);
        views = new ViewRecords(users, List.of(removed));
        Snapshots snapshots = new Snapshots(disk, root.resolve("apogee"), views);
        Checkpoint checkpoint = Checkpoint.read(disk, root, config.commitLog());
        segments = Segments.open(disk, config.commitLog(), config.files().segmentBytes());
        FlushFailure.repair(disk, root, segments, checkpoint.sealed() ? checkpoint.queuesTo() : 0);
        long begun = clock.monotonicNanos();
        Recovery.Result found =
                new Recovery(disk, root, segments, queues, views, snapshots, clock).run(checkpoint, folder.ending());
        damage = found.damage();
        queues.loadCompacted();
        logOpened(found, clock.monotonicNanos() - begun);
        Positions positions = new Positions(found.end());
        reader = new LogReader(segments, positions, config.limits().hotBytes(), found.begin());
        reader.connect(queues.compacted()::record);
        folder.markOpen(ProcessHandle.current().pid());
        writer = new LogWriter(
                segments, positions, found.lastTimestamp(), queues, views, config.flushing(), clock, scheduler);
        writer.onFlushFailure(flushed -> FlushFailure.note(disk, root, flushed));
        changes = queues.obtain(views.topic(), 0);
        index = index(config, disk, positions, checkpoint.indexTimestamp(), clock, scheduler);
        boolean valid = checkpoint.sealed() && checkpoint.queuesTo() == found.begin();
        BackgroundWork.Parts parts = new BackgroundWork.Parts(
                segments,
                positions,
                writer,
                queues,
                snapshots,
                index::notedTimestamp,
                valid ? checkpoint.queuesTo() : -1,
                folder.ending() != Ending.STOPPED);
        background = new BackgroundWork(parts, disk, root, config.limits().snapshotInterval(), clock, scheduler);
        Compaction compaction = new Compaction(queues, reader, compacted, clock, background::breathe);
        front = new StoreFront(parts, reader, index, background, compaction);
        space = keepSpace(config, disk, clock);
        queues.connect(reader, topic -> append(removed, topic.getBytes(UTF_8)), background::wake);
    }

    private void logOpened(Recovery.Result found, long nanos) {
        LOG.info(
                "log {}..{}, read again from {} in {} ms after {}",
                segments.min(),
                found.end(),
                found.begin(),
                nanos / 1_000_000,
                folder.ending().text());
    }

    private KeptIndex index(
            StoreConfig config, Disk disk, Positions positions, long noted, Clock clock, Scheduler scheduler) {
        KeyIndexing shape = config.keyIndexing();
        if (!shape.on()) {
            return new NoKeyIndex();
        }
        var before = new IndexFollower.Before(folder.ending() == Ending.STOPPED, noted);
        return new IndexFollower(disk, config.root(), shape, segments, positions, before, clock, scheduler);
    }

    private SpaceKeeper keepSpace(StoreConfig config, Disk disk, Clock clock) {
        List<Path> folders = List.of(config.commitLog(), config.root());
        SpaceKeeper keeper = new SpaceKeeper(config.retention(), front, disk, folders, clock, ZoneId.systemDefault());
        background.keepSpace(keeper, config.retention().interval());
        return keeper;
    }

    /** The same without topics that keep the last value of each key. */
    public static Store open(StoreConfig config, Disk disk, Clock clock, Scheduler scheduler, List<View> views) {
        return open(config, disk, clock, scheduler, views, CompactedTopics.NONE);
    }

    /**
     * Opens the store in {@code config.root()}, making it if it is new.
     *
     * @param views state kept in the log; brought up to date before this returns
     * @param compacted which topics keep the last value of each key when old messages are deleted
     * @throws StoreException if the folder cannot be used; nothing is damaged
     */
    public static Store open(
            StoreConfig config,
            Disk disk,
            Clock clock,
            Scheduler scheduler,
            List<View> views,
            CompactedTopics compacted) {
        StoreFolder folder = null;
        try {
            folder = StoreFolder.open(disk, config.root(), config.commitLog());
            return new Store(config, disk, clock, scheduler, views, compacted, folder);
        } catch (IOException | UncheckedIOException e) {
            StoreException failure = new StoreException(explain(e, config), e);
            release(folder, failure);
            throw failure;
        } catch (RuntimeException e) {
            release(folder, e);
            throw e;
        }
    }

    /** The log, for reading. */
    public CommitLog log() {
        return reader;
    }

    /** Whether the store was not stopped before it was opened: the process or the machine ended. */
    public boolean isAfterCrash() {
        return folder.ending() != Ending.STOPPED;
    }

    /** What was damaged when the store was opened. */
    public DamageReport damage() {
        return damage;
    }

    /** The queues. */
    public ConsumeQueues queues() {
        return queues;
    }

    /**
     * Says which topics hold batches, before anybody uses their queues: the log alone does not show it while their
     * records hold a message each. Such queues then go into the files in which Apache's broker looks for them.
     */
    public void batchTopics(Collection<String> topics) {
        writer.executeAndWait(() -> topics.forEach(queues::convertToBatch));
    }

    /** Messages by key. */
    public KeyIndex keys() {
        return index;
    }

    /** How full the disk of the log was when it was looked at last, 0 to 1. */
    public double diskUsedRatio() {
        return space.usedRatio();
    }

    /** Keeps the log within other limits from now on; how often they are looked at stays as it is. */
    public void change(Retention retention) {
        space.change(retention);
    }

    /** Has the log forced by another rule; whether somebody waits for that stays as it is. */
    public void change(Flushing flushing) {
        writer.change(flushing);
    }

    /** Has what is older than it has to be kept deleted soon, whatever the hour; goes on for some rounds. */
    public void deleteExpired() {
        space.ask();
        background.wakeForSpace();
    }

    /**
     * Sets who is asked before what lies before a log offset is deleted, whether it may go: by the background thread,
     * again and again while the answer is no. May wait for the disk.
     */
    public void beforeExpiry(LongPredicate asked) {
        front.beforeExpiry(asked);
    }

    /** Has the rule of what is deleted looked at soon: who was asked before has another answer. */
    public void lookForSpace() {
        background.wakeForSpace();
    }

    /** Has files deleted soon that are left of queues whose messages are gone. */
    public void deleteUnusedQueueFiles() {
        background.wakeForSpace();
    }

    /**
     * Hands a draft to the log. It belongs to the store until its completion is called: by this thread before
     * {@code submit} returns if nobody else owns the log, or else by another. Drafts of one thread are stored in the
     * order they were submitted.
     */
    // hot
    public void submit(Draft draft) {
        writer.submit(draft);
    }

    /**
     * Stores a change of one of the views given to {@link #open}, and applies it there when it is confirmed, in log
     * order.
     *
     * @return completes when the change is confirmed, with {@link org.apogeemq.store.log.NotStoredException} if it
     *     could not be stored; on the thread that owns the log then, so what depends on it must be short
     */
    public CompletableFuture<Void> append(View view, byte[] change) {
        return write(views.change(view, change, null, changes));
    }

    /**
     * Stores a change that deletes a topic, and forgets the queues of the topic as {@link ConsumeQueues#remove} does,
     * in one record: after a crash both have taken place or neither.
     *
     * @return as {@link #append}
     */
    public CompletableFuture<Void> removeTopic(String topic, View view, byte[] change) {
        return write(views.change(view, change, topic, changes));
    }

    /**
     * Lays a change of one of the views at the end of {@code draft}, which has room for it. It is stored only behind
     * all that stands before it there, and in the same write where a segment does not end between them.
     */
    public void add(Draft draft, View view, byte[] change) {
        views.add(draft, view, change, changes);
    }

    private CompletableFuture<Void> write(ViewRecords.Change record) {
        writer.submit(record.draft());
        return record.done();
    }

    /**
     * Makes durable all that was appended before. Waits for the disk; not on the thread that owns the log.
     *
     * @throws StoreException if the disk failed
     */
    public void flush() {
        if (!writer.flush()) {
            throw new StoreException("the log cannot be made durable: the disk has failed", null);
        }
    }

    /**
     * Stops the store: drafts are refused from now on, everything is made durable, views are written to snapshots.
     * Waits for the disk; not on the thread that owns the log, so not inside a completion.
     *
     * @throws StoreException if anything could not be written; the next start then recovers as after a crash
     */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        IOException failure = null;
        boolean complete = false;
        try {
            background.close();
            boolean durable = writer.close();
            index.close();
            complete = background.finish();
            if (!durable) {
                throw new IOException("the log could not be made durable");
            }
        } catch (IOException e) {
            failure = e;
        }
        try {
            reader.close();
            queues.close();
            segments.close();
            if (failure == null && complete) {
                folder.markClean();
            }
            folder.close();
        } catch (IOException e) {
            failure = e;
        }
        if (failure != null) {
            throw new StoreException("the store was not stopped cleanly: " + failure.getMessage(), failure);
        }
    }

    private static String explain(Exception cause, StoreConfig config) {
        boolean explained = cause instanceof UnusableStoreException;
        return explained ? cause.getMessage() : "cannot open the store in " + config.root() + ": " + cause;
    }

    private static void release(StoreFolder folder, Exception failure) {
        try {
            if (folder != null) {
                folder.close();
            }
        } catch (IOException closing) {
            failure.addSuppressed(closing);
        }
    }
}
