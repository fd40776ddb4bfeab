package org.apogeemq.broker.timer;

import java.nio.ByteBuffer;
import org.apogeemq.store.log.CommitLog;

/** Reads records of waiting messages from the log, one at a time into a buffer of its own. One thread. */
final class RecordReader {
    private static final int USUAL_BYTES = 16 << 10;

    private final CommitLog log;
    private final ByteBuffer usual = ByteBuffer.allocateDirect(USUAL_BYTES);

    RecordReader(CommitLog log) {
        this.log = log;
    }

    /**
     * The record at {@code logOffset}, from index 0 on, until the next is read; {@code null} if there is none any more
     * or it is damaged.
     *
     * @throws java.io.UncheckedIOException if the disk does not return it
     */
    // hot
    ByteBuffer read(long logOffset, int bytes) {
        ByteBuffer buffer = bytes <= USUAL_BYTES ? usual.clear().limit(bytes) : ByteBuffer.allocate(bytes);
        boolean hot = log.isHot(logOffset);
        boolean read = hot ? log.copy(logOffset, bytes, buffer) : log.read(logOffset, buffer);
        boolean there = read && TimerRecord.isThere(buffer.clear().limit(bytes), 0, bytes, logOffset, !hot);
        return there ? buffer : null;
    }
}
