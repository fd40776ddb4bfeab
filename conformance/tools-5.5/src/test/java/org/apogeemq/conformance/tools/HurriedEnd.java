package org.apogeemq.conformance.tools;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Shortens the end of a command: the client's shutdown waits for a thread that looks for events once in three seconds.
 * That thread is woken as soon as the command waits for it.
 */
final class HurriedEnd implements AutoCloseable {
    private static final long LOOK_MILLIS = 25;
    private static final String WAITED_FOR = "NettyEventExecutor";

    private final Thread command;
    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor();

    HurriedEnd(Thread command) {
        this.command = command;
    }

    void begin() {
        looks.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Those of other clients are woken, too, and go on looking. */
    private void look() {
        for (StackTraceElement frame : command.getStackTrace()) {
            if (frame.getMethodName().equals("shutdown") && frame.getClassName().endsWith(".ServiceThread")) {
                Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> thread.getName().startsWith(WAITED_FOR))
                        .forEach(Thread::interrupt);
                return;
            }
        }
    }

    @Override
    public void close() {
        looks.shutdownNow();
    }
}
