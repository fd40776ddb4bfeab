package org.apogeemq.store.open;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apogeemq.protocol.record.RecordCheck;
import org.apogeemq.protocol.record.RecordFormat;
import org.apogeemq.protocol.record.SysFlags;
import org.apogeemq.store.disk.Disk;
import org.apogeemq.store.log.Segments;
import org.apogeemq.store.queue.FileQueue;
import org.apogeemq.store.queue.FileQueues;
import org.apogeemq.store.queue.QueueEntries;
import org.apogeemq.store.view.Snapshots;
import org.apogeemq.store.view.ViewRecords;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the end of the log and brings queues and views up to it.
 *
 * <p>Everything before the checkpoint is on disk, so the walk begins there: each record is checked, given to its queue
 * and, if it is a change, to its view, as in the running log. The first that is not whole is the end; what lies behind
 * is cut off. Changes before the checkpoint that a view's snapshot lacks are found through their queue. If the queues
 * do not fit the log, both are made again from the log's beginning.
 */
public final class Recovery {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    private final Disk disk;
    private final Path root;
    private final Segments segments;
    private final FileQueues queues;
    private final ViewRecords views;
    private final Snapshots snapshots;

    private long lastTimestamp;
    private boolean fromBeginning;
    private final List<FileQueue> incomplete = new ArrayList<>(); // queues that lack entries before the walk

    /** The parts to bring up to date, of the data folder {@code root}. */
    public Recovery(
            Disk disk, Path root, Segments segments, FileQueues queues, ViewRecords views, Snapshots snapshots) {
        this.disk = disk;
        this.root = root;
        this.segments = segments;
        this.queues = queues;
        this.views = views;
        this.snapshots = snapshots;
    }

    /**
     * What was found.
     *
     * @param begin where the walk began
     * @param end where the log ends; a segment holds this position
     * @param lastTimestamp store time of the last record, in ms
     */
    public record Result(long begin, long end, long lastTimestamp) {}

    /** Does it. {@code stopped}: the store was closed properly, so nothing has to be cut off. */
    public Result run(Checkpoint checkpoint, boolean stopped) throws IOException {
        boolean clean = stopped && checkpoint.sealed(); // Apache leaves bytes of former times behind the log's end
        lastTimestamp = checkpoint.storeTimestamp();
        long begin = begin(checkpoint);
        FileQueues.Standing table = checkpoint.sealed() ? queues.restore(segments.min(), checkpoint.queuesTo()) : null;
        if (table != null) {
            begin = begin(new Checkpoint(table.storeTimestamp(), table.position(), 0, true));
            lastTimestamp = table.storeTimestamp();
        } else if (checkpoint.sealed()) {
            begin = segments.min(); // queue files of ours do not hold everything
        }
        fromBeginning = begin == segments.min();
        if (table == null) {
            queues.load(segments.min(), begin, clean && !checkpoint.sealed());
        }
        long end = replay(begin);
        if (end < 0) {
            LOG.warn("the queues do not fit the log; they are made again from its beginning at {}", segments.min());
            fromBeginning = true;
            begin = segments.min();
            // The queue files are emptied now. Were the process to end before they are full again, the old checkpoint
            // would say that they are.
            new Checkpoint(checkpoint.storeTimestamp(), begin, checkpoint.indexTimestamp(), true).write(disk, root);
            queues.load(segments.min(), begin, false);
            end = replay(begin);
        }
        if (clean) {
            segments.deleteBehind(end);
        } else {
            segments.cut(end);
            segments.force(begin, end); // after a kill it was in the page cache only
        }
        segments.ensureBehind(end);
        views.logEnds(end);
        return new Result(begin, end, lastTimestamp);
    }

    /** A position that is the begin of a record, or the end. */
    private long begin(Checkpoint checkpoint) throws UnusableStoreException {
        long to = checkpoint.queuesTo();
        if (checkpoint.sealed() && to > segments.end()) {
            throw new UnusableStoreException(
                    ("log files are missing: the log was written up to %d, but its files end at %d; put them back, or"
                                    + " delete the file 'checkpoint' to go on without them")
                            .formatted(to, segments.end()),
                    null);
        }
        if (!checkpoint.sealed()) {
            return ApacheBegin.of(checkpoint, segments);
        }
        return to <= segments.min() ? segments.min() : to;
    }

