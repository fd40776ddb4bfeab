package org.apogeemq.store.open;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.apogeemq.protocol.record.RecordCheck;
import org.apogeemq.protocol.record.RecordFormat;
import org.apogeemq.protocol.record.VoidRecord;
import org.apogeemq.store.disk.Disk;
import org.apogeemq.store.log.Segments;
import org.apogeemq.store.open.DamagedRange.Outcome;
import org.apogeemq.store.queue.FileQueues;
import org.apogeemq.store.queue.QueueEntries;
import org.apogeemq.store.queue.StoredQueue;
import org.apogeemq.store.trust.TornRecord;
import org.apogeemq.store.view.Snapshots;
import org.apogeemq.store.view.ViewRecords;
import org.apogeemq.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the end of the log and brings queues and views up to it.
 *
 * <p>Everything before the checkpoint is on disk, so the walk begins there: each record is checked, given to its queue
 * and, if it is a change, to its view, as in the running log. Where one is not whole, the walk goes on at the next
 * valid one behind it, and what lies between is healed; where there is none is the end, and what lies behind is cut
 * off. Changes before the checkpoint that a view's snapshot lacks are found through their queue. If the queues do not
 * fit the log, both are made again from the log's beginning.
 */
public final class Recovery {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    private final Disk disk;
    private final Path root;
    private final Segments segments;
    private final FileQueues queues;
    private final ViewRecords views;
    private final Snapshots snapshots;

    private final Clock clock;
    private final DamageReport report = new DamageReport();
    private final SetAside setAside;

    private Checkpoint checkpoint = Checkpoint.NONE;
    private boolean remainders = true;
    private long timestamp;
    private long healedFrom = Long.MAX_VALUE; // what was healed before the walk begins, from there on

    /** The parts to bring up to date, of the data folder {@code root}. */
    public Recovery(
            Disk disk,
            Path root,
            Segments segments,
            FileQueues queues,
            ViewRecords views,
            Snapshots snapshots,
            Clock clock) {
        this.disk = disk;
        this.root = root;
        this.segments = segments;
        this.queues = queues;
        this.views = views;
        this.snapshots = snapshots;
        this.clock = clock;
        setAside = new SetAside(disk, root, segments, report);
        queues.connect(this::storeTimestamp);
    }

    /**
     * What was found.
     *
     * @param begin where the walk began
     * @param end where the log ends; a segment holds this position
     * @param lastTimestamp store time of the last record, in ms
     * @param damage what was not as it was written
     */
    public record Result(long begin, long end, long lastTimestamp, DamageReport damage) {}

    /** How the store was left the last time. */
    public enum Ending {
        /** It was closed properly: nothing has to be cut off. */
        STOPPED("a clean stop"),
        /** The process ended; what it wrote is in the files. */
        KILLED("a crash"),
        /** The machine was started again, or nobody knows: what was not forced may be missing. */
        POWER_LOST("a crash and a restart of the machine");

        private final String text;

        Ending(String text) {
            this.text = text;
        }

        /** For a log line: what it was after which the store is opened. */
        public String text() {
            return text;
        }
    }

    /** Does it. */
    public Result run(Checkpoint found, Ending ending) throws IOException {
        checkpoint = found;
        remainders = !found.sealed();
        long begin = begin(found);
        boolean lost = found.equals(Checkpoint.LOST);
        FileQueues.Standing table = found.sealed() && !lost ? queues.restore(segments.min(), found.queuesTo()) : null;
        if (table != null) {
            checkpoint = new Checkpoint(table.storeTimestamp(), table.position(), 0, true);
            begin = begin(checkpoint);
        } else if (found.sealed()) {
            begin = segments.min(); // queue files of ours do not hold everything
            sayFromBeginning(lost, begin);
        }
        timestamp = checkpoint.storeTimestamp();
        begin = healMissing(begin);
        if (table == null) {
            queues.load(segments.min(), begin, false);
        }
        long end = replay(begin, begin == segments.min());
        if (end < 0) {
            LOG.warn("the queues do not fit the log; they are made again from its beginning at {}", segments.min());
            begin = segments.min();
            // The queue files are emptied now. Were the process to end before they are full again, the old checkpoint
            // would say that they are.
            new Checkpoint(found.storeTimestamp(), begin, found.indexTimestamp(), true).write(disk, root, false);
            queues.load(segments.min(), begin, false);
            end = replay(begin, true);
        }
        setAside.removeBehind(end);
        if (ending != Ending.STOPPED || !found.sealed() || lost) {
            cut(begin, end);
        }
        setAside.finish();
        force(begin, end);
        segments.ensureBehind(end);
        if (ending == Ending.STOPPED && found.sealed() && !lost && begin == found.queuesTo()) {
            found.write(disk, root, false); // Apache's broker must not go by it any more
        }
        views.logEnds(end);
        report.logSum();
        return new Result(begin, end, timestamp, report);
    }

