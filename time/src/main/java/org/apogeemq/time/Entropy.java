package org.apogeemq.time;

import java.util.concurrent.ThreadLocalRandom;

/** A source of random numbers, injected like time so that a test can repeat what it saw. Thread-safe. */
@FunctionalInterface
public interface Entropy {
    /** The system's source. */
    Entropy SYSTEM = bound -> ThreadLocalRandom.current().nextInt(bound);

    /** A number in {@code [0, bound)}. */
    int below(int bound);
}
