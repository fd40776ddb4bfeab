package org.apogeemq.store.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;
import org.apogeemq.protocol.record.RecordFormat;
import org.apogeemq.store.disk.DiskFile;
import org.apogeemq.store.disk.DiskFullException;
import org.apogeemq.store.queue.FileQueues;
import org.apogeemq.store.queue.StoredQueue;
import org.apogeemq.time.Clock;
import org.apogeemq.time.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends drafts to the log. All state is confined to the log's owner: the thread that {@link Inbox} lets run.
 *
 * <p>The order of one append is the algorithm: (1) place the records: log offset, queue offset, store time, each
 * tentative; (2) write them, one write for what lies in one segment; (3) queue entries; (4) the appended position;
 * (5) confirmation, at once or after the flush: views, readers, watchers, completion. If (2) fails, nothing counts and
 * the same places are given out again.
 */
public final class LogWriter {
    private static final Logger LOG = LoggerFactory.getLogger(LogWriter.class);

    private final Segments segments;
    private final Positions positions;
    private final FileQueues queues;
    private final RecordApplier applier;
    private final StoredQueue appliedQueue;
    private final Clock clock;
    private final Inbox inbox;
    private final Flusher flusher;
    private final Confirmation confirmation;
    private final FlushTimer flushTimer;
    private final ByteBuffer blank = ByteBuffer.allocateDirect(RecordFormat.BLANK_BYTES);

    // Set once while the store is put together.
    private LongConsumer flushFailed = flushed -> {};

    // Confined to the log's owner.
    private Segment segment;
    private DiskFile file;
    private long position; // behind the last record placed
    private long lastTimestamp;
    private long leftoverTo; // what a failed write may have left lies before it
    private Outcome refusal; // null: records are taken
    private boolean spaceShort;
    private boolean failing;

    /**
     * @param positions where the log ends; the segment that holds this position exists
     * @param lastTimestamp store time of the last record, in ms
     */
    public LogWriter(
            Segments segments,
            Positions positions,
            long lastTimestamp,
            FileQueues queues,
            RecordApplier applier,
            Flushing flushing,
            Clock clock,
            Scheduler scheduler)
            throws IOException {
        this.segments = segments;
        this.positions = positions;
        this.lastTimestamp = lastTimestamp;
        this.queues = queues;
        this.applier = applier;
        this.clock = clock;
        appliedQueue = queues.obtain(applier.topic(), 0);
        position = positions.appended();
        segment = segments.segment(position);
        file = segment.file();
        inbox = new Inbox(this, clock);
        if (flushing.isWaited()) {
            AtomicBoolean submitted = new AtomicBoolean();
            RunTask release = new RunTask(() -> {
                submitted.set(false);
                onFlushed();
            });
            Runnable onFlushed = () -> {
                if (!submitted.getAndSet(true)) {
                    inbox.submit(release);
                }
            };
            flusher = new Flusher(segments, positions, onFlushed, this::onFlushFailed, clock);
            confirmation = new ConfirmOnFlush(positions, inbox, flusher::wake, flushing.timeout(), clock, scheduler);
        } else {
            flusher = new Flusher(segments, positions, () -> {}, this::onFlushFailed, clock);
            confirmation = new ConfirmOnWrite(positions);
        }
        flushTimer = new FlushTimer(flushing.background(), positions, flusher::wake, clock, scheduler);
    }

    /** Sets who is told that the disk failed, and what was on it for sure: once, before anything is appended. */
    public void onFlushFailure(LongConsumer listener) {
        flushFailed = listener;
    }

    // For any thread.

    /** Appends a draft, on this thread or on the one that owns the log. */
    // hot
    public void submit(Draft draft) {
        draft.hand();
        inbox.submit(draft);
    }

    /** Runs an action on the log's owner, between two drafts. For cold paths; the action is short. */
    public void execute(Runnable action) {
        inbox.submit(new RunTask(action));
    }

