package org.apogeemq.store.open;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apogeemq.protocol.record.InnerBatch;
import org.apogeemq.protocol.record.RecordFormat;
import org.apogeemq.protocol.record.SysFlags;
import org.apogeemq.protocol.record.VoidRecord;
import org.apogeemq.store.open.DamageReport.LostMessages;
import org.apogeemq.store.queue.FileQueues;
import org.apogeemq.store.queue.QueueEntries;
import org.apogeemq.store.queue.QueueKind;
import org.apogeemq.store.queue.StoredQueue;
import org.apogeemq.store.view.ViewRecords;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the records of the walk to their queues and views.
 *
 * <p>A queue offset is not covered by a record's CRC, and records may be lost in damage. So a record that is ahead of
 * its queue waits for the next one of the queue, which shows what is true: if that is further on, the messages before
 * the first are missing, unless they are more than the log could have held; then its offset was damaged. A record whose
 * place nobody else claims gets it. Messages that are missing where there was damage are lost: their entries point to a
 * void record, which readers pass over. Messages that are missing without damage mean that the queue's files do not fit
 * the log.
 */
final class QueueReplay {
    private static final Logger LOG = LoggerFactory.getLogger(QueueReplay.class);
    /** Of the entries that memory may hold, one part in so many may be of messages that are missing unexplained. */
    private static final int UNEXPLAINED_SHARE = 4;
    /** Of a queue, so many records may wait. */
    private static final int WAITING_MAX = 32;

    private final FileQueues queues;
    private final ViewRecords views;
    private final DamageReport report;
    private final boolean fromBeginning;
    private final Room room;

    private final Map<StoredQueue, TreeMap<Long, Entry>> ahead = new LinkedHashMap<>(); // by queue offset
    private final List<StoredQueue> incomplete = new ArrayList<>(); // queues that lack entries before the walk
    private Entry lastVoid;
    private long voidTo; // where the last void record ends
    private long losable; // messages that may have been lost in damage so far, at most
    private long unexplained; // so many others may be missing, of all queues; more mean a damaged queue offset
    private long reached; // behind the last record taken

    /** A queue entry to be. */
    private record Entry(
            long queueOffset, int messages, long logOffset, int bytes, long tagsHash, long storeTimestamp) {
        long end() {
            return queueOffset + messages;
        }
    }

    /** Makes room in memory for more queue entries. */
    interface Room {
        /** Writes entries of records before {@code logOffset} to files if it is time to. */
        void make(long logOffset) throws IOException;
    }

    /** @param fromBeginning whether the walk begins where the log does */
    QueueReplay(FileQueues queues, ViewRecords views, DamageReport report, boolean fromBeginning, Room room) {
        this.queues = queues;
        this.views = views;
        this.report = report;
        this.fromBeginning = fromBeginning;
        this.room = room;
        unexplained = queues.memory().entriesMax() / UNEXPLAINED_SHARE;
    }

    /** Takes the record at {@code at} of a segment, which is whole. */
    void record(ByteBuffer segment, int at, long logOffset) throws IOException {
        int size = RecordFormat.totalSize(segment, at);
        boolean isVoid = VoidRecord.isVoid(segment, at);
        if (isVoid) {
            lastVoid = new Entry(-1, 0, logOffset, size, 0, RecordFormat.storeTimestamp(segment, at));
            voidTo = logOffset + size;
            if (!VoidRecord.isMarked(segment, at)) {
                losable += size / VoidRecord.BYTES_LEAST;
                return;
            }
        } else if (!isQueued(segment, at)) {
            losable += RecordFormat.queueOffset(segment, at) == 0 ? 0 : 1; // it should be: one that was queued
            return;
        }
        StoredQueue queue = queue(segment, at);
        Entry entry = new Entry(
                RecordFormat.queueOffset(segment, at),
                InnerBatch.messages(segment, at),
                logOffset,
                size,
                isVoid ? 0 : RecordFormat.tagsCode(segment, at),
                RecordFormat.storeTimestamp(segment, at));
        take(queue, entry);
        reached = logOffset + size;
        room.make(reached);
        if (isVoid) {
            report.lost(new LostMessages(queue.topic(), queue.queueId(), entry.queueOffset, entry.end()));
        } else if (queue.topic().equals(views.topic())) {
            views.apply(segment, at);
        }
    }

    /** Takes a filler: behind a void record it stands for what was damaged. */
    void filler(long logOffset, int bytes) {
        if (lastVoid != null && logOffset == voidTo) {
            losable += bytes / VoidRecord.BYTES_LEAST;
        }
    }

