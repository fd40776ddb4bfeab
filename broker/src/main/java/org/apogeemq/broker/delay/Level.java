package org.apogeemq.broker.delay;

import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.apogeemq.protocol.record.Names;
import org.apogeemq.protocol.record.RecordFormat;
import org.apogeemq.store.Store;
import org.apogeemq.store.queue.ConsumeQueue;
import org.apogeemq.store.queue.QueueEntries;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One delay level: its queue in the schedule topic, and how far delivery is there. Confined to the turn of delivery,
 * but for {@link #expect}. Times are of the wall clock, in ms.
 */
final class Level {
    static final long NEVER = Long.MAX_VALUE;
    /** The delay of a level that is no longer set: longer than what any message in it was put off. */
    static final Duration NO_LONGER_SET = Duration.ofDays(1 << 20);

    private static final Logger LOG = LoggerFactory.getLogger(Level.class);
    /** A store time that is further ahead than this says that the clock was set back. */
    private static final long CLOCK_STEP_MAX = 60_000;
    /** How often, and for how long, a message is looked for that was announced and has not come. */
    private static final long MISSING_PERIOD = 50;

    private static final long MISSING_MAX = 60_000;

    private final int number;
    private final long delay;
    private final Store store;
    private final AtomicLong expected = new AtomicLong(); // when the message put last will be due, or a little before
    private final QueueEntries entries;

    private long next; // queue offset of the message to be delivered next
    private long lastDue; // when the last message was due that has been seen
    private Trouble trouble;

    private record Trouble(long queueOffset, long since) {}

    /**
     * @param number 1 or more
     * @param noted queue offset of the message to be delivered next, as it was noted last
     * @param most entries to look at in one step
     */
    Level(int number, Duration delay, long noted, Store store, int most) {
        this.number = number;
        this.delay = delay.toMillis();
        this.store = store;
        entries = new QueueEntries(most);
        next = noted;
    }

    int number() {
        return number;
    }

    /** Says where the next message to be delivered is. */
    void next(long queueOffset) {
        next = queueOffset;
    }

    /** A message is about to be put here; returns when it will be due, or a little before. Any thread. */
    // hot
    long expect(long now) {
        long due = now + delay;
        expected.accumulateAndGet(due, Math::max);
        return due;
    }

    /** Puts what is due into {@code batch}; returns when the next message is due, which may be over. */
    long collect(long now, Batch batch) {
        ConsumeQueue queue = store.queues().get(Names.SCHEDULE_TOPIC, number - 1);
        if (queue == null) {
            return expectedAfter(now);
        }
        skipExpired(queue);
        int count = queue.read(next, entries.capacity(), entries);
        for (int i = 0; i < count; i++) {
            long due = due(i, now);
            if (due > now) {
                return due;
            }
            long offset = next + i;
            try {
                if (!batch.add(this, offset, entries.logOffset(i))) {
                    return now;
                }
            } catch (UncheckedIOException e) {
                if (!isLost(offset, now, e)) {
                    return now + Delivery.RETRY.toMillis();
                }
                batch.passOver(this, offset);
            }
            lastDue = entries.tagsCode(i);
        }
        return next + count < queue.maxOffset() ? now : expectedAfter(now);
    }

    private void skipExpired(ConsumeQueue queue) {
        long first = queue.minOffset();
        if (next < first) {
            LOG.warn(
                    "{} messages of the delay level {} are not delivered: they expired (fileReservedTime) while they"
                            + " waited",
                    first - next,
                    number);
            next = first;
        }
    }

    /**
     * When an entry is due. It says so itself; later than the level's delay allows if the clock was set back since, or
     * the level was longer then: then its record tells.
     */
    private long due(int entry, long now) {
        long due = entries.tagsCode(entry);
        if (due <= now + delay) {
            return due;
        }
        ByteBuffer record = store.log().record(entries.logOffset(entry));
        long stored = record == null ? now : RecordFormat.storeTimestamp(record, 0);
        if (stored <= now) {
            return stored + delay;
        }
        return stored - now > CLOCK_STEP_MAX ? now : due;
    }

    /** What is being put at this moment, or waits for the disk, is not in the queue yet, but announced. */
    private long expectedAfter(long now) {
        long due = expected.get();
        if (due > now) {
            return due;
        }
        boolean isMissing = due > lastDue && now - due < MISSING_MAX; // later: it was refused
        return isMissing ? now + MISSING_PERIOD : NEVER;
    }

    /** Whether a message that the disk does not return is given up: after half a minute, as for consumers. */
    private boolean isLost(long offset, long now, UncheckedIOException cause) {
        if (trouble == null || trouble.queueOffset != offset) {
            trouble = new Trouble(offset, now);
            LOG.warn("the disk does not return message {} of the delay level {}; trying again", offset, number, cause);
        }
        boolean lost = now - trouble.since >= Delivery.UNREADABLE_MAX.toMillis();
        if (lost) {
            LOG.error("message {} of the delay level {} is lost: the disk does not return it", offset, number);
        }
        return lost;
    }
}
