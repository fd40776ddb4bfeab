package org.apogeemq.store.open;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apogeemq.protocol.record.RecordFormat;
import org.apogeemq.store.log.Segments;
import org.apogeemq.store.open.DamagedRange.Outcome;
import org.apogeemq.store.trust.NextValid;
import org.apogeemq.store.trust.RecordTrust;

/**
 * Walks over the log record by record. Where one is not whole and the log goes on behind it, the damage is healed and
 * the walk goes over what stands there then; where nothing follows is the end.
 */
final class LogWalk {
    private static final int AHEAD_BYTES = 1 << 20;

    private final Segments segments;
    private final Healing healing;
    private final DamageReport report;
    private final Progress progress;
    private final boolean remainders;

    private long timestamp;
    private long readTo; // so far the log is in memory
    private long risenTo; // up to here records may be older than those before them

    /** What the records are read for. */
    interface Reader {
        /** A whole record. */
        void record(ByteBuffer segment, int at, long logOffset) throws IOException;

        /** The filler of {@code bytes} bytes that ends a segment. */
        default void filler(long logOffset, int bytes) {}

        /** Whether a record behind damage can be part of the log and is no remainder of an older one. */
        default boolean accepts(ByteBuffer segment, int at) {
            return true;
        }

        /** Whether a record, of which only the body is damaged, is the next of its queue. */
        default boolean isNext(ByteBuffer segment, int at) {
            return false;
        }
    }

    /** @param remainders whether records of an earlier run may lie behind the end of the log, as Apache leaves them */
    LogWalk(Segments segments, Healing healing, DamageReport report, Progress progress, boolean remainders) {
        this.segments = segments;
        this.healing = healing;
        this.report = report;
        this.progress = progress;
        this.remainders = remainders;
    }

    /** Store time of the last record, in ms; 0 before the first. */
    long timestamp() {
        return timestamp;
    }

    /**
     * Walks from {@code begin}, where a record begins.
     *
     * @param to where to stop at the latest
     * @return the end of the log, or the first begin of a record at or behind {@code to}
     */
    long run(long begin, long to, Reader reader) throws IOException {
        NextValid next = new NextValid(segments, reader::accepts);
        long at = begin;
        readTo = at;
        while (at < to && at < segments.end()) {
            readAhead(at);
            ByteBuffer segment = segments.view(at);
            int i = segments.at(at);
            int rest = segment.capacity() - i;
            String flaw = rest < RecordFormat.BLANK_BYTES ? null : flaw(segment, i, at);
            if (rest < RecordFormat.BLANK_BYTES) {
                at += rest;
            } else if (flaw == null) {
                at = take(segment, i, at, reader);
            } else {
                checkNotMisplaced(segment, i, at);
                long found = next.after(at);
                if (found < 0) {
                    return at;
                }
                heal(at, found, flaw, reader);
            }
            progress.at(at);
        }
        return at;
    }

    /** Sees to it that the record at {@code at} is in memory, and much of what comes behind it. */
    private void readAhead(long at) throws IOException {
        long segmentEnd = at - segments.at(at) + segments.segmentBytes();
        try {
            if (at + RecordFormat.FIXED_BYTES > readTo && readTo < segmentEnd || at >= readTo) {
                segments.readAhead(at, AHEAD_BYTES);
                readTo = Math.min(at + AHEAD_BYTES, segmentEnd);
            }
            int size = segmentEnd - at < Integer.BYTES ? 0 : segments.view(at).getInt(segments.at(at));
            if (at + size > readTo && at + size <= segmentEnd) {
                segments.readAhead(at, size);
                readTo = at + size;
            }
        } catch (IOException e) {
            throw new UnusableStoreException(
                    e.getMessage()
                            + "; nothing was changed there: copy the data folder to a disk that works, with zeros"
                            + " for what cannot be read (as ddrescue does), and only the records there are lost",
                    e);
        }
    }

    private String flaw(ByteBuffer segment, int i, long at) {
        String flaw = RecordTrust.flaw(segment, i, at);
        boolean older = flaw == null
                && remainders
                && at >= risenTo
                && !RecordTrust.isBlank(segment, i)
                && RecordFormat.storeTimestamp(segment, i) < timestamp;
        return older && !risesAgain(at) ? "a record that is older than those before it" : flaw;
    }

    /**
     * Whether the records from {@code at} on reach the time of those before. If not, they were left by an earlier run
     * behind the end of the log; a clock that was set back goes on.
     */
    private boolean risesAgain(long from) {
        long at = from;
        while (at < segments.end()) {
            ByteBuffer segment = segments.view(at);
            int i = segments.at(at);
            if (segment.capacity() - i < RecordFormat.BLANK_BYTES) {
                at += segment.capacity() - i;
            } else if (RecordTrust.flaw(segment, i, at) != null) {
                return false;
            } else if (!RecordTrust.isBlank(segment, i) && RecordFormat.storeTimestamp(segment, i) >= timestamp) {
                risenTo = at;
                return true;
            } else {
                at += RecordFormat.totalSize(segment, i);
            }
        }
        return false;
    }

    private long take(ByteBuffer segment, int i, long at, Reader reader) throws IOException {
        int size = RecordFormat.totalSize(segment, i);
        if (RecordTrust.isBlank(segment, i)) {
            reader.filler(at, size);
        } else {
            timestamp = Math.max(timestamp, RecordFormat.storeTimestamp(segment, i));
            reader.record(segment, i, at);
        }
        return at + size;
    }

    private void heal(long at, long found, String flaw, Reader reader) throws IOException {
        ByteBuffer segment = segments.view(at);
        int i = segments.at(at);
        boolean marked = RecordTrust.isFrameCredible(segment, i, at)
                && at + RecordFormat.totalSize(segment, i) == found
                && reader.isNext(segment, i);
        report.damaged(
                new DamagedRange(at, found, segments.path(at), i, flaw, marked ? Outcome.MARKED : Outcome.COVERED));
        if (marked) {
            healing.mark(at);
        } else {
            healing.cover(at, found, timestamp);
        }
    }

    /** A file that was given another's name is whole, but not here: nothing of it may be written over. */
    private void checkNotMisplaced(ByteBuffer segment, int i, long at) throws UnusableStoreException {
        if (i != 0) {
            return;
        }
        long claimed = RecordFormat.logOffset(segment, i);
        boolean misplaced = claimed != at
                && claimed >= 0
                && claimed % segments.segmentBytes() == segments.min() % segments.segmentBytes()
                && RecordTrust.flaw(segment, i, claimed) == null
                && !RecordTrust.isBlank(segment, i);
        if (misplaced) {
            throw new UnusableStoreException(
                    ("log file %s holds what belongs into %020d; give the files their right names, or move it away and"
                                    + " create an empty file of its name to go on without what was there")
                            .formatted(segments.path(at), claimed),
                    null);
        }
    }
}
