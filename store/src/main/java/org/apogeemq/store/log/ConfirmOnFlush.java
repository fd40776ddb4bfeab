package org.apogeemq.store.log;

import java.time.Duration;
import java.util.ArrayDeque;
import org.apogeemq.time.Clock;
import org.apogeemq.time.Scheduler;

/**
 * SYNC_FLUSH: what is on disk is confirmed. One force serves all that was written before it began (group commit):
 * records and drafts wait here in log order and are released by one comparison.
 */
final class ConfirmOnFlush implements Confirmation {
    /** When so many wait, nobody is acknowledged early any more, which slows the senders down. */
    private static final int EARLY_ANSWERS_MAX = 1 << 20;

    private final Positions positions;
    private final Runnable wakeFlusher;
    // Replaced by any thread.
    private volatile long timeoutNanos;
    private final Clock clock;
    private final Scheduler scheduler;
    private final LogTask expiry;
    private final Inbox inbox;

    private final WaitingRecords records = new WaitingRecords();
    private final ArrayDeque<Draft> drafts = new ArrayDeque<>();
    private final ArrayDeque<Change> changes = new ArrayDeque<>();
    private boolean expiryScheduled;

    ConfirmOnFlush(
            Positions positions,
            Inbox inbox,
            Runnable wakeFlusher,
            Duration timeout,
            Clock clock,
            Scheduler scheduler) {
        this.positions = positions;
        this.inbox = inbox;
        this.wakeFlusher = wakeFlusher;
        timeoutNanos = timeout.toNanos();
        this.clock = clock;
        this.scheduler = scheduler;
        expiry = new RunTask(this::expire);
    }

    /** What a record changes that ends at {@code end}. */
    private record Change(long end, Runnable effect) {}

    @Override
    public void changes(long end, Runnable change) {
        changes.add(new Change(end, change));
    }

    // hot
    @Override
    public void written(Draft draft, int from, int to) {
        for (int i = from; i < to; i++) {
            if (draft.queued(i)) {
                long end = draft.logOffset(i) + draft.bytes(i);
                records.add(draft.queue(i), draft.queueEnd(i), draft.tagsCode(i), end);
            }
        }
    }

    // hot
    @Override
    public void ended(Draft draft) {
        boolean early = !draft.waitsForFlush() && records.size() < EARLY_ANSWERS_MAX;
        if (early || !anyStored(draft)) {
            draft.complete();
            return;
        }
        draft.confirmedBy = positions.appended();
        draft.parkedNanos = clock.monotonicNanos();
        drafts.add(draft);
        if (!expiryScheduled) {
            scheduleExpiry(timeoutNanos);
        }
    }

    @Override
    public void passEnd() {
        if (positions.appended() > positions.flushed()) {
            wakeFlusher.run();
        }
    }

    // hot
    @Override
    public void flushed() {
        long flushed = positions.flushed();
        while (!changes.isEmpty() && changes.peek().end <= flushed) {
            changes.poll().effect.run(); // before the position: what is confirmed has had its effect
        }
        positions.confirmed(flushed);
        records.release(flushed);
        while (!drafts.isEmpty() && drafts.peek().confirmedBy <= flushed) {
            drafts.poll().complete();
        }
    }

    @Override
    public void failed() {
        release(Outcome.WRITE_FAILED, Long.MAX_VALUE);
    }

    @Override
    public void patience(Duration timeout) {
        timeoutNanos = timeout.toNanos();
    }

    private void expire() {
        expiryScheduled = false;
        long now = clock.monotonicNanos();
        long patience = timeoutNanos;
        release(Outcome.FLUSH_TIMEOUT, now - patience);
        if (!drafts.isEmpty()) {
            scheduleExpiry(drafts.peek().parkedNanos + patience - now);
        }
    }

    private void release(Outcome outcome, long parkedUntil) {
        while (!drafts.isEmpty() && drafts.peek().parkedNanos <= parkedUntil) {
            Draft draft = drafts.poll();
            draft.replaceStored(outcome);
            draft.complete();
        }
    }

    private void scheduleExpiry(long nanos) {
        expiryScheduled = true;
        scheduler.after(Duration.ofNanos(Math.max(nanos, 0)), () -> inbox.submit(expiry));
    }

    private static boolean anyStored(Draft draft) {
        for (int i = 0; i < draft.records(); i++) {
            if (draft.outcome(i) == Outcome.STORED) {
                return true;
            }
        }
        return false;
    }
}
