package org.apogeemq.broker.timer;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.apogeemq.time.Clock;
import org.apogeemq.time.Scheduler;

/**
 * Rings at a time of the wall clock, at the earliest of those asked for. The clock may jump: while it is set, it looks
 * once a second whether the time has come. Thread-safe.
 */
final class Alarm {
    static final long NEVER = Long.MAX_VALUE;
    /** So late it may be when the clock was set forward, or the machine slept. */
    static final long LOOK_MILLIS = 1000;

    private final Clock clock;
    private final Scheduler scheduler;
    private final Runnable bell;
    private final AtomicLong planned = new AtomicLong(NEVER);

    /** @param bell what is run; on the timer's thread, must be short */
    Alarm(Clock clock, Scheduler scheduler, Runnable bell) {
        this.clock = clock;
        this.scheduler = scheduler;
        this.bell = bell;
    }

    /** Rings at {@code millis} of the wall clock, if not before. Any thread; cheap if it rings before. */
    // hot
    void at(long millis) {
        long before = planned.get();
        while (millis < before) {
            if (planned.compareAndSet(before, millis)) {
                plan(millis);
                return;
            }
            before = planned.get();
        }
    }

    /** Forgets what was asked for. */
    void clear() {
        planned.set(NEVER);
    }

    private void plan(long millis) {
        long wait = Math.clamp(millis - clock.wallMillis(), 0, LOOK_MILLIS);
        scheduler.after(Duration.ofMillis(wait), () -> look(millis));
    }

    private void look(long millis) {
        if (planned.get() != millis) {
            return; // another one is set
        }
        if (millis <= clock.wallMillis()) {
            bell.run();
        } else {
            plan(millis);
        }
    }
}
