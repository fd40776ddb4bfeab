package org.apogeemq.store.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.function.LongFunction;
import org.apogeemq.protocol.record.RecordCheck;
import org.apogeemq.protocol.record.RecordFormat;
import org.apogeemq.store.queue.FileQueues.StoreTimes;

/** Reads the segments up to the confirmed position, and store times also behind it. */
public final class LogReader implements CommitLog, StoreTimes {
    private final Segments segments;
    private final Positions positions;
    private final long hotBytes;
    private final long hotFrom;

    private final ColdSegments cold = new ColdSegments();

    // Set once while the store is put together, before there are other threads.
    private LongFunction<ByteBuffer> keptRecords = logOffset -> null;

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
        Segment segment = enter(logOffset, bytes, positions.confirmed());
        if (segment == null) {
            return false;
        }
        int position = target.position();
        try {
            target.put(position, segment.view(), (int) (logOffset - segment.base()), bytes);
        } catch (IllegalStateException e) {
            return closedMeanwhile(e);
        } finally {
            segment.exit();
        }
        target.position(position + bytes);
        return true;
    }

    // hot
    @Override
    public boolean look(long logOffset, int bytes, Look reader) {
        Segment segment = enter(logOffset, bytes, positions.confirmed());
        if (segment == null) {
            return false;
        }
        try {
            return reader.see(segment.view(), (int) (logOffset - segment.base()));
        } catch (IllegalStateException e) {
            return closedMeanwhile(e);
        } finally {
            segment.exit();
        }
    }

    @Override
    public boolean read(long logOffset, ByteBuffer target) {
        int bytes = target.remaining();
        Segment segment = find(logOffset, bytes, positions.confirmed());
        if (segment == null) {
            return false;
        }
        try {
            cold.reading(segment);
            return segment.readCold(target, (int) (logOffset - segment.base()));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot read %d bytes at %s: %s".formatted(bytes, place(logOffset), e.getMessage()), e);
        }
    }

    @Override
    public ByteBuffer record(long logOffset) {
        ByteBuffer head = ByteBuffer.allocate(RecordFormat.BLANK_BYTES);
        if (!read(logOffset, head)) {
            return null;
        }
        int magic = RecordFormat.magic(head, 0);
        int size = RecordFormat.totalSize(head, 0);
        boolean credible = (magic == RecordFormat.MAGIC_V1 || magic == RecordFormat.MAGIC_V2)
                && size >= RecordFormat.FIXED_BYTES
                && size <= Math.min(positions.confirmed() - logOffset, segments.segmentBytes());
        ByteBuffer record = ByteBuffer.allocate(credible ? size : 0);
        boolean valid = credible && read(logOffset, record) && isRecord(record.rewind(), logOffset);
        return valid ? record : null;
    }

    @Override
    public ByteBuffer kept(long logOffset) {
        ByteBuffer record = keptRecords.apply(logOffset);
        return record != null && isRecord(record, logOffset) ? record : null;
    }

    private static boolean isRecord(ByteBuffer bytes, long logOffset) {
        return RecordFormat.check(bytes, 0, bytes.limit(), true) == RecordCheck.VALID
                && RecordFormat.totalSize(bytes, 0) == bytes.limit()
                && RecordFormat.logOffset(bytes, 0) == logOffset;
    }

    /** Sets who has records that are no longer in the log: gives one by its log offset, or {@code null}. */
    public void connect(LongFunction<ByteBuffer> records) {
        keptRecords = records;
    }

    // hot
    @Override
    public boolean isHot(long logOffset) {
        return logOffset >= hotFrom && logOffset >= positions.appended() - hotBytes;
    }

    @Override
    public boolean isResident(long from, long to) {
        if (to > positions.confirmed()) {
            return false;
        }
        boolean resident = true;
        int bytes;
        for (long at = from; at < to && resident; at += bytes) {
            bytes = pieceBytes(at, to);
            Segment segment = enter(at, bytes, to);
            try {
                resident = segment != null && segment.mapped().isResident((int) (at - segment.base()), bytes);
            } finally {
                exit(segment);
            }
        }
        return resident;
    }

    /** How much of {@code [from, to)} lies in the segment of {@code from}. */
    private int pieceBytes(long from, long to) {
        return (int) Math.min(to - from, segments.segmentBytes() - segments.at(from));
    }

    @Override
    public long storeTimestamp(long logOffset) {
        Segment segment = enter(logOffset, RecordFormat.FIXED_BYTES, positions.appended());
        try {
            return segment == null
                    ? -1
                    : RecordFormat.storeTimestamp(segment.view(), (int) (logOffset - segment.base()));
        } finally {
            exit(segment);
        }
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

    /** The same as {@link #find}, {@linkplain Segment#enter entered}. */
    // hot
    private Segment enter(long logOffset, int bytes, long end) {
        Segment segment = find(logOffset, bytes, end);
        return segment != null && segment.enter() ? segment : null;
    }

    /** The segment that holds the whole range; {@code null} if none of the log before {@code end} does. */
    // hot
    private Segment find(long logOffset, int bytes, long end) {
        if (closed || bytes < 0 || logOffset > end - bytes) {
            return null;
        }
        Segment segment = segments.find(logOffset);
        return segment != null && bytes <= segment.end() - logOffset ? segment : null;
    }

    private static void exit(Segment segment) {
        if (segment != null) {
            segment.exit();
        }
    }

    /** The store does not wait for its readers when it is closed: nothing is there then. Returns false. */
    private boolean closedMeanwhile(IllegalStateException cause) {
        if (closed) {
            return false;
        }
        throw cause;
    }
}
