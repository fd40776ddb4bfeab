package org.apogeemq.store.work;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * A thread that sleeps until it is woken, does its work once and sleeps again. However often it is woken before it
 * begins, it works once; woken while it works, it works once more.
 */
public final class Worker implements AutoCloseable {
    private final Runnable gather;
    private final Runnable work;
    private final AtomicBoolean wanted = new AtomicBoolean();
    private final Thread thread;
    private volatile boolean closed;

    /**
     * The thread does not run before {@link #start}.
     *
     * @param work one round; must not throw
     */
    public Worker(String name, Runnable work) {
        this(name, () -> {}, work);
    }

    /**
     * The thread does not run before {@link #start}.
     *
     * @param gather runs before each round; who wakes the worker meanwhile asks for that same round. May park
     * @param work one round; must not throw
     */
    public Worker(String name, Runnable gather, Runnable work) {
        this.gather = gather;
        this.work = work;
        thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    /** Begins. */
    public void start() {
        thread.start();
    }

    /**
     * Has a round begin soon, after this call. Any thread; cheap.
     *
     * @return whether nobody had asked for it yet
     */
    public boolean wake() {
        // One atomic step, so that the thread either sees what was done before or comes again.
        boolean first = !wanted.getAndSet(true);
        if (first) {
            LockSupport.unpark(thread);
        }
        return first;
    }

    /** Ends the parking of {@code gather}, if it parks. Any thread. */
    public void hurry() {
        LockSupport.unpark(thread);
    }

    /** Whether it has been told to end: long work should. */
    public boolean isClosed() {
        return closed;
    }

    /** Ends the thread when the round it is in is over, and waits for that. Not on the thread itself. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!closed) {
            if (wanted.get()) {
                gather.run();
                wanted.getAndSet(false); // before the work looks at what there is, see wake()
                work.run();
            } else {
                LockSupport.park(this);
            }
        }
    }
}
