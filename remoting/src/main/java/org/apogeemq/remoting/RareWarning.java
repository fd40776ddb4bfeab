package org.apogeemq.remoting;

import java.util.concurrent.atomic.AtomicLong;
import org.apogeemq.time.Clock;
import org.slf4j.Logger;

/** Logs what strangers can cause at will: at most once a second, with the number of warnings left out. Any thread. */
final class RareWarning {
    private static final long GAP_NANOS = 1_000_000_000L;

    private final Logger log;
    private final Clock clock;
    private final AtomicLong nextNanos;
    private final AtomicLong leftOut = new AtomicLong();

    RareWarning(Logger log, Clock clock) {
        this.log = log;
        this.clock = clock;
        nextNanos = new AtomicLong(clock.monotonicNanos());
    }

    void warn(String text) {
        long now = clock.monotonicNanos();
        long next = nextNanos.get();
        if (now - next < 0 || !nextNanos.compareAndSet(next, now + GAP_NANOS)) {
            leftOut.incrementAndGet();
            return;
        }
        long others = leftOut.getAndSet(0);
        log.warn(others == 0 ? text : text + " (" + others + " more warnings of this kind were left out)");
    }
}
