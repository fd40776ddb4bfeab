package org.apogeemq.store.log;

import org.apogeemq.time.Clock;
import org.apogeemq.time.Scheduler;

/** Has the log forced behind the appends' back, often if there is much, now and then if there is anything. */
final class FlushTimer implements AutoCloseable {
    private static final int PAGE_BYTES = 4096;

    private final Flushing.Background rule;
    private final Positions positions;
    private final Runnable wakeFlusher;
    private final Clock clock;
    private final Scheduler.Scheduled ticks;

    // Confined to the scheduler's thread.
    private long askedNanos;

    FlushTimer(Flushing.Background rule, Positions positions, Runnable wakeFlusher, Clock clock, Scheduler scheduler) {
        this.rule = rule;
        this.positions = positions;
        this.wakeFlusher = wakeFlusher;
        this.clock = clock;
        askedNanos = clock.monotonicNanos();
        ticks = scheduler.every(rule.interval(), rule.interval(), this::tick);
    }

    @Override
    public void close() {
        ticks.cancel();
    }

    private void tick() {
        long flushed = positions.flushed();
        long appended = positions.appended();
        long now = clock.monotonicNanos();
        boolean isMuch = appended / PAGE_BYTES - flushed / PAGE_BYTES >= rule.leastPages();
        if (appended > flushed
                && (isMuch || now - askedNanos >= rule.thoroughInterval().toNanos())) {
            askedNanos = now;
            wakeFlusher.run();
        }
    }
}
