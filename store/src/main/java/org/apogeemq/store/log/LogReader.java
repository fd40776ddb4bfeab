package org.apogeemq.store.log;

import java.nio.ByteBuffer;
import org.apogeemq.protocol.record.RecordCheck;
import org.apogeemq.protocol.record.RecordFormat;
import org.apogeemq.store.queue.StoreTimes;

/** Reads the segments up to the confirmed position, and store times also behind it. */
public final class LogReader implements CommitLog, StoreTimes {
    private final Segments segments;
    private final Positions positions;
    private final long hotBytes;
    private final long hotFrom;

    private volatile boolean closed;

    /**
     * @param hotBytes what was written last and is taken for resident
     * @param hotFrom nothing before it is taken for resident: it was written before the store was opened
     */
    public LogReader(Segments segments, Positions positions, long hotBytes, long hotFrom) {
        this.segments = segments;
        this.positions = positions;
        this.hotBytes = hotBytes;
        this.hotFrom = hotFrom;
    }

    @Override
    public long minOffset() {
        return segments.min();
    }

    @Override
    public long maxOffset() {
        return positions.confirmed();
    }

    @Override
    public long appendedOffset() {
        return positions.appended();
    }

    @Override
    public long flushedOffset() {
        return positions.flushed();
    }

    // hot
    @Override
    public boolean copy(long logOffset, int bytes, ByteBuffer target) {
        int at = readableAt(logOffset, bytes, positions.confirmed());
        if (at < 0) {
            return false;
        }
        int position = target.position();
        try {
            target.put(position, segments.view(logOffset), at, bytes);
        } catch (IllegalStateException e) {
            if (closed) {
                return false; // closed while we were at it
            }
            throw e;
        }
        target.position(position + bytes);
        return true;
    }

    @Override
    public ByteBuffer record(long logOffset) {
        int at = readableAt(logOffset, RecordFormat.FIXED_BYTES, positions.confirmed());
        if (at < 0) {
            return null;
        }
        ByteBuffer segment = segments.view(logOffset);
        int limit = (int) Math.min(segment.capacity(), at + positions.confirmed() - logOffset);
        if (RecordFormat.check(segment, at, limit, true) != RecordCheck.VALID
                || RecordFormat.logOffset(segment, at) != logOffset) {
            return null;
        }
        ByteBuffer record = ByteBuffer.allocate(RecordFormat.totalSize(segment, at));
        record.put(0, segment, at, record.capacity());
        return record;
    }

    // hot
    @Override
    public boolean isHot(long logOffset) {
        return logOffset >= hotFrom && logOffset >= positions.appended() - hotBytes;
    }

    @Override
    public boolean isResident(long from, long to) {
        if (closed || from < segments.min() || to > positions.confirmed()) {
            return false;
        }
        for (long at = from; at < to; at += pieceBytes(at, to)) {
            if (!segments.mapped(at).isResident(segments.at(at), pieceBytes(at, to))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void load(long from, long to) {
        long end = Math.min(to, positions.confirmed());
        for (long at = Math.max(from, segments.min()); at < end && !closed; at += pieceBytes(at, end)) {
            segments.mapped(at).load(segments.at(at), pieceBytes(at, end));
        }
    }

    /** How much of {@code [from, to)} lies in the segment of {@code from}. */
    private int pieceBytes(long from, long to) {
        return (int) Math.min(to - from, segments.segmentBytes() - segments.at(from));
    }

    @Override
    public long storeTimestamp(long logOffset) {
        int at = readableAt(logOffset, RecordFormat.FIXED_BYTES, positions.appended());
        return at < 0 ? -1 : RecordFormat.storeTimestamp(segments.view(logOffset), at);
    }

    @Override
    public String place(long logOffset) {
        return segments.place(logOffset);
    }

    @Override
    public boolean isClosed() {
        return closed;
    }

    /** Ends reading: nothing is there from now on. */
    public void close() {
        closed = true;
    }

    /** Where in its segment the range begins; -1 if it is not in one segment of the log before {@code end}. */
    private int readableAt(long logOffset, int bytes, long end) {
        if (closed || bytes < 0 || logOffset < segments.min() || logOffset > end - bytes) {
            return -1;
        }
        int at = segments.at(logOffset);
        return bytes <= segments.segmentBytes() - at ? at : -1;
    }
}
