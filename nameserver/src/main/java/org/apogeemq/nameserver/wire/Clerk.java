package org.apogeemq.nameserver.wire;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The thread on which everything that changes the tables runs, in the order of arrival: a registration may be megabytes
 * of JSON, a setting waits for the disk, and neither belongs on an event loop. The thread ends when idle.
 */
public final class Clerk implements AutoCloseable {
    private static final int WAITING_MAX = 3_000;
    private static final long IDLE_SECONDS = 5;
    private static final long CLOSE_SECONDS = 5;

    private final ThreadPoolExecutor thread;

    /** A clerk without work. */
    public Clerk() {
        thread = new ThreadPoolExecutor(
                1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(WAITING_MAX), Clerk::named);
        thread.allowCoreThreadTimeOut(true);
    }

    private static Thread named(Runnable task) {
        var made = new Thread(task, "apogee-nameserver");
        made.setDaemon(true);
        return made;
    }

    /** Takes a task. False if too many wait, or after {@link #close}. */
    boolean take(Runnable task) {
        try {
            thread.execute(task);
            return true;
        } catch (RejectedExecutionException full) {
            return false;
        }
    }

    /** Finishes what was taken, for a few seconds at most. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