    /** Returns the end of the log, or -1 if a queue lacks entries before {@code begin}. */
    private long replay(long begin) throws IOException {
        snapshots.restore();
        views.filesHold(begin);
        replayChanges(begin);
        incomplete.clear();
        long end = walk(begin);
        // A topic that was removed on the way has lost its files early; nobody misses them.
        boolean complete = fromBeginning || incomplete.stream().allMatch(FileQueue::isRemoved);
        return complete ? end : -1;
    }

    /** A long log has more entries than memory can hold. */
    private void writeQueues(long begin, long at) throws IOException {
        FileQueues.Batch batch = queues.collect(at);
        if (batch.removesTopics()) {
            segments.force(begin, at); // the removal must be durable before
        }
        queues.write(batch);
        queues.drop(batch);
    }

    private long walk(long begin) throws IOException {
        long at = begin;
        while (at < segments.end()) {
            ByteBuffer segment = segments.view(at);
            int i = segments.at(at);
            RecordCheck check = RecordFormat.check(segment, i, segment.capacity(), true);
            int size =
                    check == RecordCheck.VALID || check == RecordCheck.BLANK ? RecordFormat.totalSize(segment, i) : 0;
            if (check == RecordCheck.BLANK && size == segment.capacity() - i) {
                at += size;
            } else if (check == RecordCheck.VALID && isPlaced(segment, i, at) && !TornRecord.isTorn(segment, i)) {
                apply(segment, i, at);
                at += size;
                if (queues.isCollectDue()) {
                    writeQueues(begin, at);
                }
            } else {
                return at;
            }
        }
        return at;
    }

    private static boolean isPlaced(ByteBuffer segment, int i, long at) {
        return RecordFormat.logOffset(segment, i) == at
                && RecordFormat.queueId(segment, i) >= 0
                && RecordFormat.topicLength(segment, i) > 0;
    }

    /** Applies the changes before {@code to} that are not in snapshots. */
    private void replayChanges(long to) {
        FileQueue changes = queues.get(views.topic(), 0);
        if (changes == null || views.neededFrom() >= to) {
            return;
        }
        QueueEntries entry = new QueueEntries(1);
        for (long i = firstAt(changes, views.neededFrom(), entry); i < changes.maxOffset(); i++) {
            if (changes.read(i, 1, entry) == 1 && entry.logOffset(0) >= segments.min()) {
                long logOffset = entry.logOffset(0);
                ByteBuffer segment = segments.view(logOffset);
                int at = segments.at(logOffset);
                if (RecordFormat.check(segment, at, segment.capacity(), true) == RecordCheck.VALID) {
                    views.apply(segment, at);
                } else {
                    LOG.error("the change at {} of the log is damaged and is left out", logOffset);
                }
            }
        }
    }

    private static long firstAt(FileQueue queue, long logOffset, QueueEntries entry) {
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

    /** Gives a record to its queue and view. */
    private void apply(ByteBuffer record, int at, long logOffset) {
        lastTimestamp = Math.max(lastTimestamp, RecordFormat.storeTimestamp(record, at));
        int transaction = SysFlags.transaction(RecordFormat.sysFlag(record, at));
        if (transaction == SysFlags.TRANSACTION_PREPARED || transaction == SysFlags.TRANSACTION_ROLLBACK) {
            return;
        }
        byte[] topic = new byte[RecordFormat.topicLength(record, at)];
        record.get(RecordFormat.topicAt(record, at), topic);
        FileQueue queue = queues.obtain(new String(topic, UTF_8), RecordFormat.queueId(record, at));
        long queueOffset = RecordFormat.queueOffset(record, at);
        if (queueOffset > queue.appended()) {
            incomplete.add(queue);
            queue.startAt(queueOffset);
        } else if (fromBeginning && queueOffset < queue.appended() && queue.isEmpty()) {
            queue.startAt(queueOffset); // its files began later: one is missing
        }
        if (queueOffset == queue.appended()) {
            long tagsHash = RecordFormat.tagsCode(record, at);
            long tagsCode = queue.tagsCode(tagsHash, RecordFormat.storeTimestamp(record, at));
            queue.append(queueOffset, logOffset, RecordFormat.totalSize(record, at), tagsCode);
            queue.publish(queueOffset, tagsCode);
        } else {
            LOG.warn("record at {} of the log repeats message {} of queue {}", logOffset, queueOffset, queue);
        }
        if (queue.topic().equals(views.topic())) {
            views.apply(record, at);
        }
    }
}
