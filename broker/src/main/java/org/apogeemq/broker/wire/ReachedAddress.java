package org.apogeemq.broker.wire;

import java.net.InetSocketAddress;

/** Under which address a client that came in at a local address finds this broker again; see principle 12 of design. */
@FunctionalInterface
public interface ReachedAddress {
    /** @param local our side of the client's connection */
    InetSocketAddress of(InetSocketAddress local);
}
