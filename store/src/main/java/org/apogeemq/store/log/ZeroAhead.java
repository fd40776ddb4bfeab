package org.apogeemq.store.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes zeros over the part of the log that is written next, for logs whose senders wait for the disk: a force then
 * finds blocks that the file system has given out already, and need not make the journal durable too (decision 0013).
 *
 * <p>The bytes were zeros before, so nothing that reads the log sees a difference. The thread that forces writes the
 * zeros, a piece at a time and well ahead of the log's owner. Were the owner to catch up with the very piece that is
 * being written, it waits for the end of that one write.
 */
final class ZeroAhead {
    private static final Logger LOG = LoggerFactory.getLogger(ZeroAhead.class);
    private static final int PIECE_BYTES = 1 << 20;
    /** Pieces that are zeros, between the log's end and where nothing is. */
    private static final int PIECES = 8;

    private final Segments segments;
    private final int pieceBytes;
    private final ByteBuffer zeros;

    // Written by the log's owner: behind what it writes or has written.
    private volatile long writing;
    // Written by the forcing thread: from here on it is writing zeros.
    private volatile long claimed = Long.MAX_VALUE;

    // Guarded by this.
    private long zeroedTo;
    private boolean failing;

    ZeroAhead(Segments segments, long appended) {
        this.segments = segments;
        pieceBytes = Math.min(PIECE_BYTES, segments.segmentBytes() / (2 * PIECES));
        zeros = ByteBuffer.allocateDirect(pieceBytes);
        writing = appended;
    }

    /** Told by the log's owner before it writes up to {@code end}. */
    // hot
    void writing(long end) {
        writing = end; // before claimed is read; extend() does it the other way round, so one of the two sees the other
        if (end > claimed) {
            awaitPiece();
        }
    }

    /** Writes the next pieces if too few are left. By the thread that forces. */
    synchronized void extend() {
        for (int i = 0; i < PIECES && isWanted(); i++) {
            try {
                writePiece();
                failing = false;
            } catch (IOException e) { // forces are slower then, and appends say themselves when the disk is full
                if (!failing) {
                    failing = true;
                    LOG.info("the log's file is not zeroed ahead: {}", e.getMessage());
                }
                return;
            } finally {
                claimed = Long.MAX_VALUE;
            }
        }
    }

    private synchronized void awaitPiece() {
        assert claimed == Long.MAX_VALUE;
    }

    private boolean isWanted() {
        return zeroedTo - writing < (long) PIECES * pieceBytes / 2 && next() + pieceBytes <= segments.end();
    }

    /** The next piece: behind the last one, and a whole one away from the log's end. */
    private long next() {
        long end = writing;
        int at = segments.at(end);
        long least = end - at + (at / pieceBytes + 2L) * pieceBytes;
        return Math.max(zeroedTo, least);
    }

    private void writePiece() throws IOException {
        long from = next();
        claimed = from;
        if (writing > from) {
            return; // the owner is there already
        }
        Segment segment = segments.segment(from);
        long bytes = Math.min(pieceBytes, segment.end() - from);
        segment.file().write(zeros.clear().limit((int) bytes), from - segment.base());
        zeroedTo = from + bytes;
    }
}
