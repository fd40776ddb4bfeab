package org.apogeemq.store.trust;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apogeemq.protocol.record.RecordCheck;
import org.apogeemq.protocol.record.RecordFormat;
import org.apogeemq.protocol.record.VoidRecord;

/**
 * Finds where the log goes on behind damage: at the end the damaged record claims if all its lengths agree, else byte
 * by byte, else in later segments. What is found must be whole, lie where it says, and be {@link Guard#accepts
 * accepted}, because Apache leaves old records behind the end of a log.
 *
 * <p>Behind the last record of a store lies up to a whole segment of zeros: mostly a hole of the file, which is not
 * looked at.
 */
public final class NextValid {
    private static final int CHUNK_BYTES = 1 << 20;

    private final LogBytes log;
    private final Guard guard;

    /** Says which whole records can be part of this log at this place. */
    public interface Guard {
        /** Whether the record at {@code at} of a segment can. */
        boolean accepts(ByteBuffer segment, int at);
    }

    public NextValid(LogBytes log, Guard guard) {
        this.log = log;
        this.guard = guard;
    }

    /**
     * First position behind the damage at {@code at} at which a valid record, or the filler before one, begins; it is
     * far enough away for a void record between, or in a later segment. -1 if there is none.
     */
    public long after(long at) throws IOException {
        long claimed = at + claimedBytes(at);
        if (claimed > at && lengthsAddUp(at) && goesOn(claimed)) {
            return claimed;
        }
        long end = segmentEnd(at);
        long found = scanSkippingHoles(at + VoidRecord.BYTES_LEAST, end);
        while (found < 0 && end < log.end()) {
            long base = end;
            end = base + log.segmentBytes();
            found = isRecord(base) ? base : scanSkippingHoles(base + VoidRecord.BYTES_LEAST, end);
        }
        return found;
    }

    /** What the damaged record says of its length; 0 if that cannot be. */
    private int claimedBytes(long at) throws IOException {
        ByteBuffer segment = log.view(at);
        int i = log.at(at);
        if (segment.capacity() - i < RecordFormat.FIXED_BYTES) {
            return 0;
        }
        int magic = RecordFormat.magic(segment, i);
        int size = RecordFormat.totalSize(segment, i);
        boolean possible = (magic == RecordFormat.MAGIC_V1 || magic == RecordFormat.MAGIC_V2)
                && size >= VoidRecord.BYTES_LEAST
                && size <= segment.capacity() - i;
        return possible ? size : 0;
    }

    /** Else the end it claims may be far behind records that are whole. */
    private boolean lengthsAddUp(long at) throws IOException {
        ByteBuffer segment = log.view(at);
        return RecordFormat.check(segment, log.at(at), segment.capacity(), false) == RecordCheck.VALID;
    }

    /** Whether a record begins here, or the next segment behind a filler that does. */
    private boolean goesOn(long at) throws IOException {
        if (at >= log.end()) {
            return false;
        }
        ByteBuffer segment = log.view(at);
        int i = log.at(at);
        if (segment.capacity() - i < RecordFormat.BLANK_BYTES) {
            return isRecord(segmentEnd(at));
        }
        return RecordTrust.isBlank(segment, i) ? isLastFiller(segment, i, at) : isRecord(at);
    }

    private boolean isLastFiller(ByteBuffer segment, int i, long at) throws IOException {
        return RecordFormat.totalSize(segment, i) == log.segmentBytes() - i && isRecord(segmentEnd(at));
    }

    private boolean isRecord(long at) throws IOException {
        if (at >= log.end()) {
            return false;
        }
        ByteBuffer segment = log.view(at);
        int i = log.at(at);
        boolean possible = segment.capacity() - i >= RecordFormat.FIXED_BYTES
                && RecordFormat.logOffset(segment, i) == at // rules out most at once
                && !RecordTrust.isBlank(segment, i);
        if (possible) {
            log.readAhead(at, RecordFormat.totalSize(segment, i));
        }
        return possible && RecordTrust.flaw(segment, i, at) == null && guard.accepts(segment, i);
    }

    private long scanSkippingHoles(long from, long to) throws IOException {
        long at = from;
        while (at < to) {
            long data = log.nextData(at);
            if (data >= to) {
                return -1;
            }
            // A magic may begin before the data: what is found in front of it is zeros, but for the size.
            long end = Math.min(to, data + CHUNK_BYTES);
            long found = scan(Math.max(at, data - RecordFormat.BLANK_BYTES), end);
            if (found >= 0) {
                return found;
            }
            at = end;
        }
        return -1;
    }

    /** First record or last filler that begins in {@code [from, to)}, which is part of one segment; -1 if none. */
    private long scan(long from, long to) throws IOException {
        long found = -1;
        for (long at = from; at < to && found < 0; at += CHUNK_BYTES) {
            int bytes = (int) Math.min(CHUNK_BYTES, to - at);
            log.readAhead(at, bytes + RecordFormat.FIXED_BYTES);
            found = scanPiece(at, at + bytes);
        }
        return found;
    }

    private long scanPiece(long from, long to) throws IOException {
        ByteBuffer segment = log.view(from);
        long base = from - log.at(from);
        int last = (int) (to - base) - 1;
        int i = log.at(from);
        while (i <= last && i <= segment.capacity() - RecordFormat.BLANK_BYTES) {
            if (i + 12 <= segment.capacity() && segment.getLong(i + 4) == 0) {
                i += 8; // no magic begins in a zero
                continue;
            }
            int magic = segment.getInt(i + 4);
            boolean record = magic == RecordFormat.MAGIC_V1 || magic == RecordFormat.MAGIC_V2;
            if (record && isRecord(base + i)) {
                return base + i;
            }
            if (magic == RecordFormat.BLANK_MAGIC && isLastFiller(segment, i, base + i)) {
                return base + i;
            }
            i++;
        }
        return -1;
    }

    private long segmentEnd(long at) {
        return at - log.at(at) + log.segmentBytes();
    }
}
