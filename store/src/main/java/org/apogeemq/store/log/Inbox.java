package org.apogeemq.store.log;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apogeemq.time.Clock;

/**
 * Makes one thread at a time the log's owner without anyone waiting: who submits while nobody owns the log runs its
 * task and what comes in meanwhile; the others leave their task and go on (flat combining). An owner gives at most
 * about a millisecond or 256 tasks of its time, then a standing thread goes on in its place.
 *
 * <p>{@code newest} tells it all: {@code null}, nobody owns the log; {@link #OWNED}, somebody does and nothing waits;
 * otherwise the newest waiting task, linked to the ones before it.
 */
final class Inbox implements AutoCloseable {
    private static final long TURN_NANOS = 1_000_000;
    private static final int TURN_TASKS = 256;

    private static final LogTask OWNED = new LogTask() {
        @Override
        void run(LogWriter writer) {
            throw new AssertionError("not a task");
        }
    };

    private final AtomicReference<LogTask> newest = new AtomicReference<>();
    private final AtomicReference<LogTask> handedOver = new AtomicReference<>();
    private final LogWriter writer;
    private final Clock clock;
    private final Thread standIn;

    private volatile boolean closed;

    Inbox(LogWriter writer, Clock clock) {
        this.writer = writer;
        this.clock = clock;
        standIn = new Thread(this::standIn, "apogee-log");
        standIn.setDaemon(true);
        standIn.start();
    }

    /** Has {@code task} run by this thread, or by the one that owns the log. Any thread, also from within a task. */
    // hot
    void submit(LogTask task) {
        LogTask before;
        do {
            before = newest.get();
            task.next = before;
        } while (!newest.compareAndSet(before, before == null ? OWNED : task));
        if (before == null) {
            own(task, TURN_TASKS);
        }
    }

    /** Ends the standing thread. Only behind a task that has ended the log. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(standIn);
    }

    /** Runs {@code oldest} and what follows, until nothing is left or the turn is over. */
    // hot
    private void own(LogTask oldest, int tasksMax) {
        long begun = clock.monotonicNanos();
        int left = tasksMax;
        LogTask task = oldest;
        while (true) {
            while (task != null) {
                if (left == 0) {
                    handOver(task);
                    return;
                }
                LogTask following = task.next; // the task is its submitter's again once it has run
                task.next = null;
                run(task);
                task = following;
                left = clock.monotonicNanos() - begun > TURN_NANOS && !closed ? 0 : left - 1;
            }
            writer.passEnd();
            if (newest.compareAndSet(OWNED, null)) {
                return;
            }
            task = inOrder(newest.getAndSet(OWNED));
        }
    }

    private void run(LogTask task) {
        try {
            task.run(writer);
        } catch (Throwable failure) { // the owner's last line: whatever it is, the log must not stay owned by nobody
            writer.broken(failure);
        }
    }

    /** Turns the waiting tasks, newest first, round. */
    private static LogTask inOrder(LogTask newest) {
        LogTask oldest = null;
        LogTask task = newest;
        while (task != OWNED) {
            LogTask before = task.next;
            task.next = oldest;
            oldest = task;
            task = before;
        }
        return oldest;
    }

    private void handOver(LogTask rest) {
        handedOver.set(rest);
        LockSupport.unpark(standIn);
        if (closed) { // the standing thread may have ended without seeing it
            LogTask back = handedOver.getAndSet(null);
            if (back != null) {
                own(back, Integer.MAX_VALUE);
            }
        }
    }

    private void standIn() {
        while (!closed || handedOver.get() != null) {
            LogTask rest = handedOver.getAndSet(null);
            if (rest != null) {
                own(rest, Integer.MAX_VALUE);
            } else {
                LockSupport.park(this);
            }
        }
    }
}