    private interface Forcing {
        void run() throws IOException;
    }

    /** No fault if the store did not get as far as its first checkpoint. */
    private void sayFromBeginning(boolean lost, long begin) {
        boolean young = !disk.exists(root.resolve("checkpoint"))
                && !disk.exists(root.resolve("apogee").resolve("queues.table"));
        if (young) {
            LOG.info("there is no checkpoint yet; queues are made from the log's beginning at {}", begin);
        } else {
            LOG.warn(
                    "{}; queues are made again from the log's beginning at {}",
                    lost ? "the checkpoint is missing or damaged" : "the table of queues is missing or damaged",
                    begin);
        }
    }

    /** After a kill it was in the page cache only. */
    private void force(long begin, long end) throws IOException {
        force(begin, () -> segments.force(Math.min(begin, healedFrom), Math.min(end + 1, segments.end())));
    }

    /** Any force of the log that fails: the system takes for written what it failed to write, so it is noted. */
    private void force(long begin, Forcing forcing) throws IOException {
        try {
            forcing.run();
        } catch (IOException e) {
            FlushFailure.note(disk, root, Math.min(begin, healedFrom));
            throw e;
        }
    }

    /** Makes zeros of what lies behind the end, and says so if it is anything: the record that was being written. */
    private void cut(long begin, long end) throws IOException {
        if (end == segments.end()) {
            return;
        }
        long torn = TornRecord.lastByte(segments.view(end), segments.at(end));
        if (torn > 0) {
            Path file = segments.path(end);
            String reason = "a record that was not written to its end, or what is left of older ones";
            report.damaged(new DamagedRange(end, end + torn, file, segments.at(end), reason, Outcome.CUT));
        }
        force(begin, () -> segments.cut(end));
    }

    /**
     * Heals what is missing at the end of files that were truncated, where the walk does not come by.
     *
     * @return where the walk begins
     */
    private long healMissing(long begin) throws IOException {
        long walkFrom = begin;
        for (Segments.Missing missing : segments.missing()) {
            long base = missing.from() - segments.at(missing.from());
            if (base >= walkFrom) {
                continue; // the walk comes by
            }
            long to = Math.min(missing.to(), walkFrom);
            healedFrom = Math.min(healedFrom, base);
            long reached = healingWalk(base).run(base, to, (segment, at, logOffset) -> {});
            if (reached < to) { // nothing is left behind it, but its places were given out
                report.damaged(new DamagedRange(
                        reached, to, segments.path(reached), segments.at(reached), "missing", Outcome.COVERED));
                healing().cover(reached, to, 0);
            }
            walkFrom = Math.max(walkFrom, reached);
        }
        return walkFrom;
    }

    private LogWalk healingWalk(long begin) {
        return new LogWalk(segments, healing(), report, new Progress(clock, begin, segments.end()), remainders);
    }

    private Healing healing() {
        return new Healing(segments, setAside);
    }

    /** A position that is the begin of a record, or the end. */
    private long begin(Checkpoint checkpoint) throws UnusableStoreException {
        long to = checkpoint.queuesTo();
        if (checkpoint.sealed() && to > segments.end()) {
            throw new UnusableStoreException(
                    ("log files are missing behind %s: the log was written up to %d, but its files end at %d; put them"
                                    + " back, or delete the file %s to go on without them")
                            .formatted(
                                    segments.path(segments.end() - 1), to, segments.end(), root.resolve("checkpoint")),
                    null);
        }
        if (!checkpoint.sealed()) {
            return ApacheBegin.of(checkpoint, segments);
        }
        return to <= segments.min() ? segments.min() : to;
    }

