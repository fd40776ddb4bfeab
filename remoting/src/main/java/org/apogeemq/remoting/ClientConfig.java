package org.apogeemq.remoting;

import java.time.Duration;

/**
 * How a client connects.
 *
 * @param connectTimeout above zero, to the millisecond
 */
public record ClientConfig(Duration connectTimeout, ConnectionLimits limits) {
    /** 3 s to connect, default limits. */
    public static final ClientConfig DEFAULT = new ClientConfig(Duration.ofSeconds(3), ConnectionLimits.DEFAULT);

    public ClientConfig {
        if (connectTimeout.toMillis() < 1) {
            throw new IllegalArgumentException(
                    "connectTimeout is " + connectTimeout.toMillis() + " ms, must be 1 or more");
        }
    }
}
