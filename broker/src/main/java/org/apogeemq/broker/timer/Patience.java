package org.apogeemq.broker.timer;

import java.time.Duration;

/** How long a message is tried that the disk does not return: as long as for consumers. One thread. */
final class Patience {
    static final Duration MOST = Duration.ofSeconds(30);

    private long logOffset = -1;
    private long since;

    /** The message at {@code logOffset} was not returned; says whether that has lasted too long. */
    boolean isOver(long failing, long nanos) {
        if (logOffset != failing) {
            logOffset = failing;
            since = nanos;
        }
        return nanos - since >= MOST.toNanos();
    }
}
