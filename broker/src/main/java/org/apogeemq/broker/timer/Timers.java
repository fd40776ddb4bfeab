package org.apogeemq.broker.timer;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.apogeemq.broker.topic.Topics;
import org.apogeemq.protocol.record.Names;
import org.apogeemq.store.Store;
import org.apogeemq.store.queue.ConsumeQueue;
import org.apogeemq.store.timer.DamagedTimersException;
import org.apogeemq.store.timer.TimerIndex;
import org.apogeemq.time.Clock;
import org.apogeemq.time.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings messages for a time of their own to where they are for when that time has come.
 *
 * <p>They wait in one queue. An index, made from that queue, says which is due next; how far delivery is goes to the
 * log in one write with what is delivered. All work is done in turns, by one thread at a time: taking in what has come,
 * delivering what is due. After a kill nothing is lost, and nothing delivered again but what was being written at that
 * moment.
 */
public final class Timers implements AutoCloseable {
    /** When it is tried again after a failure. */
    static final Duration RETRY = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(Timers.class);
    private static final Duration CLOSE_WAIT = Duration.ofSeconds(5);
    /** Who comes shortly behind another one is taken in with it. */
    private static final long GATHER_MILLIS = 2;

    private final Store store;
    private final Clock clock;
    private final Executor executor;
    private final Alarm alarm;
    private final IndexKeeping keeping;

    private final AtomicInteger turns = new AtomicInteger(); // asked for and not done
    private final ReentrantLock turn = new ReentrantLock();

    // Confined to the turn.
    private final Intake intake;
    private final Firing firing;
    private final Rolling rolling;
    private TimerIndex index; // null: not opened yet
    private boolean failing;

    private volatile boolean closed;

    /**
     * Where the work is done.
     *
     * @param turns runs turns, which wait for the disk
     * @param background runs what takes seconds, one task at a time
     */
    public record Workers(Executor turns, Executor background) {}

    /**
     * @param noted how far delivery is
     * @param files where the index is kept
     */
    public Timers(
            TimerProgress noted,
            IndexFiles files,
            Topics topics,
            Store store,
            Clock clock,
            Scheduler scheduler,
            Workers workers) {
        this.store = store;
        this.clock = clock;
        executor = workers.turns;
        RecordReader reader = new RecordReader(store.log());
        intake = new Intake(store, clock, reader);
        firing = new Firing(topics, store, noted, clock, reader);
        rolling = new Rolling(store, noted, clock, reader);
        keeping = new IndexKeeping(files, workers.background, this::askForTurn, store, clock);
        alarm = new Alarm(clock, scheduler, this::askForTurn);
    }

    /** Begins where delivery was left. */
    public void start() {
        store.queues().obtain(Names.TIMER_TOPIC, 0).watcher(new Arrivals());
        store.beforeExpiry(this::mayExpire);
        askForTurn();
    }

    /** Is told of waiting messages as they can be read. */
    private final class Arrivals implements ConsumeQueue.Watcher {
        // hot
        @Override
        public void arrived(ConsumeQueue queue, long queueOffset, long tagsCode) {
            alarm.at(clock.wallMillis() + GATHER_MILLIS);
        }
    }

    /** Ends the turn under way, begins no more, and saves the index. Before the store is closed. */
    @Override
    public void close() {
        closed = true;
        keeping.stop();
        boolean ended = false;
        try {
            ended = turn.tryLock(CLOSE_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!ended) {
            LOG.warn("timed messages are still being delivered; some may come again after the restart");
            return;
        }
        try {
            if (index != null) {
                keeping.close(index, intake.next());
            }
        } finally {
            turn.unlock();
        }
    }

    private void askForTurn() {
        if (turns.getAndIncrement() == 0) {
            try {
                executor.execute(this::run);
            } catch (RejectedExecutionException ended) {
                LOG.debug("timed messages stay where they are: the broker is closed", ended);
            }
        }
    }

    private void run() {
        int asked = turns.get();
        while (asked > 0) {
            turn.lock();
            try {
                if (!closed) {
                    turn();
                }
            } finally {
                turn.unlock();
            }
            asked = turns.addAndGet(-asked);
        }
    }

    private void turn() {
        alarm.clear();
        boolean failed = true;
        try {
            open();
            while (!closed && index != null && step()) {
                Thread.onSpinWait();
            }
            failed = false;
        } catch (DamagedTimersException e) {
            makeAgain(e);
        } catch (IOException | RuntimeException e) {
            if (!failing) {
                LOG.error("timed messages wait, tried again every second: {}", e.getMessage(), e);
            }
        }
        failing = failed;
        if (failed) {
            alarm.at(clock.wallMillis() + RETRY.toMillis());
        } else if (index != null && index.head() != null) {
            alarm.at(DueTime.ofKey(index.head().key()));
        }
    }

    private void open() throws IOException {
        if (index == null && intake.hasMore()) {
            index = keeping.open(firing.progress().key(), store.queues().get(Names.TIMER_TOPIC, 0));
            intake.moveTo(index.takenTo());
        } else if (index == null) {
            rolling.nobodyWaits();
        }
    }

    /** Does a little of everything; returns whether there is more to do now. */
    private boolean step() throws IOException {
        keeping.adopt(index);
        if (index.isFull()) {
            keeping.flush(index, intake.next(), firing.recalls());
        }
        Progress before = firing.progress();
        firing.progress(intake.step(index, before));
        boolean more = intake.hasMore();
        boolean known = intake.takenTo() >= before.below() || !more; // else what is due first may still come
        boolean full = known && firing.step(index, intake);
        boolean settled = known && !more && intake.missed().isEmpty() && firing.isSettled();
        boolean rolls = settled && roll();
        keeping.look(index, intake.next(), firing.recalls(), firing.progress());
        if (intake.failure() != null && !full) { // others must not suffer
            throw intake.failure();
        }
        return more || full || rolls;
    }

    /** Writes some anew, if asked for; returns whether there is more of it. */
    private boolean roll() throws IOException {
        if (rolling.isWanted()) {
            if (!rolling.isUnderWay()) {
                keeping.flush(index, intake.next(), firing.recalls());
            }
            firing.progress(rolling.step(index, firing.progress()));
            if (!rolling.isWanted()) {
                store.lookForSpace();
            }
        }
        return rolling.isWanted();
    }

    /**
     * Whether nobody waits any more in what lies before a log offset; else what waits there is written anew. The
     * store's background thread; may wait for the disk.
     */
    private boolean mayExpire(long logOffset) {
        if (closed) {
            return false;
        }
        ConsumeQueue waiting = store.queues().get(Names.TIMER_TOPIC, 0);
        if (waiting == null || waiting.minOffset() == waiting.maxOffset()) {
            return true;
        }
        if (rolling.isDone(logOffset)) {
            store.flush(); // what was written anew has to be there for sure
            return true;
        }
        rolling.ask(logOffset);
        askForTurn();
        return false;
    }

    private void makeAgain(DamagedTimersException cause) {
        LOG.warn("the index of timed messages is made again from the log: {}", cause.getMessage());
        try {
            index.clear();
            intake.moveTo(0);
            firing.reset();
            rolling.stop();
        } catch (IOException e) {
            LOG.error("the damaged index of timed messages cannot be closed", e);
        }
    }
}
