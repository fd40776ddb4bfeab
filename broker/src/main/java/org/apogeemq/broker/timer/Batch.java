package org.apogeemq.broker.timer;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apogeemq.broker.topic.Topics;
import org.apogeemq.store.Store;
import org.apogeemq.store.log.Draft;
import org.apogeemq.store.log.Outcome;
import org.apogeemq.store.timer.TimerEntry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is delivered together, and then how far that is: one draft, so that a kill leaves both or neither. What the log
 * did not take stays and is offered again. Used again and again; confined to the turn.
 */
final class Batch {
    private static final Logger LOG = LoggerFactory.getLogger(Batch.class);
    private static final int RECORDS_MAX = 1024;
    private static final int DRAFT_BYTES = 256 << 10;
    /** Room for the note of how far delivery is, with the rest of its record. */
    private static final int NOTE_BYTES = Progress.BYTES_MAX + 256;

    private final Store store;
    private final TimerProgress noted;
    private final Delivered delivered;
    private final Draft usual;
    private final List<Taken> taken = new ArrayList<>();
    private final Deque<Taken> again = new ArrayDeque<>();
    private final TimerEntry lastDue = new TimerEntry();
    private final TimerEntry lastMissed = new TimerEntry();
    private boolean hasDue;
    private boolean hasMissed;
    private Draft draft;
    private long now;
    private CompletableFuture<Void> stored;

    Batch(Topics topics, Store store, TimerProgress noted) {
        this.store = store;
        this.noted = noted;
        delivered = new Delivered(topics);
        usual = new Draft(DRAFT_BYTES, RECORDS_MAX + 1, done -> stored.complete(null));
    }

    /** A timer that was taken out of the index; missed: its turn was over when it came. */
    record Taken(TimerEntry timer, boolean missed) {}

    /** What the log did not take; to be added again before anything else, and then taken out. */
    Deque<Taken> again() {
        return again;
    }

    /** Begins, at this time. */
    void begin(long millis) {
        now = millis;
    }

    boolean isEmpty() {
        return draft == null;
    }

    /** The last timer that came in its turn; {@code null} if there is none. */
    TimerEntry lastDue() {
        return hasDue ? lastDue : null;
    }

    /** The last one that had missed it. */
    TimerEntry lastMissed() {
        return hasMissed ? lastMissed : null;
    }

    /**
     * Takes a message whose time has come, or leaves it out because nobody wants it.
     *
     * @return false if it has to wait for the next batch
     */
    // hot
    boolean add(TimerEntry timer, boolean missed, ByteBuffer record) {
        if (draft != null && draft.records() >= RECORDS_MAX) {
            return false;
        }
        if (!delivered.take(record, now)) {
            return true;
        }
        int bytes = delivered.bytes() + NOTE_BYTES;
        if (draft == null) {
            draft = bytes <= DRAFT_BYTES ? usual : new Draft(bytes, 2, done -> stored.complete(null));
        } else if (!draft.fits(bytes)) {
            return false;
        }
        delivered.put(draft);
        TimerEntry kept = new TimerEntry();
        kept.set(timer);
        taken.add(new Taken(kept, missed));
        if (missed) {
            lastMissed.set(timer);
            hasMissed = true;
        } else {
            lastDue.set(timer);
            hasDue = true;
        }
        return true;
    }

    /**
     * Stores what was taken, and that this is given out. Waits for the log.
     *
     * @return why not all of it was stored; {@code null} if it was. The batch is empty again in any case
     */
    Outcome store(Progress then) {
        store.add(draft, noted, then.bytes());
        stored = new CompletableFuture<>();
        store.submit(draft);
        stored.join();
        Outcome failure = null;
        int messages = draft.records() - 1;
        for (int i = messages - 1; i >= 0; i--) {
            Outcome outcome = draft.outcome(i);
            if (outcome == Outcome.TOO_LARGE) {
                LOG.error(
                        "the timed message at {} of the log is lost: it is larger than a segment of the log",
                        taken.get(i).timer.logOffset());
            } else if (outcome != Outcome.STORED && outcome != Outcome.FLUSH_TIMEOUT) {
                again.addFirst(taken.get(i));
                failure = outcome;
            }
        }
        clear();
        return failure;
    }

    private void clear() {
        usual.clear();
        taken.clear();
        draft = null;
        hasDue = false;
        hasMissed = false;
    }
}
