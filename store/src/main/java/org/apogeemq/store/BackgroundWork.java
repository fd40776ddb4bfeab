package org.apogeemq.store;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.apogeemq.store.disk.Disk;
import org.apogeemq.store.log.LogWriter;
import org.apogeemq.store.log.Positions;
import org.apogeemq.store.log.Segments;
import org.apogeemq.store.open.Checkpoint;
import org.apogeemq.store.queue.FileQueues;
import org.apogeemq.store.retention.SpaceKeeper;
import org.apogeemq.store.view.Snapshots;
import org.apogeemq.store.work.Worker;
import org.apogeemq.time.Clock;
import org.apogeemq.time.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is written behind the log's back, on a thread of its own: queues with many new entries every second, snapshots,
 * the table of queues and the checkpoint every few seconds, the next segment ahead of time; old segments are deleted.
 * While nothing is appended it only looks at the disk now and then.
 */
final class BackgroundWork implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BackgroundWork.class);
    private static final Duration PERIOD = Duration.ofSeconds(1);
    private static final long CHECKPOINT_BYTES = 128L << 20;
    /** Of the time, checkpoints take at most one part in so many; with many queues, each takes long. */
    private static final int CHECKPOINT_SHARE = 50;

    /** How long a stop may take to write queue files: only Apache's broker needs them, the table holds the same. */
    private static final long LAST_QUEUES_NANOS = Duration.ofSeconds(8).toNanos();
    /** More are left to the system: forcing takes about half a millisecond a file, and the table holds the same. */
    private static final int LAST_FILES_FORCED = 256;

    private final Disk disk;
    private final Path root;
    private final Segments segments;
    private final Positions positions;
    private final LogWriter writer;
    private final FileQueues queues;
    private final Snapshots snapshots;
    private final LongSupplier indexTimestamp;
    private final boolean tidy;
    private final Clock clock;
    private final long checkpointNanos;
    private final Scheduler.Scheduled ticks;
    private final Scheduler scheduler;
    private final Worker worker;
    private final AtomicBoolean roundWanted = new AtomicBoolean();
    private final AtomicBoolean spaceWanted = new AtomicBoolean();

    // Set once, when the store is put together.
    private volatile SpaceKeeper space;
    private volatile Scheduler.Scheduled spaceTicks;

    // Read by the timer to see whether there is anything to do.
    private volatile long checkpointed;

    // Confined to the thread, after its end to the closing one.
    private long checkpointedNanos;
    private long checkpointTook;
    private long collectedTo;
    private long collectedTimestamp;
    private boolean queuesFailed;
    private boolean failing;
    private boolean spaceFailing;

    /** @param checkpointInterval least time between two checkpoints, each of which forces all queue files written */
    BackgroundWork(Parts parts, Disk disk, Path root, Duration checkpointInterval, Clock clock, Scheduler scheduler) {
        this.disk = disk;
        this.root = root;
        segments = parts.segments;
        positions = parts.positions;
        writer = parts.writer;
        queues = parts.queues;
        snapshots = parts.snapshots;
        indexTimestamp = parts.indexTimestamp;
        tidy = parts.tidy;
        this.clock = clock;
        this.scheduler = scheduler;
        checkpointNanos = checkpointInterval.toNanos();
        checkpointed = parts.checkpointed;
        checkpointedNanos = clock.monotonicNanos();
        worker = new Worker("apogee-store", this::run);
        worker.start();
        ticks = scheduler.every(PERIOD, PERIOD, this::tick);
    }

    /**
     * What the work is about.
     *
     * @param checkpointed the checkpoint on disk
     * @param tidy whether queue files may hold what another run left
     */
    record Parts(
            Segments segments,
            Positions positions,
            LogWriter writer,
            FileQueues queues,
            Snapshots snapshots,
            LongSupplier indexTimestamp,
            long checkpointed,
            boolean tidy) {}

    /** Has {@code keeper} look after space from now on, every so often. */
    void keepSpace(SpaceKeeper keeper, Duration interval) {
        space = keeper;
        spaceTicks = scheduler.every(interval, interval, this::wakeForSpace);
    }

    /** Has space looked after soon. Any thread; cheap. */
    void wakeForSpace() {
        spaceWanted.set(true);
        worker.wake();
    }

    /**
     * Sees to it that nothing derived from records before {@code logOffset} is in memory only. Background thread.
     *
     * @return false if that did not succeed: these records may not be deleted yet
     */
    boolean cover(long logOffset) throws IOException {
        if (!isCovered(logOffset)) {
            writeQueues();
            snapshots.write(logState(), logOffset);
            checkpoint();
        }
        return isCovered(logOffset);
    }

    private boolean isCovered(long logOffset) {
        return checkpointed >= logOffset && snapshots.cover() >= logOffset && positions.confirmed() >= logOffset;
    }

    /**
     * Does other work that has come up meanwhile. For what takes long on the background thread.
     *
     * @return false if the store is being closed
     */
    boolean breathe() {
        if (!worker.isClosed() && roundWanted.getAndSet(false)) {
            round();
        }
        return !worker.isClosed();
    }

    /** Has a round of work done soon. Any thread; cheap. */
    void wake() {
        roundWanted.set(true);
        worker.wake();
    }

    /**
     * Ends the thread and writes everything.
     *
     * @throws IOException if anything could not be written: the next start must not rely on it
     */
    @Override
    public void close() throws IOException {
        ticks.cancel();
        if (spaceTicks != null) {
            spaceTicks.cancel();
        }
        worker.close();
    }

    /**
     * The last round, when nothing is appended any more.
     *
     * @return false if there was no time to bring all queue entries into queue files, as Apache's broker needs them
     */
    boolean finish() throws IOException {
        FileQueues.Batch batch = writeQueues();
        snapshots.write(logState(), 0);
        checkpoint();
        if (queuesFailed) {
            throw new IOException("queue files could not be made durable");
        }
        long begun = clock.monotonicNanos();
        boolean complete = queues.writeAll(batch, tidy, () -> clock.monotonicNanos() - begun < LAST_QUEUES_NANOS);
        if (!complete) {
            LOG.warn("no time to write all queue files: Apache's broker has to make them from the log");
            return false;
        }
        if (queues.unforcedFiles() <= LAST_FILES_FORCED) {
            queues.force();
        }
        if (checkpointed == collectedTo) {
            writeCheckpoint(true);
        }
        return true;
    }

    private void tick() {
        if (positions.appended() != checkpointed) {
            wake();
        }
    }

    private void run() {
        if (spaceWanted.getAndSet(false)) {
            spaceRound();
        }
        if (roundWanted.getAndSet(false)) {
            round();
        }
    }

    /** Apart from the other work: it makes the room for which that may be waiting. */
    private void spaceRound() {
        try {
            space.round();
            spaceFailing = false;
        } catch (IOException | RuntimeException e) {
            if (!spaceFailing) {
                spaceFailing = true;
                LOG.error("deleting old messages failed and is tried again: {}", e.getMessage(), e);
            }
        }
    }

    private void round() {
        try {
            prepareSegment();
            writeQueues();
            // The log's bytes go to the disk anyway: their time is not the checkpoint's.
            if (isCheckpointDue() && writer.flush()) {
                long begun = clock.monotonicNanos();
                snapshots.write(logState(), 0);
                checkpoint();
                checkpointedNanos = clock.monotonicNanos();
                checkpointTook = checkpointedNanos - begun;
            }
            failing = false;
        } catch (IOException | RuntimeException e) {
            if (!failing) {
                failing = true;
                LOG.error(
                        "writing queues, snapshots or the checkpoint failed and is tried again: {}", e.getMessage(), e);
            }
        }
    }

    /** Every few seconds or after many bytes; less often when many queue files make it slow. */
    private boolean isCheckpointDue() {
        long since = clock.monotonicNanos() - checkpointedNanos;
        boolean wanted = since >= checkpointNanos || collectedTo - checkpointed >= CHECKPOINT_BYTES;
        return wanted && since >= checkpointTook * CHECKPOINT_SHARE;
    }

    private void prepareSegment() throws IOException {
        if (segments.end() - positions.appended() < segments.segmentBytes() / 2) {
            segments.prepare();
        }
    }

    /** Writes queues with many entries, up to what is appended at this moment. */
    private FileQueues.Batch writeQueues() throws IOException {
        FileQueues.Batch[] batch = new FileQueues.Batch[1];
        long[] to = new long[2];
        writer.executeAndWait(() -> {
            to[0] = positions.appended();
            to[1] = writer.lastTimestamp();
            batch[0] = queues.collect(to[0]);
        });
        if (batch[0].removesTopics() && !writer.flush()) {
            throw new IOException("removed topics stay in files: their removal is not on disk");
        }
        try {
            queues.write(batch[0]);
        } finally {
            writer.execute(() -> queues.drop(batch[0]));
        }
        collectedTo = to[0];
        collectedTimestamp = to[1];
        return batch[0];
    }

    /** Makes durable what was written of the queues, and notes how far that is. */
    private void checkpoint() throws IOException {
        if (queuesFailed || !writer.flush()) {
            return;
        }
        try {
            queues.force();
        } catch (IOException e) {
            queuesFailed = true; // what is on disk is not known any more: the next start reads from the old checkpoint
            throw e;
        }
        queues.saveTable(new FileQueues.Standing(collectedTo, collectedTimestamp, segments.min()));
        writeCheckpoint(false);
        checkpointed = collectedTo;
    }

    private void writeCheckpoint(boolean forApache) throws IOException {
        new Checkpoint(collectedTimestamp, collectedTo, indexTimestamp.getAsLong(), true).write(disk, root, forApache);
    }

    private Snapshots.LogState logState() {
        return new Snapshots.LogState() {
            @Override
            public long confirmed() {
                return positions.confirmed();
            }

            @Override
            public boolean flush() {
                // A change just being applied may be in a snapshot, but counts as appended only when its draft is done.
                writer.executeAndWait(() -> {});
                return writer.flush();
            }
        };
    }
}
