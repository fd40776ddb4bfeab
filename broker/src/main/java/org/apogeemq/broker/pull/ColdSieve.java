package org.apogeemq.broker.pull;

import java.nio.ByteBuffer;
import org.apogeemq.filter.Filter;
import org.apogeemq.protocol.record.RecordFormat;
import org.apogeemq.store.log.CommitLog;
import org.apogeemq.store.queue.QueueEntries;

/**
 * Reads records to look at them: several at once if they lie close together. One that cannot be read passes, since
 * whoever fetches it knows what to do. Of one pull, on a thread that may wait for the disk.
 */
final class ColdSieve extends Sieve {
    private static final int WINDOW_BYTES = 128 << 10;

    /** To read over so much that is not wanted costs less than to read once more. */
    private static final int GAP_MAX = 8 << 10;

    /** Reading a byte costs so much less than looking through one. */
    private static final int WORK_SHIFT_OF_READING = 2;

    private final CommitLog log;

    // What was read last: the bytes of the log from windowFrom on.
    private ByteBuffer window = ByteBuffer.allocate(0);
    private long windowFrom;
    private int windowBytes;

    ColdSieve(CommitLog log) {
        this.log = log;
    }

    @Override
    Verdict sift(Filter filter, PullCall call, QueueEntries entries, int i, int size) {
        long logOffset = entries.logOffset(i);
        if (size == 0 || !(holds(logOffset, size) || read(call, entries, i, size))) {
            return Verdict.PASSES;
        }
        int at = (int) (logOffset - windowFrom);
        if (!Records.isReadable(window, at, size, logOffset, entries.queueOffset(i))) {
            return Verdict.PASSES;
        }
        int properties = RecordFormat.propertiesLength(window, at);
        spend(filter, properties);
        return filter.passes(window, RecordFormat.propertiesAt(window, at), properties)
                ? Verdict.PASSES
                : Verdict.FAILS;
    }

    private boolean holds(long logOffset, int size) {
        return logOffset >= windowFrom && logOffset + size <= windowFrom + windowBytes;
    }

    /** Reads the record of entry {@code i}, and those behind it if that is no more than a window. */
    private boolean read(PullCall call, QueueEntries entries, int i, int size) {
        RecordSource source = new RecordSource(log, call.queue);
        long from = entries.logOffset(i);
        int bytes = (int) (runEnd(entries, i, from + size) - from);
        if (window.capacity() < bytes) {
            window = ByteBuffer.allocate(Math.max(bytes, WINDOW_BYTES));
        }
        windowFrom = from;
        windowBytes = 0;
        if (bytes > size && source.read(from, bytes, window, 0)) {
            windowBytes = bytes;
        } else if (source.readOne(from, size, window, 0)) {
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
