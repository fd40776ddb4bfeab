package org.apogeemq.server.process;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The end of the process by SIGTERM or Ctrl-C: closes what runs, in bounded time. Whatever is not closed by then is
 * left as kill -9 would leave it, which the next start repairs.
 */
public final class StopSignal {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int NOT_CLOSED_IN_TIME = 1;

    private final CountDownLatch stopped = new CountDownLatch(1);

    /**
     * Closes {@code running} when the process is asked to stop.
     *
     * @param late told if it is not closed after 20 seconds, just before the process ends
     */
    public void closes(Runnable running, Runnable late) {
        var closing = new Thread(
                () -> {
                    running.run();
                    stopped.countDown();
                },
                "apogee-close");
        closing.setDaemon(true);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> await(closing, late), "apogee-stop"));
    }

    private void await(Thread closing, Runnable late) {
        closing.start();
        try {
            if (stopped.await(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // someone ends the end: go the short way
        }
        late.run();
        Runtime.getRuntime().halt(NOT_CLOSED_IN_TIME);
    }

    /** Waits until all is closed. */
    public void await() throws InterruptedException {
        stopped.await();
    }
}
