package org.apogeemq.store.log;

import java.io.IOException;
import java.util.function.Consumer;
import org.apogeemq.store.work.Worker;
import org.apogeemq.time.Clock;

/**
 * Forces the log when asked, on a thread of its own. Everything appended before a force begins is covered by it. An
 * error is final: what is on disk is then unknown, so nothing is forced any more.
 */
final class Flusher implements AutoCloseable {
    private final Segments segments;
    private final Positions positions;
    private final Runnable onFlushed;
    private final Consumer<IOException> onFailure;
    private final Clock clock;
    private final Gathering gathering;
    private final Worker worker;

    private boolean failed; // guarded by this

    /**
     * @param onFlushed told when the flushed position has moved, by the thread that moved it
     * @param onFailure told once
     */
    Flusher(Segments segments, Positions positions, Runnable onFlushed, Consumer<IOException> onFailure, Clock clock) {
        this.segments = segments;
        this.positions = positions;
        this.onFlushed = onFlushed;
        this.onFailure = onFailure;
        this.clock = clock;
        gathering = new Gathering(positions, clock);
        worker = new Worker("apogee-flush", gathering::await, this::force);
        worker.start();
    }

    /** Has everything appended so far forced soon. Any thread; cheap. */
    void wake() {
        if (!worker.wake() && gathering.isEnough()) {
            worker.hurry();
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
        worker.close();
    }

    private void force() {
        long from = positions.flushed();
        long begun = clock.monotonicNanos();
        if (flush()) {
            gathering.forced(positions.flushed() - from, begun);
        }
    }
}
