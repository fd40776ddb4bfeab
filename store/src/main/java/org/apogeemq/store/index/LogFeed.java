package org.apogeemq.store.index;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apogeemq.protocol.record.RecordCheck;
import org.apogeemq.protocol.record.RecordFormat;
import org.apogeemq.store.log.Segments;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes keys from the log into the files, record after record. For one thread at a time. */
final class LogFeed {
    private static final Logger LOG = LoggerFactory.getLogger(LogFeed.class);

    private final Segments segments;
    private final IndexFiles files;
    private final RecordKeys keys = new RecordKeys();
    private long position;

    LogFeed(Segments segments, IndexFiles files) {
        this.segments = segments;
        this.files = files;
    }

    /** Keys of the records before this log offset are in the files. */
    long position() {
        return position;
    }

    /** Goes on at another place of the log. */
    void moveTo(long logOffset) {
        position = logOffset;
    }

    /**
     * Adds the keys of the records from the position on, up to {@code end}, where a record ends, but of about
     * {@code bytes} at most. If that fails the position says how far it came.
     */
    void feed(long end, long bytes) throws IOException {
        long at = position;
        long stop = Math.min(end, at + bytes);
        try {
            while (at < stop) {
                at = feedSegment(at, stop);
            }
            files.commit();
            position = at;
        } catch (IOException | RuntimeException e) {
            files.rollBack();
            throw e;
        }
    }

    /** Adds the keys of one segment's records in {@code [at, stop)}; returns where it goes on. */
    private long feedSegment(long at, long stop) throws IOException {
        Segments.Reading reading = segments.read(at);
        if (reading == null) {
            return segments.min(); // the log begins later now
        }
        try (reading) {
            ByteBuffer segment = reading.bytes();
            long end = Math.min(stop, reading.end());
            long next = at;
            while (next < end) {
                int i = segments.at(next);
                if (isRecord(segment, i, next)) {
                    add(segment, i, next);
                    next += RecordFormat.totalSize(segment, i);
                } else {
                    next = behind(segment, i, next);
                }
            }
            return next;
        }
    }

    // hot
    private void add(ByteBuffer segment, int i, long logOffset) throws IOException {
        int count = keys.read(segment, i);
        if (count > 0) {
            if (!files.hasRoom(count)) {
                files.commit();
                position = logOffset; // so that a failure from here on does not add these again
            }
            long storeMillis = RecordFormat.storeTimestamp(segment, i);
            for (int k = 0; k < count; k++) {
                files.add(keys.hash(k), logOffset, storeMillis);
            }
        }
    }

    /** End of the record that begins at {@code logOffset}, a position in the log; -1 if none does. */
    long recordEnd(long logOffset) {
        Segments.Reading reading = segments.read(logOffset);
        if (reading == null) {
            return -1;
        }
        try (reading) {
            ByteBuffer segment = reading.bytes();
            int i = segments.at(logOffset);
            return isRecord(segment, i, logOffset) ? logOffset + RecordFormat.totalSize(segment, i) : -1;
        }
    }

    private static boolean isRecord(ByteBuffer segment, int i, long logOffset) {
        return RecordFormat.check(segment, i, segment.capacity(), false) == RecordCheck.VALID
                && RecordFormat.logOffset(segment, i) == logOffset;
    }

    /** The next record behind what is none: a filler, or damage. */
    private static long behind(ByteBuffer segment, int i, long logOffset) {
        int limit = segment.capacity();
        if (RecordFormat.check(segment, i, limit, false) == RecordCheck.BLANK
                && RecordFormat.totalSize(segment, i) == limit - i) {
            return logOffset + limit - i;
        }
        int at = i + 1;
        while (at < limit && !isRecord(segment, at, logOffset + at - i)) {
            at++;
        }
        LOG.warn("the key index leaves out {} damaged bytes at {} of the log", at - i, logOffset);
        return logOffset + at - i;
    }
}
