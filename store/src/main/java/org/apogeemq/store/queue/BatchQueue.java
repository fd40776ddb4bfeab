package org.apogeemq.store.queue;

import java.nio.ByteBuffer;

/**
 * A queue with one unit a record, which may hold several messages: each unit says which. Queue offsets rise from unit
 * to unit without gaps; units are numbered by their place in the files. An offset is found by binary search.
 */
public final class BatchQueue extends StoredQueue {
    // Written by the background thread, and by the opening one; read by anyone.
    private volatile long firstUnit;

    // Confined to the log's owner.
    private long appended; // the queue offset behind the last unit

    BatchQueue(String topic, int queueId, FileQueues queues) {
        super(topic, queueId, queues.files(QueueKind.BATCH), queues, false);
    }

    @Override
    public QueueKind kind() {
        return QueueKind.BATCH;
    }

    @Override
    public int read(long from, int count, QueueEntries target) {
        long limit = maxOffset();
        target.clearForBatches();
        if (from < minOffset() || from >= limit) {
            return 0;
        }
        long begin = firstUnit;
        long end = end();
        long unit = first(begin, end, target, entry -> entry.queueOffset(0) + entry.messages(0) > from);
        target.clearForBatches();
        copy(unit, Math.min(end, unit + Math.min(count, target.capacity())), target);
        int confirmed = target.count();
        while (confirmed > 0 && target.queueOffset(confirmed - 1) >= limit) {
            confirmed--;
        }
        target.truncate(confirmed);
        return confirmed;
    }

    @Override
    public boolean isInMemory(long from) {
        if (from >= maxOffset()) {
            return true;
        }
        long held = firstHeld();
        QueueEntries entry = new QueueEntries(1);
        return held >= 0 && held < end() && readUnit(held, entry) && from >= entry.queueOffset(0);
    }

    /** Nothing is kept of what expires. */
    @Override
    public boolean hasGaps() {
        return false;
    }

    @Override
    public boolean readKept(long logOffset, ByteBuffer target) {
        return false;
    }

    @Override
    long firstUnit() {
        return firstUnit;
    }

    @Override
    void beginAtUnit(long unit) {
        firstInLog(offsetOf(unit));
        firstUnit = unit;
    }

    @Override
    long offsetOf(long unit) {
        QueueEntries entry = new QueueEntries(1);
        return unit < end() && readUnit(unit, entry) ? entry.queueOffset(0) : maxOffset();
    }

    @Override
    long offsetBehind(long unit) {
        QueueEntries entry = new QueueEntries(1);
        if (unit <= firstUnit || isRemoved()) {
            return minOffset();
        }
        if (!readUnit(unit - 1, entry)) {
            throw new IllegalStateException("unit " + (unit - 1) + " of queue " + this + " is not there");
        }
        return entry.queueOffset(0) + entry.messages(0);
    }

    /** All, also those of records that are gone: the front of a file cannot be filled with anything else. */
    @Override
    long firstToWrite() {
        return 0;
    }

    @Override
    long storeTimestamp(QueueEntries entry) {
        return entry.storeTimestamp(0);
    }

    @Override
    void clear(QueueEntries target, long unit) {
        target.clearForBatches();
    }

    // For the log's owner, and for the opening thread before there is one.

    @Override
    public long appended() {
        return appended;
    }

    @Override
    public void startAt(long queueOffset) {
        queues().countWritten(pending());
        beginEmpty(firstUnit, queueOffset);
    }

    @Override
    public void append(
            long queueOffset, int messages, long logOffset, int recordBytes, long tagsCode, long storeTimestamp) {
        assert queueOffset == appended : this + " is at " + appended + ", not " + queueOffset;
        Chunk chunk = room();
        int at = chunk.at(end());
        QueueUnit.put(chunk.units(), at, logOffset, recordBytes, tagsCode);
        QueueUnit.putSpan(chunk.units(), at, storeTimestamp, queueOffset, messages);
        advance();
        appended = queueOffset + messages;
        appendedTo(appended);
    }

    // For the opening thread.

    @Override
    void loaded(long first, long end) {
        beginAt(end, true);
        firstUnit = first;
        QueueEntries entry = new QueueEntries(1);
        boolean known = end > 0 && readUnit(end - 1, entry);
        appended = known ? entry.queueOffset(0) + entry.messages(0) : 0;
        range(first < end && readUnit(first, entry) ? entry.queueOffset(0) : appended, appended);
    }

    @Override
    void restored(long first, long inFiles, int count, ByteBuffer units, Offsets offsets) {
        if (inFiles > first) {
            beginAt(inFiles, true);
            firstUnit = first;
        } else {
            beginEmpty(first, offsets.end());
        }
        hold(units, count);
        appended = offsets.end();
        QueueEntries entry = new QueueEntries(1);
        boolean known = firstUnit < end() && readUnit(firstUnit, entry); // it may be later than the table says
        range(known ? entry.queueOffset(0) : appended, appended);
    }

    /** Goes on at the front of the file that holds {@code unit}: nothing that counts is in files. */
    private void beginEmpty(long unit, long queueOffset) {
        long front = files().base(unit * files().unitBytes()) / files().unitBytes();
        beginAt(front, false);
        firstUnit = front;
        appended = queueOffset;
        range(queueOffset, queueOffset);
    }
}
