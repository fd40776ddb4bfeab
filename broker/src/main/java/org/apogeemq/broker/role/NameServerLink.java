package org.apogeemq.broker.role;

import java.net.InetAddress;
import java.util.concurrent.CompletableFuture;
import org.apogeemq.protocol.header.RegisterHeaders.RegisterBroker;
import org.apogeemq.protocol.header.RegisterHeaders.UnregisterBroker;

/** The way to the name servers, each given as {@code host:port}. Thread-safe; every call ends within a bounded time. */
public interface NameServerLink {
    /** Our own address on the connection to {@code nameServer}, made if there is none. */
    CompletableFuture<InetAddress> localSide(String nameServer);

    /** Registers; fails if the name server cannot be reached or refuses. */
    CompletableFuture<Void> register(String nameServer, RegisterBroker header, byte[] body);

    /** Takes the registration back. */
    CompletableFuture<Void> unregister(String nameServer, UnregisterBroker header);

    /** Sets who is told that a connection to a name server broke. */
    void onLost(Runnable task);
}
