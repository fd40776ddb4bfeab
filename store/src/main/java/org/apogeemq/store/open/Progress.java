package org.apogeemq.store.open;

import java.util.concurrent.TimeUnit;
import org.apogeemq.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says every second how far reading the log again is, if it takes longer than that. */
final class Progress {
    private static final Logger LOG = LoggerFactory.getLogger(Progress.class);
    private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long LOOK_EACH_BYTES = 1 << 20;

    private final Clock clock;
    private final long begin;
    private final long end;
    private final long begunNanos;
    private long saidNanos;
    private long nextLook;

    /** Of the log from {@code begin} on, whose files end at {@code end}. */
    Progress(Clock clock, long begin, long end) {
        this.clock = clock;
        this.begin = begin;
        this.end = end;
        begunNanos = clock.monotonicNanos();
        saidNanos = begunNanos;
    }

    // hot
    void at(long logOffset) {
        if (logOffset >= nextLook) {
            nextLook = logOffset + LOOK_EACH_BYTES;
            look(logOffset);
        }
    }

    private void look(long logOffset) {
        long now = clock.monotonicNanos();
        if (now - saidNanos < PERIOD_NANOS) {
            return;
        }
        saidNanos = now;
        double mib = (logOffset - begin) / 1048576.0;
        double rate = mib * 1e9 / (now - begunNanos);
        double left = (end - logOffset) / 1048576.0;
        LOG.info(
                "reading the log again: {} % of at most {} MiB, {} MiB/s, {} s left at most",
                Math.round(100 * mib / (mib + left)), Math.round(mib + left), Math.round(rate), (long)
                        Math.ceil(left / rate));
    }
}
