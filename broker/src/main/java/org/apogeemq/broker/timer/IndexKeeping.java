package org.apogeemq.broker.timer;

import java.io.IOException;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apogeemq.store.Store;
import org.apogeemq.store.StoreException;
import org.apogeemq.store.queue.ConsumeQueue;
import org.apogeemq.store.timer.Merge;
import org.apogeemq.store.timer.Saving;
import org.apogeemq.store.timer.TimerEntry;
import org.apogeemq.store.timer.TimerIndex;
import org.apogeemq.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that the index of timers is on disk now and then, and that its files stay few. Confined to the turn, but
 * for the background work, of which there is one at a time.
 */
final class IndexKeeping {
    private static final Logger LOG = LoggerFactory.getLogger(IndexKeeping.class);
    /** So many may have to be taken in again after a kill. */
    private static final long TAKEN_AGAIN_MAX = 1 << 18;

    private static final long CLOSE_WAIT_SECONDS = 5;

    private final IndexFiles files;
    private final Executor background;
    private final Runnable onDone;
    private final Store store;
    private final Clock clock;
    private long triedAgainAt; // monotonic, ns; after a failure
    private boolean unsaved;
    private boolean failing;
    private Saving saving;
    private Merge merge;
    // Set by the background work when it is over, and taken by the turn.
    private volatile CompletableFuture<Void> work;
    private volatile Merge merging;

    /** @param onDone run when background work is over; any thread */
    IndexKeeping(IndexFiles files, Executor background, Runnable onDone, Store store, Clock clock) {
        this.store = store;
        this.clock = clock;
        this.files = files;
        this.background = background;
        this.onDone = onDone;
    }

    /** Opens the index; it is empty if it knows of messages that are not in {@code queue}. */
    TimerIndex open(long fromKey, ConsumeQueue queue) throws IOException {
        TimerIndex index = files.open(fromKey & ~1L);
        if (index.takenTo() > queue.maxOffset()) {
            LOG.warn("the index of timed messages knows of more than there are and is made again from the log");
            index.clear();
        }
        return index;
    }

    /** Writes what is in memory to a file; what is needed still is added again. */
    void flush(TimerIndex index, long takenTo, Collection<TimerEntry> needed) throws IOException {
        index.flush(takenTo);
        needed.forEach(index::add);
        unsaved = true;
    }

    /** Looks whether there is anything to be done in the background, or that should be in a file. */
    void look(TimerIndex index, long takenTo, Collection<TimerEntry> needed, Progress progress) throws IOException {
        if (takenTo - index.takenTo() >= TAKEN_AGAIN_MAX) {
            flush(index, takenTo, needed);
        }
        if (work != null || failing && clock.monotonicNanos() < triedAgainAt) {
            return;
        }
        if (unsaved) {
            unsaved = false;
            saving = index.saving();
            Saving begun = saving;
            begin(() -> save(begun));
        } else {
            merge = index.merge(progress::isDone);
            if (merge != null) {
                merging = merge;
                begin(merge::run);
            }
        }
    }

    /** What the index holds must be in the log for sure. */
    private void save(Saving what) throws IOException {
        store.flush();
        what.run();
    }

    private interface Work {
        void run() throws IOException;
    }

    private void begin(Work task) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        work = done;
        try {
            background.execute(() -> {
                try {
                    task.run();
                    done.complete(null);
                } catch (IOException | RuntimeException e) {
                    done.completeExceptionally(e);
                }
                onDone.run();
            });
        } catch (RejectedExecutionException e) {
            done.completeExceptionally(e);
        }
    }

    /** Takes over what was done in the background. */
    void adopt(TimerIndex index) throws IOException {
        CompletableFuture<Void> ended = work;
        if (ended == null || !ended.isDone()) {
            return;
        }
        work = null;
        boolean succeeded = !ended.isCompletedExceptionally();
        if (!succeeded && !failing) {
            LOG.error("the index of timed messages cannot be written and is tried again", ended.exceptionNow());
        }
        failing = !succeeded;
        triedAgainAt = clock.monotonicNanos() + Timers.RETRY.toNanos();
        if (merge != null) {
            Merge over = merge;
            merge = null;
            merging = null;
            index.adopt(over, succeeded);
            unsaved |= succeeded;
        } else if (succeeded) {
            index.saved(saving);
        } else {
            unsaved = true;
        }
    }

    /** Has long work end. Any thread. */
    void stop() {
        Merge running = merging;
        if (running != null) {
            running.stop();
        }
    }

    /** Saves everything, unless that takes long: then some is taken in again by the next start. */
    void close(TimerIndex index, long takenTo) {
        try {
            if (work != null) {
                work.handle((done, failure) -> null).get(CLOSE_WAIT_SECONDS, TimeUnit.SECONDS);
                adopt(index);
            }
            index.flush(takenTo);
            save(index.saving());
            index.close();
        } catch (IOException | StoreException | ExecutionException | TimeoutException e) {
            LOG.warn("the index of timed messages was not saved; some is made again from the log", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
