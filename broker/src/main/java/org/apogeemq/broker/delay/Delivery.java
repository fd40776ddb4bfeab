package org.apogeemq.broker.delay;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.apogeemq.broker.topic.Topics;
import org.apogeemq.protocol.record.Names;
import org.apogeemq.store.Store;
import org.apogeemq.store.log.Outcome;
import org.apogeemq.store.queue.ConsumeQueue;
import org.apogeemq.time.Clock;
import org.apogeemq.time.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings messages whose delay is over from the schedule topic to where they are for.
 *
 * <p>All messages of a level wait equally long, so only the first of each level has to be looked at, and a timer is set
 * for the earliest of them. How far the levels are goes to the log with each batch. What was delivered and not noted
 * before a crash is delivered again: {@value #STEP} messages of each level at most.
 */
public final class Delivery implements AutoCloseable {
    /** When it is tried again after a failure. */
    static final Duration RETRY = Duration.ofSeconds(1);

    /** How long a message is tried that the disk does not return; other messages of its level wait for that. */
    static final Duration UNREADABLE_MAX = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);
    private static final Duration CLOSE_WAIT = Duration.ofSeconds(5);
    private static final int STEP = 32;

    private final Store store;
    private final Clock clock;
    private final Scheduler scheduler;
    private final Executor executor;
    private final List<Level> levels = new ArrayList<>();

    private final AtomicInteger turns = new AtomicInteger(); // asked for and not done
    private final AtomicLong wakeAt = new AtomicLong(Level.NEVER); // wall clock, ms: when the next turn is due
    private final ReentrantLock turn = new ReentrantLock();

    // Confined to the turn.
    private final Batch batch;
    private boolean failing;

    private volatile boolean closed;

    /**
     * @param noted how far the levels are
     * @param delays of the levels 1, 2, ...; what waits in levels that are no longer set keeps its time
     * @param executor runs turns, which wait for the disk
     */
    public Delivery(
            DelayOffsets noted,
            List<Duration> delays,
            Topics topics,
            Store store,
            Clock clock,
            Scheduler scheduler,
            Executor executor) {
        this.store = store;
        this.clock = clock;
        this.scheduler = scheduler;
        this.executor = executor;
        Map<Integer, Long> offsets = noted.all();
        int count = Math.max(delays.size(), queues());
        for (int number = 1; number <= count; number++) {
            Duration delay = number <= delays.size() ? delays.get(number - 1) : Level.NO_LONGER_SET;
            levels.add(new Level(number, delay, begin(number, offsets), store, STEP));
        }
        batch = new Batch(topics, store, noted, STEP * count);
    }

    /** Queues of the schedule topic, also those of levels that are no longer set. */
    private int queues() {
        List<ConsumeQueue> queues = store.queues().ofTopic(Names.SCHEDULE_TOPIC);
        return queues.isEmpty() ? 0 : queues.getLast().queueId() + 1;
    }

    private long begin(int level, Map<Integer, Long> noted) {
        ConsumeQueue queue = store.queues().get(Names.SCHEDULE_TOPIC, level - 1);
        long end = queue == null ? 0 : queue.maxOffset();
        return Math.min(noted.getOrDefault(level, 0L), end); // Apache's file may say anything
    }

    /** Begins where the levels were left. */
    public void start() {
        wakeAt(clock.wallMillis());
    }

    /** A message is about to be put into a level, one of those that are set. Any thread; cheap. */
    // hot
    public void expect(int level) {
        wakeAt(levels.get(level - 1).expect(clock.wallMillis())); // a turn sees what is expected, or is woken
    }

    /** Ends the turn under way and begins no more. Before the store is closed. */
    @Override
    public void close() {
        closed = true;
        boolean ended = false;
        try {
            ended = turn.tryLock(CLOSE_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (ended) {
            turn.unlock();
        } else {
            LOG.warn("delayed messages are still being delivered; some may come again after the restart");
        }
    }

    private void wakeAt(long millis) {
        long planned = wakeAt.get();
        while (millis < planned) {
            if (wakeAt.compareAndSet(planned, millis)) {
                scheduler.after(Duration.ofMillis(Math.max(0, millis - clock.wallMillis())), this::askForTurn);
                return;
            }
            planned = wakeAt.get();
        }
    }

    private void askForTurn() {
        if (turns.getAndIncrement() == 0) {
            try {
                executor.execute(this::run);
            } catch (RejectedExecutionException ended) {
                LOG.debug("delayed messages stay where they are: the broker is closed", ended);
            }
        }
    }

    private void run() {
        int asked = turns.get();
        while (asked > 0) {
            turn.lock();
            try {
                turn();
            } finally {
                turn.unlock();
            }
            asked = turns.addAndGet(-asked);
        }
    }

    private void turn() {
        wakeAt.set(Level.NEVER);
        long wake = Level.NEVER;
        do {
            wake = closed ? Level.NEVER : deliver();
        } while (wake <= clock.wallMillis());
        wakeAt(wake);
    }

    /** Delivers some of each level; returns when the next one is due, which may be over. */
    private long deliver() {
        long now = clock.wallMillis();
        long again = now + RETRY.toMillis();
        long wake = Level.NEVER;
        boolean failed = false;
        for (Level level : levels) {
            try {
                wake = Math.min(wake, level.collect(now, batch));
            } catch (RuntimeException e) { // the others must not suffer
                failed = true;
                failing("delayed messages of level " + level.number() + " are not delivered; trying every second", e);
            }
        }
        Outcome failure = batch.store();
        if (failure != null) {
            failed = true;
            failing("delayed messages wait: the log does not take them (" + failure + ")", null);
        }
        failing = failed;
        return failure != null ? again : failed ? Math.min(wake, again) : wake;
    }

    private void failing(String text, RuntimeException cause) {
        if (!failing) {
            LOG.error(text, cause);
        }
    }
}
