package org.apogeemq.broker.timer;

import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import org.apogeemq.protocol.record.Names;
import org.apogeemq.store.Store;
import org.apogeemq.store.queue.ConsumeQueue;
import org.apogeemq.store.queue.QueueEntries;
import org.apogeemq.store.timer.TimerEntry;
import org.apogeemq.store.timer.TimerIndex;
import org.apogeemq.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes waiting messages from their queue into the index, in the order of the queue. Those whose turn is over are kept
 * aside: they are to be delivered before anything else. Confined to the turn.
 */
final class Intake {
    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);
    private static final int STEP = 1024;
    /** A timer that missed its turn and is due later than this says that the clock was set back. */
    private static final long CLOCK_STEP_MIN = 5;

    private final Store store;
    private final Clock clock;
    private final RecordReader reader;
    private final QueueEntries entries = new QueueEntries(STEP);
    private final Queue<TimerEntry> missed = new ArrayDeque<>();
    private final TimerEntry timer = new TimerEntry();
    private final Patience patience = new Patience();
    private long next; // queue offset
    private long takenTo; // log offset: what was taken lies before it
    private UncheckedIOException failure;

    Intake(Store store, Clock clock, RecordReader reader) {
        this.store = store;
        this.clock = clock;
        this.reader = reader;
    }

    /** Goes on at another queue offset. */
    void moveTo(long queueOffset) {
        next = queueOffset;
        takenTo = 0;
        missed.clear();
    }

    /** Queue offset of the message to be taken next. */
    long next() {
        return next;
    }

    /** What was taken lies before this log offset. */
    long takenTo() {
        return takenTo;
    }

    /** Those that were taken and whose turn is over, in their order; the caller takes them out. */
    Queue<TimerEntry> missed() {
        return missed;
    }

    /** Why the last step ended early; {@code null} if it did not. */
    UncheckedIOException failure() {
        return failure;
    }

    /** Whether there is anything to take. */
    boolean hasMore() {
        ConsumeQueue queue = store.queues().get(Names.TIMER_TOPIC, 0);
        return queue != null && next < queue.maxOffset();
    }

    /**
     * Takes some. None while there are missed ones. Ends before one that the disk does not return: see {@link
     * #failure}.
     *
     * @return what has been given out from now on: less far if the clock was set back
     */
    Progress step(TimerIndex index, Progress progress) {
        failure = null;
        ConsumeQueue queue = store.queues().get(Names.TIMER_TOPIC, 0);
        if (queue == null || !missed.isEmpty()) {
            return progress;
        }
        next = Math.max(next, queue.minOffset());
        int count = queue.read(next, STEP, entries);
        Progress now = progress;
        for (int i = 0; i < count && !index.isFull(); i++) {
            long logOffset = entries.logOffset(i);
            boolean there = read(logOffset, entries.recordBytes(i));
            if (failure != null) {
                return now;
            }
            if (there && !now.contains(timer)) {
                if (now.isPast(timer)) {
                    if (isClockBack() && now.canGoBack()) {
                        if (!missed.isEmpty()) {
                            return now; // they come first: they lie before what is given out again from here on
                        }
                        now = now.backTo(DueTime.key(clock.wallMillis(), false));
                        index.goBack(now.key());
                    }
                    put(index, now);
                } else {
                    index.add(timer);
                }
            }
            next = entries.queueOffset(i) + 1;
            takenTo = logOffset + 1;
        }
        return now;
    }

    private void put(TimerIndex index, Progress now) {
        if (!now.isPast(timer)) {
            index.add(timer);
        } else if (!DueTime.isRecall(timer.key())) { // too late for a recall
            TimerEntry kept = new TimerEntry();
            kept.set(timer);
            missed.add(kept);
        }
    }

    private boolean isClockBack() {
        return DueTime.ofKey(timer.key()) > clock.wallMillis() + CLOCK_STEP_MIN;
    }

    // hot
    private boolean read(long logOffset, int bytes) {
        ByteBuffer record;
        try {
            record = reader.read(logOffset, bytes);
        } catch (UncheckedIOException e) {
            if (!patience.isOver(logOffset, clock.monotonicNanos())) {
                failure = e;
                return false;
            }
            LOG.error("the timed message at {} of the log is lost: the disk does not return it", logOffset, e);
            return false;
        }
        return record != null && TimerRecord.read(record, 0, timer);
    }
}
