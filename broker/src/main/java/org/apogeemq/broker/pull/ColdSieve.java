package org.apogeemq.broker.pull;

import java.nio.ByteBuffer;
import org.apogeemq.filter.Filter;
import org.apogeemq.protocol.record.RecordFormat;
import org.apogeemq.store.log.CommitLog;
import org.apogeemq.store.queue.ConsumeQueue;
import org.apogeemq.store.queue.QueueEntries;

/**
 * Looks at records where they lie, as long as that is in memory; else reads them, several at once if they lie close
 * together. Of one thread, which may wait for the disk, and of one queue until it begins another pull.
 */
final class ColdSieve extends Sieve implements CommitLog.Look {
    private static final int WINDOW_BYTES = 128 << 10;

    /** To read over so much that is not wanted costs less than to read once more. */
    private static final int GAP_MAX = 8 << 10;

    /** Reading a byte costs so much less than looking through one. */
    private static final int WORK_SHIFT_OF_READING = 2;

    /** A part of the log of which it is asked at once whether it is in memory. */
    private static final int STRETCH_BYTES = 256 << 10;

    private static final int REACH = 8;

    private final CommitLog log;

    // What was read last: the bytes of the log from windowFrom on.
    private ByteBuffer window = ByteBuffer.allocate(0);
    private long windowFrom;
    private int windowBytes;
    // The part of the log that was asked for last.
    private long stretchFrom;
    private long stretchEnd;
    private boolean resident;

    // The record that is being looked at.
    private Filter filter;
    private long queueOffset;
    private long logOffset;
    private int size;
    private Verdict verdict;

    ColdSieve(CommitLog log) {
        this.log = log;
    }

    @Override
    void begin() {
        super.begin();
        windowBytes = 0;
        stretchEnd = 0;
    }

    @Override
    int reach() {
        return REACH;
    }

    @Override
    Verdict sift(Filter wanted, ConsumeQueue queue, QueueEntries entries, int i, int recordBytes) {
        filter = wanted;
        logOffset = entries.logOffset(i);
        queueOffset = entries.queueOffset(i);
        size = recordBytes;
        if (size == 0) {
            return Verdict.UNREADABLE;
        }
        if (isResident() && log.look(logOffset, size, this)) {
            return verdict;
        }
        if (holds() || read(queue, entries, i)) {
            see(window, (int) (logOffset - windowFrom));
            return verdict;
        }
        return Verdict.UNREADABLE;
    }

    @Override
    public boolean see(ByteBuffer bytes, int at) {
        if (!Records.isReadable(bytes, at, size, logOffset, queueOffset)) {
            verdict = Verdict.UNREADABLE;
            return true;
        }
        int properties = RecordFormat.propertiesLength(bytes, at);
        spend(filter, properties);
        verdict =
                filter.passes(bytes, RecordFormat.propertiesAt(bytes, at), properties) ? Verdict.PASSES : Verdict.FAILS;
        return true;
    }

    /** Whether the record is in memory and mapped anyway; asked of a stretch of the log at once. */
    private boolean isResident() {
        if (logOffset < stretchFrom || logOffset + size > stretchEnd) {
            stretchFrom = logOffset;
            stretchEnd = Math.max(logOffset + size, Math.min(logOffset + STRETCH_BYTES, log.maxOffset()));
            resident = log.isHot(logOffset) && log.isResident(stretchFrom, stretchEnd);
        }
        return resident;
    }

    private boolean holds() {
        return logOffset >= windowFrom && logOffset + size <= windowFrom + windowBytes;
    }

    /** Reads the record of entry {@code i}, and those behind it if that is no more than a window. */
    private boolean read(ConsumeQueue queue, QueueEntries entries, int i) {
        RecordSource source = new RecordSource(log, queue);
        int bytes = (int) (runEnd(entries, i, logOffset + size) - logOffset);
        if (window.capacity() < bytes) {
            window = ByteBuffer.allocate(Math.max(bytes, WINDOW_BYTES));
        }
        windowFrom = logOffset;
        windowBytes = 0;
        if (bytes > size && source.read(windowFrom, bytes, window, 0)) {
            windowBytes = bytes;
        } else if (source.readOne(windowFrom, size, window, 0)) {
            windowBytes = size;
        }
        spend(windowBytes >> WORK_SHIFT_OF_READING);
        return windowBytes > 0;
    }

    private static long runEnd(QueueEntries entries, int first, long firstEnd) {
        long from = entries.logOffset(first);
        long end = firstEnd;
        for (int i = first + 1; i < entries.count(); i++) {
            long next = entries.logOffset(i);
            long nextEnd = next + entries.recordBytes(i);
            if (next < end || next > end + GAP_MAX || nextEnd <= next || nextEnd > from + WINDOW_BYTES) {
                break;
            }
            end = nextEnd;
        }
        return end;
    }
}
