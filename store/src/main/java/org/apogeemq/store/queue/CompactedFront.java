package org.apogeemq.store.queue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.apogeemq.store.compact.CompactedQueue;

/** What is kept of a queue before the begin of the log. Replaced by the background thread, read by anyone. */
final class CompactedFront {
    private final FileQueue queue;
    private volatile CompactedQueue kept;

    CompactedFront(FileQueue queue, CompactedQueue kept) {
        this.queue = queue;
        this.kept = kept;
    }

    CompactedQueue kept() {
        return kept;
    }

    void kept(CompactedQueue now) {
        kept = now;
    }

    /** Queue offset of the first record; {@code Long.MAX_VALUE} if there is none. */
    long firstOffset() {
        return kept.firstOffset();
    }

    /** Reads entries with queue offsets in {@code [from, below)}, {@code count} at most. */
    void read(long from, long below, int count, QueueEntries target) {
        ask(now -> {
            target.clearApart();
            return now.read(from, below, count, target::addApart);
        });
    }

    /** Reads the record that was at {@code logOffset}; false if there is none of that length. */
    boolean record(long logOffset, ByteBuffer target) {
        int position = target.position();
        return ask(now -> now.record(logOffset, target.position(position)) ? 1 : 0) == 1;
    }

    /** Length of the record that was at {@code logOffset}; 0 if there is none. */
    int recordBytes(long logOffset) {
        return (int) ask(now -> now.recordBytes(logOffset));
    }

    /** Queue offset of the first record stored at {@code millis} or later; {@code Long.MAX_VALUE} if there is none. */
    long firstStoredAt(long millis) {
        return ask(now -> now.firstStoredAt(millis));
    }

    /** Queue offset of the last record before {@code queueOffset}; -1 if there is none. */
    long lastBefore(long queueOffset) {
        return ask(now -> now.lastBefore(queueOffset));
    }

    private interface Question {
        long ask(CompactedQueue kept) throws IOException;
    }

    /** Files may be replaced while somebody reads: then those are asked that replace them. 0: the queue is gone. */
    private long ask(Question question) {
        while (true) {
            CompactedQueue asked = kept;
            try {
                return question.ask(asked);
            } catch (IOException e) {
                if (queue.isRemoved()) {
                    return 0;
                }
                if (asked == kept) {
                    throw new UncheckedIOException(
                            "cannot read what is kept of queue " + queue + ": " + e.getMessage(), e);
                }
            }
        }
    }
}
