package org.apogeemq.store;

import java.io.IOException;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.apogeemq.store.compact.CompactedQueue;
import org.apogeemq.store.compact.CompactedTopics;
import org.apogeemq.store.compact.Compactor;
import org.apogeemq.store.log.CommitLog;
import org.apogeemq.store.queue.ConsumeQueue;
import org.apogeemq.store.queue.FileQueue;
import org.apogeemq.store.queue.FileQueues;
import org.apogeemq.time.Clock;

/**
 * Copies the last value of each key out of a part of the log that is about to be deleted. What is done for one queue is
 * durable before the next begins, and is not done again after a crash. Background thread.
 */
final class Compaction {
    /** A key takes up to 64 bytes for a while, an entry of a queue 24 all the time. */
    private static final int ENTRIES_A_KEY = 4;
    /** Who reads from the beginning has so long to get from an old value to the message that takes it away. */
    private static final long TOMBSTONES_KEPT_MILLIS = Duration.ofHours(24).toMillis();

    private final FileQueues queues;
    private final CommitLog log;
    private final CompactedTopics topics;
    private final Clock clock;
    private final BooleanSupplier goesOn;
    private final Compactor compactor;

    /** @param goesOn asked again and again; does other work meanwhile; false ends the work */
    Compaction(FileQueues queues, CommitLog log, CompactedTopics topics, Clock clock, BooleanSupplier goesOn) {
        this.queues = queues;
        this.log = log;
        this.topics = topics;
        this.clock = clock;
        this.goesOn = goesOn;
        int keysMax = Math.max(1, queues.memory().entriesMax() / ENTRIES_A_KEY);
        compactor = new Compactor(queues.compacted().folder(), keysMax);
    }

    /**
     * Sees to it that nothing before {@code logEnd} is needed of the log.
     *
     * @param logEnd a log offset up to which all is confirmed, and in queues
     * @return false if it was ended before, or could not begin: the log has to stay
     * @throws IOException if the disk failed or is full; the same
     */
    boolean keep(long logEnd) throws IOException {
        if (!topics.isKnown()) {
            return false;
        }
        for (String topic : queues.topics()) {
            boolean wanted = topics.contains(topic);
            for (ConsumeQueue queue : queues.ofTopic(topic)) {
                // Once compacted, always: the table of topics may be lost, last values must not be.
                boolean kept = queue instanceof FileQueue file && (wanted || file.compacted() != null);
                if (kept && !keep((FileQueue) queue, logEnd)) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean keep(FileQueue queue, long logEnd) throws IOException {
        CompactedQueue before = queue.compacted() == null ? CompactedQueue.EMPTY : queue.compacted();
        long from = queue.firstAt(before.end());
        long to = queue.firstAt(logEnd);
        if (from >= to || queue.isRemoved()) {
            return true;
        }
        LogPart part = new LogPart(queue, log, from, to);
        long gone = clock.wallMillis() - TOMBSTONES_KEPT_MILLIS;
        var fresh = new Compactor.Fresh(queue.topic(), queue.queueId(), part, part.bytes(), logEnd, to, gone);
        boolean done = compactor.compact(
                before,
                fresh,
                now -> queues.compacted().set(queue, now),
                () -> goesOn.getAsBoolean() && !queue.isRemoved());
        return done || queue.isRemoved();
    }
}
