package org.apogeemq.broker.pull;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apogeemq.broker.filter.OutcomeMemory;
import org.apogeemq.broker.filter.Outcomes;
import org.apogeemq.broker.filter.QueueOutcomes;
import org.apogeemq.broker.pull.Sieve.Verdict;
import org.apogeemq.store.log.CommitLog;
import org.apogeemq.store.queue.ConsumeQueue;
import org.apogeemq.store.queue.QueueEntries;
import org.apogeemq.time.Clock;
import org.apogeemq.time.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out what expressions say of messages soon after they were written, while they are in memory, for those who
 * have pulled with one lately but do not pull now: when they come again, nothing need be looked at. What pulls have
 * looked at themselves is left alone. Thread-safe; one thread works, when something has been written.
 */
final class LookAhead {
    private static final Logger LOG = LoggerFactory.getLogger(LookAhead.class);
    private static final Duration PERIOD = Duration.ofMillis(500);

    /** For so long after the last pull messages are looked at. */
    static final Duration INTEREST = Duration.ofHours(24);

    /** The same while there is no room for expressions that are in use. */
    private static final Duration INTEREST_WHEN_TIGHT = Duration.ofMinutes(1);

    private static final Duration FORGETTING_PERIOD = Duration.ofMinutes(1);

    /** Of each period: the work of pulls is not more urgent than that of others. */
    private static final Duration WORK_MAX = Duration.ofMillis(200);

    private static final int ENTRIES = 256;

    /** Entries of a queue before it is the next one's turn. */
    private static final int TURN = 1 << 12;

    private final CommitLog log;
    private final OutcomeMemory memory;
    private final Clock clock;
    private final Executor worker;
    // Queues with which somebody has pulled with an expression lately.
    private final Map<ConsumeQueue, Followed> followed = new ConcurrentHashMap<>();
    private final AtomicBoolean working = new AtomicBoolean();
    private volatile long forgotMillis;

    /** One queue. Of the working thread, but for what ticks read. */
    private static final class Followed {
        private final QueueOutcomes outcomes;
        private volatile long next;

        Followed(QueueOutcomes outcomes, long next) {
            this.outcomes = outcomes;
            this.next = next;
        }

        boolean isBehind(ConsumeQueue queue) {
            return next < queue.maxOffset();
        }
    }

    /** @param worker runs what may wait for the disk, one task at a time; refuses when the broker ends */
    LookAhead(CommitLog log, OutcomeMemory memory, Clock clock, Scheduler scheduler, Executor worker) {
        this.log = log;
        this.memory = memory;
        this.clock = clock;
        this.worker = worker;
        forgotMillis = nowMillis();
        scheduler.every(PERIOD, PERIOD, this::tick);
    }

    /** Somebody pulls from {@code queue} with an expression: what is written from now on is looked at. */
    // hot
    void follow(ConsumeQueue queue, QueueOutcomes outcomes) {
        if (!followed.containsKey(queue)) {
            followed.putIfAbsent(queue, new Followed(outcomes, queue.maxOffset()));
        }
    }

    /** Queues followed. */
    int size() {
        return followed.size();
    }

    private void tick() {
        if (isWork() && working.compareAndSet(false, true)) {
            try {
                worker.execute(this::round);
            } catch (RejectedExecutionException ended) {
                working.set(false);
            }
        }
    }

    private boolean isWork() {
        boolean forget = nowMillis() - forgotMillis >= FORGETTING_PERIOD.toMillis();
        return !followed.isEmpty()
                && (forget
                        || followed.entrySet().stream()
                                .anyMatch(one -> one.getValue().isBehind(one.getKey())));
    }

    private void round() {
        try {
            forgetUnasked();
            long end = clock.monotonicNanos() + WORK_MAX.toNanos();
            var entries = new QueueEntries(ENTRIES);
            var sieve = new ColdSieve(log);
            boolean more = true;
            while (more && clock.monotonicNanos() < end && !log.isClosed()) {
                more = false;
                for (var one : followed.entrySet()) {
                    more |= goOn(one.getKey(), one.getValue(), entries, sieve);
                }
            }
        } finally {
            working.set(false);
        }
    }

    private void forgetUnasked() {
        long now = nowMillis();
        boolean tight = memory.wasTight();
        if (tight || now - forgotMillis >= FORGETTING_PERIOD.toMillis()) {
            forgotMillis = now;
            long before = now - (tight ? INTEREST_WHEN_TIGHT : INTEREST).toMillis();
            followed.values().removeIf(queue -> {
                queue.outcomes.forgetUnaskedSince(before);
                return queue.outcomes.all().length == 0;
            });
        }
    }

    private long nowMillis() {
        return clock.monotonicNanos() / 1_000_000;
    }

    /** Goes on in one queue, for a turn; whether there is more. */
    private boolean goOn(ConsumeQueue queue, Followed state, QueueEntries entries, ColdSieve sieve) {
        try {
            state.next = lookAhead(queue, state, entries, sieve);
        } catch (RuntimeException | InternalError failure) { // pulls look for themselves, and tell their clients
            LOG.warn("messages of {} were not looked at ahead of their pulls", queue.topic(), failure);
            state.next = queue.maxOffset();
        }
        return state.isBehind(queue);
    }

    /** Where it has come to. */
    private long lookAhead(ConsumeQueue queue, Followed state, QueueEntries entries, ColdSieve sieve) {
        Outcomes[] all = state.outcomes.all();
        long next = Math.max(state.next, queue.minOffset());
        long end = Math.min(queue.maxOffset(), next + TURN);
        while (next < end) {
            next = unknown(all, next, end);
            int read = next < end ? queue.read(next, (int) Math.min(ENTRIES, end - next), entries) : 0;
            if (read == 0) {
                return end;
            }
            sieve.begin();
            for (int i = 0; i < read; i++) {
                // What is older is left to pulls: it may be on the disk only.
                if (log.isHot(entries.logOffset(i))) {
                    look(all, queue, entries, i, sieve);
                }
                next = entries.queueOffset(i) + entries.messages(i);
            }
        }
        return next;
    }

    private static long unknown(Outcomes[] all, long from, long to) {
        long first = to;
        for (Outcomes outcomes : all) {
            first = outcomes.unknown(from, first);
        }
        return first;
    }

    private void look(Outcomes[] all, ConsumeQueue queue, QueueEntries entries, int i, ColdSieve sieve) {
        long queueOffset = entries.queueOffset(i);
        int size = Gatherer.size(entries, i, log.maxOffset());
        for (Outcomes outcomes : all) {
            if (outcomes.unknown(queueOffset, queueOffset + 1) == queueOffset) {
                Verdict verdict = sieve.sift(outcomes.filter(), queue, entries, i, size);
                if (verdict.isKnown()) {
                    outcomes.note(queueOffset, entries.messages(i), verdict == Verdict.PASSES);
                }
            }
        }
    }
}
