package org.apogeemq.broker.pull;

import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apogeemq.broker.metrics.BrokerCounters;
import org.apogeemq.store.log.CommitLog;
import org.apogeemq.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records that consumers did not get since they are damaged: counted, and named in the log, at most once a second. */
final class DamagedRecords {
    private static final Logger LOG = LoggerFactory.getLogger(DamagedRecords.class);
    private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final CommitLog log;
    private final Clock clock;
    private final BrokerCounters counters;
    private final AtomicLong told;
    private final AtomicLong toldUnreadable;

    DamagedRecords(CommitLog log, Clock clock, BrokerCounters counters) {
        this.log = log;
        this.clock = clock;
        this.counters = counters;
        told = new AtomicLong(clock.monotonicNanos() - PERIOD_NANOS);
        toldUnreadable = new AtomicLong(told.get());
    }

    /** A pull goes on behind {@code queueOffset}, whose record should lie at {@code logOffset}. Any thread. */
    void skipped(PullCall call, long queueOffset, long logOffset) {
        counters.skippedDamaged();
        if (isTime(told)) {
            LOG.warn(
                    "message {} of queue {} of {} is damaged and was skipped in a pull of {}: {}; skipped since start:"
                            + " {}",
                    queueOffset,
                    call.queueId,
                    call.topic,
                    call.group,
                    log.place(logOffset),
                    counters.damagedSkips());
        }
    }

    /** The disk did not return some bytes; what is found to be missing by that is {@link #skipped}. Any thread. */
    void unreadable(UncheckedIOException failure) {
        if (isTime(toldUnreadable)) {
            LOG.warn("the disk does not return what it should", failure);
        }
    }

    private boolean isTime(AtomicLong last) {
        long now = clock.monotonicNanos();
        long before = last.get();
        return now - before >= PERIOD_NANOS && last.compareAndSet(before, now);
    }
}
