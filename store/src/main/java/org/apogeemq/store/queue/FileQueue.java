package org.apogeemq.store.queue;

import java.nio.ByteBuffer;
import org.apogeemq.store.compact.CompactedQueue;

/** A queue with one unit a message: unit and queue offset are the same number. */
public final class FileQueue extends StoredQueue {
    // Set by the background thread before the first offset moves on, read by anyone; null: nothing is kept of what
    // expires.
    private volatile CompactedFront front;

    /** @param timed whether the tags code is when the message is due */
    FileQueue(String topic, int queueId, FileQueues queues, boolean timed) {
        super(topic, queueId, queues.files(QueueKind.SIMPLE), queues, timed);
    }

    @Override
    public QueueKind kind() {
        return QueueKind.SIMPLE;
    }

    @Override
    public long minOffset() {
        long inLog = firstInLog(); // first: what is kept is never behind it
        CompactedFront kept = kept();
        return kept == null ? inLog : Math.min(inLog, kept.firstOffset());
    }

    // hot
    @Override
    public int read(long from, int count, QueueEntries target) {
        long inLog = firstInLog();
        if (from < inLog) {
            return readKept(from, inLog, count, target);
        }
        long end = Math.min(maxOffset(), from + Math.min(count, target.capacity()));
        target.clear(from);
        if (from < end) {
            copy(from, end, target);
        }
        if (from < firstInLog() && kept() != null) { // it expired meanwhile, and its file may be gone
            return readKept(from, firstInLog(), count, target);
        }
        return target.count();
    }

    private int readKept(long from, long inLog, int count, QueueEntries target) {
        target.clear(from);
        CompactedFront kept = kept();
        if (kept != null) {
            kept.read(from, inLog, Math.min(count, target.capacity()), target);
            return target.count() > 0 ? target.count() : read(inLog, count, target);
        }
        return 0;
    }

    private CompactedFront kept() {
        CompactedFront now = front;
        return now == null || isRemoved() ? null : now;
    }

    @Override
    public boolean hasGaps() {
        return kept() != null;
    }

    @Override
    public boolean readKept(long logOffset, ByteBuffer target) {
        CompactedFront kept = kept();
        return kept != null && kept.record(logOffset, target);
    }

    @Override
    public boolean isInMemory(long from) {
        return from >= maxOffset() || isHeld(from) && (front == null || from >= firstInLog());
    }

    @Override
    public long offsetByTime(long timestamp, Boundary boundary) {
        CompactedFront kept = kept();
        long begin = firstInLog();
        long wanted = wanted(timestamp, boundary);
        if (kept == null || super.offsetByTime(wanted, Boundary.LOWER) > begin) {
            return super.offsetByTime(timestamp, boundary);
        }
        long found = Math.min(kept.firstStoredAt(wanted), begin);
        return boundary == Boundary.LOWER ? found : Math.max(kept.lastBefore(found), minOffset());
    }

    @Override
    long firstUnit() {
        return firstInLog();
    }

    @Override
    void beginAtUnit(long unit) {
        firstInLog(unit);
    }

    @Override
    long offsetOf(long unit) {
        return unit;
    }

    @Override
    long offsetBehind(long unit) {
        return unit;
    }

    @Override
    long firstToWrite() {
        return firstInLog();
    }

    @Override
    long storeTimestamp(QueueEntries entry) {
        return queues().storeTimestamp(entry.logOffset(0));
    }

    @Override
    void clear(QueueEntries target, long unit) {
        target.clear(unit);
    }

    // For the log's owner, and for the opening thread before there is one.

    @Override
    public long appended() {
        return end();
    }

    @Override
    public void startAt(long queueOffset) {
        queues().countWritten(pending());
        beginAt(queueOffset, false);
        range(queueOffset, queueOffset);
    }

    // hot
    @Override
    public void append(
            long queueOffset, int messages, long logOffset, int recordBytes, long tagsCode, long storeTimestamp) {
        assert queueOffset == end() : this + " is at " + end() + ", not " + queueOffset;
        Chunk chunk = room();
        QueueUnit.put(chunk.units(), chunk.at(queueOffset), logOffset, recordBytes, tagsCode);
        advance();
        appendedTo(queueOffset + 1);
    }

    // For the opening thread.

    @Override
    void loaded(long first, long end) {
        beginAt(end, true);
        range(first, end);
    }

    @Override
    void restored(long first, long inFiles, int count, ByteBuffer units, Offsets offsets) {
        beginAt(inFiles, inFiles > first);
        hold(units, count);
        range(first, appended());
    }

    // For the background thread.

    /** What is kept of what expires; {@code null}: nothing is. */
    public CompactedQueue compacted() {
        CompactedFront kept = front;
        return kept == null ? null : kept.kept();
    }

    /** Sets it; never to {@code null}. */
    void compacted(CompactedQueue now) {
        if (front == null) {
            front = new CompactedFront(this, now);
        } else {
            front.kept(now);
        }
    }

    /** Length of the record that was at {@code logOffset} and is kept; 0 if it is not. Any thread. */
    int keptBytes(long logOffset) {
        CompactedFront kept = kept();
        return kept == null ? 0 : kept.recordBytes(logOffset);
    }

    /**
     * First queue offset of a message in the log that lies there at {@code logOffset} or behind it.
     *
     * @throws IllegalStateException if an entry cannot be read
     */
    public long firstAt(long logOffset) {
        QueueEntries entry = new QueueEntries(1);
        long low = firstInLog();
        long high = maxOffset();
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (read(middle, 1, entry) == 0 && !isRemoved()) {
                throw new IllegalStateException("entry " + middle + " of queue " + this + " cannot be read");
            }
            if (entry.count() == 0 || entry.logOffset(0) < logOffset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
