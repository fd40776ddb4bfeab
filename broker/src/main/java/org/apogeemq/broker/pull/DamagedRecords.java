package org.apogeemq.broker.pull;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
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
    /** So long a record that the disk does not return is not given up. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration GIVEN_UP = Duration.ofMinutes(10);

    private static final int UNREADABLE_MAX = 1_000;

    private final CommitLog log;
    private final Clock clock;
    private final BrokerCounters counters;
    private final AtomicLong told;
    private final AtomicLong toldUnreadable;
    // When the disk did not return a record for the first time, by log offset; the newest ones. Guarded by this.
    private final LinkedHashMap<Long, Long> unreadable = new LinkedHashMap<>();

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

    /**
     * Whether to wait for the disk, which did not return the record at {@code logOffset}: a disk that hiccups costs
     * nobody a message. What it does not return for {@link #PATIENCE} is passed over as damaged for {@link #GIVEN_UP},
     * then it gets another chance. Any thread.
     */
    synchronized boolean isWaitedFor(long logOffset) {
        long now = clock.monotonicNanos();
        long since = now - unreadable.getOrDefault(logOffset, now);
        if (since == 0 || since >= PATIENCE.plus(GIVEN_UP).toNanos()) {
            unreadable.remove(logOffset);
            unreadable.put(logOffset, now);
            since = 0;
        }
        if (unreadable.size() > UNREADABLE_MAX) {
            unreadable.remove(unreadable.firstEntry().getKey());
        }
        return since < PATIENCE.toNanos();
    }

    /** A pull is refused because of the disk. Returns the words for it. Any thread. */
    String unreadable(PullCall call, UncheckedIOException failure) {
        counters.unreadable();
        String words = "the disk does not return what queue %d of %s holds from %d on: %s; pull again"
                .formatted(call.queueId, call.topic, call.offset, failure.getMessage());
        if (isTime(toldUnreadable)) {
            LOG.warn("a pull of {} is refused: {}", call.group, words, failure);
        }
        return words;
    }

    private boolean isTime(AtomicLong last) {
        long now = clock.monotonicNanos();
        long before = last.get();
        return now - before >= PERIOD_NANOS && last.compareAndSet(before, now);
    }
}
