package org.apogeemq.store.open;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apogeemq.protocol.record.RecordFormat;
import org.apogeemq.protocol.record.VoidRecord;
import org.apogeemq.store.log.Segments;

/**
 * Writes void records over damage, so that the log can be walked over it from now on, by Apache's programs too. Little
 * of what lies there is changed: heads and ends of records; what stood there is noted before.
 */
final class Healing {
    private static final int PIECE_BYTES = 4 << 20; // no longer than a large message, so that every reader takes it

    private final Segments segments;
    private final SetAside setAside;

    Healing(Segments segments, SetAside setAside) {
        this.segments = segments;
        this.setAside = setAside;
    }

    /** Makes void the record at {@code at}, of which only the body is damaged; it keeps its place in its queue. */
    void mark(long at) throws IOException {
        ByteBuffer record = copy(at, RecordFormat.totalSize(segments.view(at), segments.at(at)));
        VoidRecord.mark(record, 0);
        write(at, record, 0, RecordFormat.bodyAt(record, 0));
    }

    /**
     * Covers {@code [from, to)} with void records; {@code to} is the begin of a segment or, in the segment of
     * {@code from} or {@code to}, so far behind what is covered that a record fits.
     *
     * @param storeTimestamp of the record before, in ms
     */
    void cover(long from, long to, long storeTimestamp) throws IOException {
        long at = from;
        while (at < to) {
            long segmentEnd = at - segments.at(at) + segments.segmentBytes();
            if (to < segmentEnd) {
                coverPieces(at, to, storeTimestamp);
            } else {
                coverEnd(at, segmentEnd, storeTimestamp);
            }
            at = Math.min(to, segmentEnd);
        }
    }

    private void coverPieces(long from, long to, long storeTimestamp) throws IOException {
        long at = from;
        while (at < to) {
            long piece = Math.min(PIECE_BYTES, to - at);
            long rest = to - at - piece;
            if (rest > 0 && rest < VoidRecord.BYTES_LEAST) {
                piece -= VoidRecord.BYTES_LEAST;
            }
            coverPiece(at, (int) piece, storeTimestamp);
            at += piece;
        }
    }

    /** To the end of a segment: one small record, so that lost messages have something to point to, and a filler. */
    private void coverEnd(long at, long segmentEnd, long storeTimestamp) throws IOException {
        int rest = (int) (segmentEnd - at);
        int piece = Math.min(RecordFormat.FIXED_BYTES + VoidRecord.TOPIC.length(), rest - RecordFormat.BLANK_BYTES);
        if (piece >= VoidRecord.BYTES_LEAST) {
            coverPiece(at, piece, storeTimestamp);
            rest -= piece;
        }
        if (rest >= RecordFormat.BLANK_BYTES) {
            ByteBuffer filler = ByteBuffer.allocate(RecordFormat.BLANK_BYTES);
            RecordFormat.putBlank(filler, 0, rest);
            write(segmentEnd - rest, filler, 0, filler.capacity());
        }
    }

    private void coverPiece(long at, int bytes, long storeTimestamp) throws IOException {
        ByteBuffer piece = copy(at, bytes);
        VoidRecord.cover(piece, 0, bytes, at, storeTimestamp);
        int bodyAt = RecordFormat.bodyAt(piece, 0);
        int bodyEnd = bodyAt + RecordFormat.bodyLength(piece, 0);
        write(at, piece, bodyEnd, bytes); // first: the head is what makes a record of it
        write(at, piece, 0, bodyAt);
    }

    /** Writes {@code [from, to)} of {@code bytes}, which begin at {@code at} of the log. */
    private void write(long at, ByteBuffer bytes, int from, int to) throws IOException {
        setAside.overwrites(at + from, copy(at + from, to - from).array());
        segments.overwrite(at + from, bytes.slice(from, to - from));
    }

    private ByteBuffer copy(long at, int bytes) {
        ByteBuffer copy = ByteBuffer.allocate(bytes);
        copy.put(0, segments.view(at), segments.at(at), bytes);
        return copy;
    }
}
