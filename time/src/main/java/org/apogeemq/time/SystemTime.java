package org.apogeemq.time;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The machine's own clocks and one timer thread, named {@code apogee-timer}. */
public final class SystemTime implements Clock, Scheduler, AutoCloseable {
    private final ScheduledThreadPoolExecutor timer;
    private final Consumer<Throwable> onFailure;

    /** @param onFailure told of everything a task throws; called on the timer thread */
    public SystemTime(Consumer<Throwable> onFailure) {
        this.onFailure = onFailure;
        timer = new ScheduledThreadPoolExecutor(1, task -> {
            var thread = new Thread(task, "apogee-timer");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public long wallMillis() {
        return System.currentTimeMillis();
    }

    @Override
    public long monotonicNanos() {
        return System.nanoTime();
    }

    @Override
    public Scheduled after(Duration delay, Runnable task) {
        return cancelling(timer.schedule(guarded(task), delay.toNanos(), TimeUnit.NANOSECONDS));
    }

    @Override
    public Scheduled every(Duration first, Duration period, Runnable task) {
        return cancelling(
                timer.scheduleAtFixedRate(guarded(task), first.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS));
    }

    /** Stops the timer thread; tasks still waiting are dropped. */
    @Override
    public void close() {
        timer.shutdownNow();
    }

    private Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (Throwable failure) { // a task's last line: report it, keep the thread for the other tasks
                onFailure.accept(failure);
            }
        };
    }

    private static Scheduled cancelling(Future<?> future) {
        return () -> future.cancel(false);
    }
}
