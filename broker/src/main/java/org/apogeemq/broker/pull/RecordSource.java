package org.apogeemq.broker.pull;

import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.apogeemq.store.log.CommitLog;
import org.apogeemq.store.queue.ConsumeQueue;

/** Reads records that may be on disk, or be kept by their queue after the log has lost them. Of one thread. */
final class RecordSource {
    private final CommitLog log;
    private final ConsumeQueue queue;
    // Why the disk did not return what was read last; null if it did.
    private UncheckedIOException failure;

    RecordSource(CommitLog log, ConsumeQueue queue) {
        this.log = log;
        this.queue = queue;
    }

    /** The same as {@link #read}, for a record that may no longer be in the log but kept. */
    boolean readOne(long logOffset, int size, ByteBuffer target, int at) {
        if (read(logOffset, size, target, at)) {
            return true;
        }
        try {
            return size > 0 && queue.hasGaps() && queue.readKept(logOffset, target.slice(at, size));
        } catch (UncheckedIOException e) {
            failure = e;
            return false;
        }
    }

    /** False if the log or the disk does not return {@code size} bytes. */
    boolean read(long logOffset, int size, ByteBuffer target, int at) {
        failure = null;
        try {
            return size > 0 && log.read(logOffset, target.slice(at, size));
        } catch (UncheckedIOException e) {
            failure = e;
            return false;
        }
    }

    /** Why the disk did not return what was asked for last; {@code null} if there is another reason or none. */
    UncheckedIOException failure() {
        return failure;
    }
}