    /** The log is at its end: what waits is taken for what it says, unless that cannot be. */
    void end() throws IOException {
        for (Map.Entry<StoredQueue, TreeMap<Long, Entry>> waiting : ahead.entrySet()) {
            StoredQueue queue = waiting.getKey();
            for (Entry entry :
                    queue.isRemoved() ? List.<Entry>of() : waiting.getValue().values()) {
                end(queue, entry);
            }
        }
        ahead.clear();
    }

    private void end(StoredQueue queue, Entry entry) throws IOException {
        long missing = records(queue, entry.queueOffset - queue.appended());
        boolean likely = missing <= Math.max(losable, unexplained) && isPossible(queue, entry);
        if (missing == 0) {
            append(queue, entry);
        } else if (missing > 0 && (likely || queue.isEmpty()) && entry.logOffset > lastLogOffset(queue)) {
            close(queue, entry);
            append(queue, entry);
        } else if (missing > 0 && entry.logOffset > lastLogOffset(queue)) {
            lose(queue, queue.appended(), queue.appended() + 1, entry);
        } // else its place has been given to another
    }

    /** Whether no queue lacks entries of records before the walk; one that was removed on the way lacks nothing. */
    boolean isComplete() {
        return fromBeginning || incomplete.stream().allMatch(StoredQueue::isRemoved);
    }

    /** Whether a record that was found behind damage can be one that its queue has not had yet. */
    boolean isNew(ByteBuffer segment, int at) {
        if (!isQueued(segment, at)) {
            return true;
        }
        StoredQueue queue = queues.get(topic(segment, at), RecordFormat.queueId(segment, at));
        return queue == null
                || fromBeginning && queue.isEmpty() // its files say where it began, but one may be missing
                || RecordFormat.queueOffset(segment, at) >= queue.appended();
    }

    /** Whether a record is the very next of its queue. */
    boolean isNext(ByteBuffer segment, int at) {
        StoredQueue queue = queues.get(topic(segment, at), RecordFormat.queueId(segment, at));
        long expected = queue == null ? 0 : queue.appended();
        return isQueued(segment, at) && RecordFormat.queueOffset(segment, at) == expected;
    }

    /** The queue of a record; one that holds a batch shows of which kind its topic is. */
    private StoredQueue queue(ByteBuffer segment, int at) {
        String topic = topic(segment, at);
        int queueId = RecordFormat.queueId(segment, at);
        boolean batch = InnerBatch.is(segment, at);
        StoredQueue queue = queues.obtain(topic, queueId, batch ? QueueKind.BATCH : QueueKind.SIMPLE);
        if (!batch || queue.kind() == QueueKind.BATCH) {
            return queue;
        }
        LOG.info("topic {} holds batches; its queues are converted", topic);
        List<StoredQueue> simple = queues.all().stream()
                .filter(other -> other.topic().equals(topic))
                .toList();
        queues.convertToBatch(topic);
        for (StoredQueue before : simple) {
            StoredQueue converted = queues.get(topic, before.queueId());
            TreeMap<Long, Entry> waiting = ahead.remove(before);
            if (waiting != null) {
                ahead.put(converted, waiting);
            }
            if (incomplete.remove(before)) {
                incomplete.add(converted);
            }
        }
        return queues.get(topic, queueId);
    }

    private void take(StoredQueue queue, Entry entry) throws IOException {
        if (fromBeginning && queue.isEmpty() && entry.queueOffset < queue.appended()) {
            queue.startAt(entry.queueOffset); // its files began later: one is missing
        }
        if (entry.queueOffset == queue.appended()) {
            append(queue, entry);
        } else if (entry.queueOffset > queue.appended()) {
            await(queue, entry);
        } else {
            losable++; // its own place may be missing
            LOG.warn(
                    "record at {} of the log repeats message {} of queue {}",
                    entry.logOffset,
                    entry.queueOffset,
                    queue);
        }
        if (!ahead.isEmpty()) {
            follow(queue);
        }
    }

    /** Takes a record that is ahead of its queue, and decides on the one that was the next until now. */
    private void await(StoredQueue queue, Entry entry) throws IOException {
        TreeMap<Long, Entry> waiting = ahead.computeIfAbsent(queue, ignored -> new TreeMap<>());
        Entry next = waiting.isEmpty() ? null : waiting.firstEntry().getValue();
        if (waiting.putIfAbsent(entry.queueOffset, entry) != null) {
            losable++; // its own place may be missing
        } else if (next != null && next.queueOffset == queue.appended()) {
            append(queue, waiting.remove(next.queueOffset)); // nobody else has come for its place
        } else if (next != null && entry.queueOffset == queue.appended() + next.messages) {
            lose(queue, queue.appended(), entry.queueOffset, next); // what waits was the one before
            if (losable > 0) {
                losable--; // or that was lost, and it may still be what it says
            } else {
                waiting.remove(next.queueOffset);
            }
        } else if (next != null && entry.queueOffset > next.queueOffset) {
            waiting.remove(next.queueOffset);
            if (entry.queueOffset == next.end() || isPossible(queue, next)) {
                close(queue, next);
                append(queue, next);
            } else {
                lose(queue, queue.appended(), queue.appended() + next.messages, next);
            }
        }
        if (waiting.size() > WAITING_MAX) {
            waiting.pollLastEntry();
        }
    }

