package org.apogeemq.broker.timer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.apogeemq.protocol.record.MessageProperties;
import org.apogeemq.protocol.record.Names;
import org.apogeemq.protocol.record.PropertyNames;
import org.apogeemq.store.Store;
import org.apogeemq.store.log.Draft;
import org.apogeemq.store.log.Outcome;
import org.apogeemq.store.timer.TimerEntry;
import org.apogeemq.store.timer.TimerIndex;
import org.apogeemq.store.timer.TimerScan;
import org.apogeemq.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes waiting messages anew at the log's end, before what they lie in is deleted, some at a time, each time in one
 * write with how far that is: a kill leaves a message in one of the two places. Confined to the turn, but for
 * {@link #isDone} and {@link #ask}.
 */
final class Rolling {
    private static final Logger LOG = LoggerFactory.getLogger(Rolling.class);
    private static final byte[] TOPIC = MessageProperties.bytes(Names.TIMER_TOPIC);
    private static final byte[] TIMES = MessageProperties.bytes(PropertyNames.TIMER_ROLL_TIMES);
    private static final int RECORDS_MAX = 512;
    private static final int DRAFT_BYTES = 256 << 10;
    private static final int NOTES_BYTES = 2 * (Progress.BYTES_MAX + 256);
    /** Timers looked at in one step, so that those that are due do not wait. */
    private static final int LOOKED_AT = 1 << 14;

    private final Store store;
    private final TimerProgress noted;
    private final Clock clock;
    private final RecordReader reader;
    private final RecordCopy copy = new RecordCopy();
    private final Patience patience = new Patience();
    private final TimerEntry last = new TimerEntry();
    private TimerScan scan; // null: nothing is being done
    private long bound; // what lies before it in the log is written anew
    private long copied;
    private Draft usual;
    private CompletableFuture<Void> stored;

    private volatile long wanted;
    private volatile long doneTo;

    Rolling(Store store, TimerProgress noted, Clock clock, RecordReader reader) {
        this.store = store;
        this.noted = noted;
        this.clock = clock;
        this.reader = reader;
    }

    /** Whether nobody waits any more in what lies before this log offset. Any thread. */
    boolean isDone(long logOffset) {
        return doneTo >= logOffset;
    }

    /** Has that be so soon. Any thread. */
    void ask(long logOffset) {
        wanted = Math.max(wanted, logOffset); // one thread asks
    }

    /** Whether there is anything to do. */
    boolean isWanted() {
        return scan != null || wanted > doneTo;
    }

    /** Whether it has begun. */
    boolean isUnderWay() {
        return scan != null;
    }

    /** Nobody waits at all. */
    void nobodyWaits() {
        doneTo = wanted;
    }

    /** Begins to look through the files of {@code index}, which hold all that was stored before what is wanted. */
    private void begin(TimerIndex index) throws IOException {
        bound = wanted;
        copied = 0;
        scan = index.scan();
    }

    /** Forgets how far it was; the next step begins again. */
    void stop() throws IOException {
        if (scan != null) {
            scan.close();
            scan = null;
        }
    }

    /**
     * Does some of it.
     *
     * @param index has all waiting messages in its files
     * @return what has been given out from now on
     * @throws NotTakenException if the log does not take them: the segment stays
     * @throws UncheckedIOException if the disk does not return one; it is tried again
     */
    Progress step(TimerIndex index, Progress progress) throws IOException {
        if (scan == null) {
            begin(index);
        }
        Draft draft = null;
        boolean full = false;
        boolean any = false;
        TimerEntry timer = scan.head();
        for (int i = 0; i < LOOKED_AT && timer != null && !full; i++) {
            if (timer.logOffset() < bound && !progress.contains(timer)) {
                ByteBuffer record = read(timer);
                if (record != null) {
                    prepare(record);
                    draft = draft == null ? draft(progress) : draft;
                    full = any && (!draft.fits(copy.bytes() + NOTES_BYTES) || draft.records() > RECORDS_MAX);
                    if (!full) {
                        copy.put(draft, store.queues().obtain(Names.TIMER_TOPIC, 0));
                        any = true;
                        copied++;
                    }
                }
            }
            if (!full) {
                last.set(timer);
                scan.advance();
                timer = scan.head();
            }
        }
        return any ? store(draft, progress, timer == null) : timer == null ? finish(progress) : progress;
    }

    private void prepare(ByteBuffer record) {
        copy.take(record);
        String times = copy.property(TIMES);
        copy.set(TIMES, times == null ? 1 : number(times) + 1);
        copy.to(TOPIC, 0);
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /**
     * A draft whose first record says what is known already: changes are stored also when the disk is so full that
     * messages are not, and this makes room.
     */
    private Draft draft(Progress progress) {
        int bytes = copy.bytes() + NOTES_BYTES;
        Draft draft;
        if (bytes > DRAFT_BYTES) {
            draft = new Draft(bytes, 3, done -> stored.complete(null));
        } else {
            if (usual == null) {
                usual = new Draft(DRAFT_BYTES, RECORDS_MAX + 3, done -> stored.complete(null));
            }
            draft = usual;
        }
        store.add(draft, noted, progress.bytes());
        return draft;
    }

    private Progress store(Draft draft, Progress progress, boolean atEnd) throws IOException {
        Progress then = progress.rolled(last.key(), last.logOffset(), bound);
        store.add(draft, noted, then.bytes());
        stored = new CompletableFuture<>();
        store.submit(draft);
        stored.join();
        Outcome failure = null;
        for (int i = 0; i < draft.records(); i++) {
            Outcome outcome = draft.outcome(i);
            failure = outcome == Outcome.STORED || outcome == Outcome.FLUSH_TIMEOUT ? failure : outcome;
        }
        draft.clear();
        if (failure != null) {
            stop();
            throw new NotTakenException(failure);
        }
        return atEnd ? finish(then) : then;
    }

    private Progress finish(Progress progress) throws IOException {
        stop();
        Progress then = progress;
        if (copied > 0) {
            LOG.info("{} messages that wait for their time were written anew: those before {} expire", copied, bound);
            then = progress.rolled(Long.MAX_VALUE, Long.MAX_VALUE, bound);
            store.append(noted, then.bytes()).join();
        }
        doneTo = bound;
        return then;
    }

    private ByteBuffer read(TimerEntry timer) throws IOException {
        try {
            return reader.read(timer.logOffset(), timer.recordBytes());
        } catch (UncheckedIOException e) {
            if (!patience.isOver(timer.logOffset(), clock.monotonicNanos())) {
                stop();
                throw e;
            }
            LOG.error("the timed message at {} of the log is lost: the disk does not return it", timer.logOffset(), e);
            return null;
        }
    }
}