    /** Returns the end of the log, or -1 if a queue lacks entries before {@code begin}. */
    private long replay(long begin, boolean fromBeginning) throws IOException {
        report.forgetLost();
        snapshots.restore();
        views.filesHold(begin);
        replayChanges(begin);
        QueueReplay replay =
                new QueueReplay(queues, views, report, fromBeginning, logOffset -> writeQueues(begin, logOffset));
        LogWalk walk = healingWalk(begin);
        long end = walk(begin, walk, replay);
        replay.end();
        timestamp = Math.max(timestamp, walk.timestamp());
        return replay.isComplete() ? end : -1;
    }

    /** A long log has more entries than memory can hold. */
    private void writeQueues(long begin, long at) throws IOException {
        if (!queues.isCollectDue()) {
            return;
        }
        FileQueues.Batch batch = queues.collect(at);
        if (batch.removesTopics()) {
            force(begin, at); // the removal must be durable before
        }
        queues.write(batch);
        queues.drop(batch);
    }

    private long walk(long begin, LogWalk walk, QueueReplay replay) throws IOException {
        return walk.run(begin, Long.MAX_VALUE, new LogWalk.Reader() {
            @Override
            public void record(ByteBuffer segment, int at, long logOffset) throws IOException {
                replay.record(segment, at, logOffset);
            }

            @Override
            public void filler(long logOffset, int bytes) {
                replay.filler(logOffset, bytes);
            }

            @Override
            public boolean accepts(ByteBuffer segment, int at) {
                return RecordFormat.storeTimestamp(segment, at) >= timeFloor(segment, at) && replay.isNew(segment, at);
            }

            /** Records of this store before the checkpoint are known to be there; later ones are not older than it. */
            private long timeFloor(ByteBuffer segment, int at) {
                if (!checkpoint.sealed()) {
                    return walk.timestamp();
                }
                boolean behind = RecordFormat.logOffset(segment, at) >= checkpoint.queuesTo();
                return behind ? checkpoint.storeTimestamp() : 0;
            }

            @Override
            public boolean isNext(ByteBuffer segment, int at) {
                return replay.isNext(segment, at);
            }
        });
    }

    private long storeTimestamp(long logOffset) {
        if (logOffset < segments.min() || logOffset > segments.end() - RecordFormat.FIXED_BYTES) {
            return -1;
        }
        ByteBuffer segment = segments.view(logOffset);
        int at = segments.at(logOffset);
        return at + RecordFormat.FIXED_BYTES > segment.capacity() ? -1 : RecordFormat.storeTimestamp(segment, at);
    }

    /** Applies the changes before {@code to} that are not in snapshots. */
    private void replayChanges(long to) {
        StoredQueue changes = queues.get(views.topic(), 0);
        if (changes == null || views.neededFrom() >= to) {
            return;
        }
        QueueEntries entry = new QueueEntries(1);
        for (long i = firstAt(changes, views.neededFrom(), entry); i < changes.maxOffset(); i++) {
            long logOffset = changes.read(i, 1, entry) == 1 ? entry.logOffset(0) : -1;
            if (logOffset >= segments.end()) {
                LOG.error("entry {} of the queue of changes is damaged; the change is left out", i);
            } else if (logOffset >= segments.min()) {
                ByteBuffer segment = segments.view(logOffset);
                int at = segments.at(logOffset);
                if (RecordFormat.check(segment, at, segment.capacity(), true) == RecordCheck.VALID
                        && RecordFormat.logOffset(segment, at) == logOffset
                        && !VoidRecord.isVoid(segment, at)) {
                    views.apply(segment, at);
                } else {
                    LOG.error("the change at {} of the log was damaged and is left out", logOffset);
                }
            }
        }
    }

    private static long firstAt(StoredQueue queue, long logOffset, QueueEntries entry) {
        long low = queue.minOffset();
        long high = queue.maxOffset();
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (queue.read(middle, 1, entry) == 0 || entry.logOffset(0) < logOffset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
