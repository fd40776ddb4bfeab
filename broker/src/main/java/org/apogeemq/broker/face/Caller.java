package org.apogeemq.broker.face;

import java.net.InetSocketAddress;
import java.util.Objects;

/**
 * Who asks.
 *
 * @param client address of the client as it is seen here
 * @param reached address of ours by which the client reached us
 * @param language code of the client's language, 0 is Java
 * @param version ordinal of the client's release
 */
public record Caller(InetSocketAddress client, InetSocketAddress reached, int language, int version) {
    public Caller {
        Objects.requireNonNull(client, "client");
        Objects.requireNonNull(reached, "reached");
    }
}
