package org.apogeemq.store.log;

import org.apogeemq.time.Clock;
import org.apogeemq.time.Scheduler;

/** Has the log forced behind the appends' back, often if there is much, now and then if there is anything. */
final class FlushTimer implements AutoCloseable {
    private static final int PAGE_BYTES = 4096;

    private final Positions positions;
    private final Runnable wakeFlusher;
    private final Clock clock;
    private final Scheduler scheduler;

    // Replaced together by whoever holds this; the rule is read by the scheduler's thread.
    private volatile Flushing.Background rule;
    private Scheduler.Scheduled ticks;
    private boolean closed;

    // Confined to the scheduler's thread.
    private long askedNanos;

    FlushTimer(Flushing.Background rule, Positions positions, Runnable wakeFlusher, Clock clock, Scheduler scheduler) {
        this.rule = rule;
        this.positions = positions;
        this.wakeFlusher = wakeFlusher;
        this.clock = clock;
        this.scheduler = scheduler;
        askedNanos = clock.monotonicNanos();
        ticks = scheduler.every(rule.interval(), rule.interval(), this::tick);
    }

    /** Goes by another rule from now on. */
    synchronized void change(Flushing.Background changed) {
        if (closed) {
            return;
        }
        boolean otherPace = !changed.interval().equals(rule.interval());
        rule = changed;
        if (otherPace) {
            ticks.cancel();
            ticks = scheduler.every(changed.interval(), changed.interval(), this::tick);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        ticks.cancel();
    }

    private void tick() {
        Flushing.Background current = rule;
        long flushed = positions.flushed();
        long appended = positions.appended();
        long now = clock.monotonicNanos();
        boolean isMuch = appended / PAGE_BYTES - flushed / PAGE_BYTES >= current.leastPages();
        if (appended > flushed
                && (isMuch || now - askedNanos >= current.thoroughInterval().toNanos())) {
            askedNanos = now;
            wakeFlusher.run();
        }
    }
}