    /** Gives a queue what waits and is no longer ahead; what would be out of order waits on, in case of doubt. */
    private void follow(StoredQueue queue) {
        TreeMap<Long, Entry> waiting = ahead.get(queue);
        boolean more = waiting != null;
        while (more && !waiting.isEmpty() && waiting.firstKey() <= queue.appended()) {
            Entry entry = waiting.firstEntry().getValue();
            boolean next = entry.queueOffset == queue.appended();
            more = !next || entry.logOffset > lastLogOffset(queue);
            if (more) {
                waiting.pollFirstEntry();
            }
            if (more && next) {
                append(queue, entry);
            }
        }
        if (waiting != null && waiting.isEmpty()) {
            ahead.remove(queue);
        }
    }

    /** Whether all messages that {@code entry} says are missing could lie in the log between it and the last one. */
    private static boolean isPossible(StoredQueue queue, Entry entry) {
        long last = lastLogOffset(queue);
        long missing = records(queue, entry.queueOffset - queue.appended());
        return last < 0 || missing <= Math.abs(entry.logOffset - last) / VoidRecord.BYTES_LEAST;
    }

    /** Where the last entry of a queue points to; -1 if there is none. */
    private static long lastLogOffset(StoredQueue queue) {
        QueueEntries last = new QueueEntries(1);
        return !queue.isEmpty() && queue.read(queue.appended() - 1, 1, last) == 1 ? last.logOffset(0) : -1;
    }

    /** As many records at least have held so many messages of a queue. */
    private static long records(StoredQueue queue, long messages) {
        return Math.ceilDiv(messages, queue.kind().messagesMax());
    }

    /** Brings a queue up to {@code entry}, which is ahead of it. */
    private void close(StoredQueue queue, Entry entry) throws IOException {
        long from = queue.appended();
        long count = entry.queueOffset - from;
        boolean known = from > 0; // by files, or by records of this walk
        long records = records(queue, count);
        if (known && records <= losable) {
            losable -= records;
            lose(queue, from, entry.queueOffset, lastVoid != null ? lastVoid : entry);
        } else if (fromBeginning && !queue.isEmpty() && records <= unexplained) {
            unexplained -= records;
            lose(queue, from, entry.queueOffset, lastVoid != null ? lastVoid : entry);
        } else {
            if (!fromBeginning) {
                incomplete.add(queue);
            } else if (!queue.isEmpty()) {
                LOG.error("queue {} has no messages {}..{}; it begins behind them", queue, from, entry.queueOffset - 1);
            }
            queue.startAt(entry.queueOffset);
        }
    }

    private void lose(StoredQueue queue, long from, long to, Entry target) throws IOException {
        long next = from;
        while (next < to) {
            int messages = (int) Math.min(to - next, queue.kind().messagesMax());
            queue.append(next, messages, target.logOffset, target.bytes, 0, target.storeTimestamp);
            next += messages;
            queue.publish(next, 0);
            room.make(Math.max(reached, target.logOffset + target.bytes));
        }
        report.lost(new LostMessages(queue.topic(), queue.queueId(), from, to));
        if (queue.topic().equals(views.topic())) {
            LOG.error("{} changes of topics, groups or offsets are lost in damage of the log", to - from);
        }
    }

    private static void append(StoredQueue queue, Entry entry) {
        long tagsCode = queue.tagsCode(entry.tagsHash, entry.storeTimestamp);
        queue.append(entry.queueOffset, entry.messages, entry.logOffset, entry.bytes, tagsCode, entry.storeTimestamp);
        queue.publish(entry.end(), tagsCode);
    }

    private static boolean isQueued(ByteBuffer segment, int at) {
        int transaction = SysFlags.transaction(RecordFormat.sysFlag(segment, at));
        return transaction != SysFlags.TRANSACTION_PREPARED && transaction != SysFlags.TRANSACTION_ROLLBACK;
    }

    private static String topic(ByteBuffer segment, int at) {
        byte[] topic = new byte[RecordFormat.topicLength(segment, at)];
        segment.get(RecordFormat.topicAt(segment, at), topic);
        return new String(topic, UTF_8);
    }
}
