package org.apogeemq.store.log;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.apogeemq.time.Clock;

/**
 * Forces the log when asked, on a thread of its own. Everything appended before a force begins is covered by it. An
 * error is final: what is on disk is then unknown, so nothing is forced any more.
 */
final class Flusher implements AutoCloseable {
    private final Segments segments;
    private final Positions positions;
    private final Runnable onFlushed;
    private final Runnable afterForce;
    private final Consumer<IOException> onFailure;
    private final Clock clock;
    private final Gathering gathering;
    private final AtomicBoolean wanted = new AtomicBoolean();
    private final Thread thread;

    private volatile boolean closed;
    private boolean failed; // guarded by this

    /**
     * @param onFlushed told when the flushed position has moved, by the thread that moved it
     * @param afterForce done on the flusher's thread when the others have been told
     * @param onFailure told once
     */
    Flusher(
            Segments segments,
            Positions positions,
            Runnable onFlushed,
            Runnable afterForce,
            Consumer<IOException> onFailure,
            Clock clock) {
        this.segments = segments;
        this.positions = positions;
        this.onFlushed = onFlushed;
        this.afterForce = afterForce;
        this.onFailure = onFailure;
        this.clock = clock;
        gathering = new Gathering(positions, clock);
        thread = new Thread(this::run, "apogee-flush");
        thread.setDaemon(true);
        thread.start();
    }

    /** Has everything appended so far forced soon. Any thread; cheap. */
    void wake() {
        // One atomic step, so that the thread either sees what was appended before or comes again.
        if (!wanted.getAndSet(true) || gathering.isEnough()) {
            LockSupport.unpark(thread);
        }
    }

    /** Forces everything appended so far before it returns. Not on the log's owner. */
    boolean flush() {
        boolean moved;
        synchronized (this) { // over I/O: whoever else comes wants the same bytes on disk
            if (failed) {
                return false;
            }
            long from = positions.flushed();
            long to = positions.appended();
            moved = to > from;
            try {
                if (moved) {
                    segments.force(from, to);
                    positions.flushed(to);
                }
            } catch (IOException e) {
                failed = true;
                onFailure.accept(e);
                return false;
            }
        }
        if (moved) {
            onFlushed.run();
        }
        return true;
    }

    /** Ends the thread; {@link #flush} still works. */
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
                gathering.await();
                wanted.getAndSet(false); // before the appended position is read, see wake()
                force();
            } else {
                LockSupport.park(this);
            }
        }
    }

    private void force() {
        long from = positions.flushed();
        long begun = clock.monotonicNanos();
        if (flush()) {
            gathering.forced(positions.flushed() - from, begun);
            afterForce.run();
        }
    }
}
