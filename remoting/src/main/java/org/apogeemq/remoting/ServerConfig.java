package org.apogeemq.remoting;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * Where a server listens and what its connections may take.
 *
 * @param addresses one or more, all served alike; port 0 takes a free one
 */
public record ServerConfig(List<InetSocketAddress> addresses, ConnectionLimits limits) {
    public ServerConfig {
        addresses = List.copyOf(addresses);
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("addresses is empty, must name at least one to listen on");
        }
        for (InetSocketAddress address : addresses) {
            if (address.isUnresolved()) {
                throw new IllegalArgumentException("address " + address + " cannot be resolved");
            }
        }
    }

    public ServerConfig(List<InetSocketAddress> addresses) {
        this(addresses, ConnectionLimits.DEFAULT);
    }
}
