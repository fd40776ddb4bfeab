package org.apogeemq.broker.timer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apogeemq.broker.topic.Topics;
import org.apogeemq.store.Store;
import org.apogeemq.store.log.Outcome;
import org.apogeemq.store.timer.TimerEntry;
import org.apogeemq.store.timer.TimerIndex;
import org.apogeemq.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers what is due, some at a time: a batch of messages and behind them how far that is, in one write. Confined to
 * the turn.
 */
final class Firing {
    private static final Logger LOG = LoggerFactory.getLogger(Firing.class);

    private final Clock clock;
    private final RecordReader reader;
    private final Batch batch;
    private final Patience patience = new Patience();
    private Progress progress;

    // The recalls of the time that is being delivered.
    private final List<TimerEntry> recalls = new ArrayList<>();
    private final Set<Integer> recalledHashes = new HashSet<>();
    private final Set<String> recalled = new HashSet<>();
    private long recallsDue;

    Firing(Topics topics, Store store, TimerProgress noted, Clock clock, RecordReader reader) {
        this.clock = clock;
        this.reader = reader;
        progress = noted.now();
        batch = new Batch(topics, store, noted);
    }

    /** What has been given out. */
    Progress progress() {
        return progress;
    }

    /** Says the same otherwise: the clock was set back. */
    void progress(Progress now) {
        progress = now;
    }

    /** Whether nothing is kept that is neither in the index nor delivered. */
    boolean isSettled() {
        return batch.again().isEmpty();
    }

    /** Recalls that are still needed although they were taken out of the index. */
    List<TimerEntry> recalls() {
        return recalls;
    }

    /** Forgets what was taken out of the index, which is filled anew. */
    void reset() {
        batch.again().clear();
        forgetRecalls();
    }

    private void forgetRecalls() {
        recalls.clear();
        recalledHashes.clear();
        recalled.clear();
    }

    /**
     * Delivers a batch, if anything is due.
     *
     * @return whether it was full or something else may be due: try again at once
     * @throws NotTakenException if the log did not take all; that is tried first the next time
     * @throws UncheckedIOException if the disk does not return a message; what came before it is delivered
     */
    boolean step(TimerIndex index, Intake intake) throws IOException {
        long now = clock.wallMillis();
        boolean full = false;
        UncheckedIOException failure = null;
        batch.begin(now);
        try {
            full = !takeAgain() || !takeMissed(intake) || !takeDue(index, now);
        } catch (UncheckedIOException e) {
            failure = e;
        }
        if (!batch.isEmpty()) {
            deliver(intake);
        }
        if (failure != null) {
            throw failure;
        }
        return full;
    }

    private void deliver(Intake intake) {
        TimerEntry last = batch.lastDue();
        TimerEntry missed = batch.lastMissed();
        long below = Math.max(progress.below(), intake.takenTo());
        if (!intake.missed().isEmpty() || !batch.again().isEmpty()) {
            below = Math.max(progress.below(), missed == null ? 0 : missed.logOffset() + 1);
        }
        Progress then = last == null
                ? progress.to(progress.key(), progress.logOffset(), below)
                : progress.to(last.key(), last.logOffset(), below);
        Outcome outcome = batch.store(then);
        if (outcome != null) {
            throw new NotTakenException(outcome);
        }
        progress = then;
    }

    /** Returns false if not all went in. */
    private boolean takeAgain() {
        while (!batch.again().isEmpty()) {
            Batch.Taken taken = batch.again().peek();
            ByteBuffer record = read(taken.timer());
            if (record != null && !batch.add(taken.timer(), taken.missed(), record)) {
                return false;
            }
            batch.again().remove();
        }
        return true;
    }

    /** Returns false if not all went in. */
    private boolean takeMissed(Intake intake) {
        while (!intake.missed().isEmpty()) {
            TimerEntry timer = intake.missed().peek();
            ByteBuffer record = read(timer);
            if (record != null && !batch.add(timer, true, record)) {
                return false;
            }
            intake.missed().remove();
        }
        return true;
    }

    /** Returns false if not all went in. */
    private boolean takeDue(TimerIndex index, long now) throws IOException {
        TimerEntry timer = index.head();
        while (timer != null && DueTime.ofKey(timer.key()) <= now) {
            if (DueTime.isRecall(timer.key())) {
                noteRecall(timer);
            } else if (!progress.contains(timer)) {
                ByteBuffer record = read(timer);
                if (record != null && !isRecalled(timer, record) && !batch.add(timer, false, record)) {
                    return false;
                }
            }
            index.removeHead();
            timer = index.head();
        }
        return true;
    }

    private void noteRecall(TimerEntry timer) {
        long due = DueTime.ofKey(timer.key());
        if (due != recallsDue) {
            forgetRecalls();
            recallsDue = due;
        }
        ByteBuffer record = read(timer);
        if (record != null && recalled.add(TimerRecord.recalled(record))) {
            TimerEntry kept = new TimerEntry();
            kept.set(timer);
            recalls.add(kept);
            recalledHashes.add(timer.hash());
        }
    }

    private boolean isRecalled(TimerEntry timer, ByteBuffer record) {
        return !recalled.isEmpty()
                && DueTime.ofKey(timer.key()) == recallsDue
                && recalledHashes.contains(timer.hash())
                && recalled.contains(TimerRecord.name(record));
    }

    private ByteBuffer read(TimerEntry timer) {
        ByteBuffer record;
        try {
            record = reader.read(timer.logOffset(), timer.recordBytes());
        } catch (UncheckedIOException e) {
            if (!patience.isOver(timer.logOffset(), clock.monotonicNanos())) {
                throw e;
            }
            LOG.error("the timed message at {} of the log is lost: the disk does not return it", timer.logOffset(), e);
            return null;
        }
        if (record == null) {
            LOG.error("the timed message at {} of the log is lost: it is damaged or has expired", timer.logOffset());
        }
        return record;
    }
}
