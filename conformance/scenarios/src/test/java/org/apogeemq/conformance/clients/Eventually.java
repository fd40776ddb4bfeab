package org.apogeemq.conformance.clients;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;

/** Waiting with a bound that suits a busy machine of two cores. */
public final class Eventually {
    private static final Duration LIMIT = Duration.ofSeconds(45);
    private static final Duration INTERVAL = Duration.ofMillis(20);

    private Eventually() {}

    /** Repeats {@code assertion} until it holds, for at most 45 seconds. */
    public static void eventually(ThrowingRunnable assertion) {
        within(LIMIT, assertion);
    }

    /** The same for what has pauses of the client in it: 20 s until a queue is asked for or given back again. */
    public static void within(Duration limit, ThrowingRunnable assertion) {
        Awaitility.await().atMost(limit).pollInterval(INTERVAL).untilAsserted(assertion);
    }
}
