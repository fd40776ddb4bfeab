package org.apogeemq.testkit.server;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Waiting for a server to reach a state that it does not announce. */
final class Waiting {
    private static final Duration INTERVAL = Duration.ofMillis(20);

    private Waiting() {}

    /**
     * Asks again and again until {@code state} holds.
     *
     * @throws IllegalStateException if it does not within {@code limit}
     */
    static void until(String what, Duration limit, BooleanSupplier state) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!state.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("no " + what + " within " + limit.toMillis() + " ms");
            }
            pause();
        }
    }

    private static void pause() {
        try {
            TimeUnit.NANOSECONDS.sleep(INTERVAL.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting", e);
        }
    }
}