    /** The same, and returns when it has been done. Not on the log's owner. */
    public void executeAndWait(Runnable action) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        execute(() -> {
            try {
                action.run();
                done.complete(null);
            } catch (RuntimeException e) {
                done.completeExceptionally(e);
            }
        });
        done.join();
    }

    /** Refuses messages because space is short, or takes them again; changes of views are always taken. */
    public void refuseMessages(boolean refused) {
        execute(() -> spaceShort = refused);
    }

    /** Has the log forced by another rule; whether somebody waits for that stays as it is. */
    public void change(Flushing flushing) {
        flushTimer.change(flushing.background());
        confirmation.patience(flushing.timeout());
    }

    /** Makes everything appended so far durable before it returns; false if the disk failed. Not on the owner. */
    public boolean flush() {
        return flusher.flush();
    }

    /**
     * Refuses all drafts from now on and makes what was appended durable. Not on the log's owner.
     *
     * @return false if the disk failed
     */
    public boolean close() {
        flushTimer.close();
        executeAndWait(() -> {
            if (refusal == null) {
                refusal = Outcome.CLOSED;
            }
            tryWipeLeftover();
        });
        flusher.close();
        boolean flushed = flusher.flush() && leftoverTo == 0;
        executeAndWait(confirmation::failed); // what still waits, if the flush failed
        inbox.close();
        return flushed;
    }

    // For the log's owner.

    /** Store time of the last record, in ms. On the log's owner. */
    public long lastTimestamp() {
        return lastTimestamp;
    }

    // hot
    void append(Draft draft) {
        Outcome failure = refusal(draft);
        int from = 0; // first record that is not written
        if (failure == null) {
            lastTimestamp = Math.max(lastTimestamp, clock.wallMillis());
            draft.storeTimestamp(lastTimestamp);
        }
        int unit = 0;
        while (unit < draft.records() && failure == null) {
            int next = draft.unitEnd(unit);
            int bytes = draft.at(next) - draft.at(unit);
            if (bytes + RecordFormat.BLANK_BYTES <= segment.end() - position) {
                place(draft, unit, next);
            } else {
                failure = write(draft, from, unit);
                if (failure == null) {
                    from = unit;
                    if (bytes + RecordFormat.BLANK_BYTES > segments.segmentBytes()) {
                        draft.outcome(unit, next, Outcome.TOO_LARGE);
                        from = next;
                    } else {
                        failure = roll();
                        next = unit; // the same again
                    }
                }
            }
            unit = next;
        }
        if (failure == null) {
            failure = write(draft, from, unit);
        }
        if (failure != null) {
            draft.outcome(from, draft.records(), failure);
        }
        confirmation.ended(draft);
    }

    private Outcome refusal(Draft draft) {
        if (refusal != null) {
            return refusal;
        }
        boolean noRoom = queues.isBehind() || spaceShort && draft.queue(0) != appliedQueue;
        return noRoom ? Outcome.DISK_FULL : null;
    }

    void passEnd() {
        confirmation.passEnd();
    }

    /** A defect: the state of the log is not known. */
    void broken(Throwable failure) {
        refusal = Outcome.WRITE_FAILED; // first: the next steps may fail too
        LOG.error("the log refuses everything from now on; restart the broker", failure);
        confirmation.failed();
    }

    // hot
    private void place(Draft draft, int from, int to) {
        for (int i = from; i < to; i++) {
            StoredQueue queue = draft.queue(i);
            if (queue.isRemoved()) {
                queue = queues.obtain(queue.topic(), queue.queueId(), queue.kind());
                checkKind(queue, draft.messages(i));
                draft.queue(i, queue);
            }
            long queueOffset = draft.queued(i) ? queue.take(draft.messages(i)) : 0;
            draft.place(i, queueOffset, position, queue.tagsCode(draft.tagsCode(i), lastTimestamp));
            position += draft.bytes(i);
        }
    }

    private static void checkKind(StoredQueue queue, int messages) {
        if (messages > queue.kind().messagesMax()) { // the log would say something else than the queue
            throw new IllegalStateException("a batch of " + messages + " messages is meant for queue " + queue
                    + ", whose topic was deleted and made again as one without batches");
        }
    }

    /** Writes the records {@code [from, to)}, which are placed; returns what went wrong, or {@code null}. */
    // hot
    private Outcome write(Draft draft, int from, int to) {
        if (from == to) {
            return null;
        }
        long begin = positions.appended();
        try {
            wipeLeftover(begin);
            file.write(draft.written(from, to), begin - segment.base());
        } catch (IOException e) {
            leftoverTo = Math.max(leftoverTo, position);
            takeBack(draft, from, to);
            Outcome failure = failure(e);
            tryWipeLeftover();
            return failure;
        }
        for (int i = from; i < to; i++) {
            StoredQueue queue = draft.queue(i);
            if (draft.queued(i)) {
                queue.append(
                        draft.queueOffset(i),
                        draft.messages(i),
                        draft.logOffset(i),
                        draft.bytes(i),
                        draft.tagsCode(i),
                        lastTimestamp);
            }
            if (queue == appliedQueue) {
                Runnable change = applier.take(draft.buffer(), draft.at(i));
                confirmation.changes(draft.logOffset(i) + draft.bytes(i), change);
            }
        }
        draft.outcome(from, to, Outcome.STORED);
        positions.appended(position);
        confirmation.written(draft, from, to);
        if (failing) {
            failing = false;
            LOG.info("the log can be written again");
        }
        return null;
    }

    /** Ends the segment and goes on with the next. */
    private Outcome roll() {
        try {
            wipeLeftover(position);
            RecordFormat.putBlank(blank, 0, (int) (segment.end() - position));
            file.write(blank.clear(), position - segment.base());
            Segment next = segments.advance();
            file = next.file();
            segment = next;
        } catch (IOException e) {
            return failure(e);
        }
        position = segment.base();
        positions.appended(position);
        return null;
    }

    /** A complete record left by a failed write must not come back in the next recovery. */
    private void wipeLeftover(long end) throws IOException {
        if (leftoverTo > 0) {
            segment.cut(end);
            leftoverTo = 0;
        }
    }

    private void tryWipeLeftover() {
        try {
            wipeLeftover(position);
        } catch (IOException e) {
            LOG.debug("a part of a failed write is still in the log's file, tried again with the next write", e);
        }
    }

    private void takeBack(Draft draft, int from, int to) {
        for (int i = to - 1; i >= from; i--) {
            if (draft.queued(i)) {
                draft.queue(i).giveBack(draft.queueOffset(i));
            }
        }
        position = positions.appended();
    }

    private Outcome failure(IOException cause) {
        if (!failing) {
            failing = true;
            LOG.error("the log cannot be written at {}: {}", position, cause.getMessage(), cause);
        }
        return cause instanceof DiskFullException ? Outcome.DISK_FULL : Outcome.WRITE_FAILED;
    }

    private void onFlushed() {
        confirmation.flushed();
    }

    private void onFlushFailed(IOException cause) {
        long flushed = positions.flushed();
        LOG.error(
                "the disk failed to make the log durable behind {}: {}; nothing is accepted from now on. See to the"
                        + " disk, then restart the broker, which writes again what may not be there",
                flushed,
                cause.getMessage(),
                cause);
        flushFailed.accept(flushed);
        execute(() -> {
            refusal = Outcome.WRITE_FAILED;
            confirmation.failed();
        });
    }
}
