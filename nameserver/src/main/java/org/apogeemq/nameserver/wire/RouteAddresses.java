package org.apogeemq.nameserver.wire;

import org.apogeemq.remoting.Connection;

/** How the address of a broker is shown to who asks. Called on event loops; must not block. */
@FunctionalInterface
public interface RouteAddresses {
    /** Addresses as the brokers registered them. */
    RouteAddresses AS_REGISTERED = (registeredAddress, asker) -> registeredAddress;

    /** The {@code host:port} by which {@code asker} reaches the broker; the one given if there is no other. */
    String present(String registeredAddress, Connection asker);
}
