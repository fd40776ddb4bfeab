package org.apogeemq.bench.scenario;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.apogeemq.bench.load.Clients;
import org.apogeemq.bench.load.FirstMessage;
import org.apogeemq.bench.peers.Durability;
import org.apogeemq.bench.peers.Peer;
import org.apogeemq.bench.peers.Ports;
import org.apogeemq.bench.peers.RunningServer;

/** Starts one peer again and again in one data folder, each time on ports of its own, with clients that know them. */
final class Host {
    private static final Duration READY_LIMIT = Duration.ofMinutes(10);
    private static final double NANOS_PER_MILLISECOND = 1e6;

    private final Peer peer;
    private final Path folder;
    private int nextPort;
    private int starts;

    /** @param folder of the data; the caller deletes it */
    Host(Peer peer, Path folder, int firstPort) {
        this.peer = peer;
        this.folder = folder;
        nextPort = firstPort;
    }

    /**
     * A server that runs and has taken a message.
     *
     * @param firstSendMillis from the start of its first process to the first acknowledged send
     */
    record Started(RunningServer server, Clients clients, double firstSendMillis) implements AutoCloseable {
        @Override
        public void close() {
            server.close();
        }
    }

    /** Starts the peer; the clients that knock are open before. */
    Started start() throws Exception {
        Ports ports = Ports.free(nextPort);
        nextPort = ports.next();
        Clients clients = new Clients(peer.nameServer(ports), "bench-host-" + nextPort + "-" + ++starts);
        try (FirstMessage knock = new FirstMessage(clients)) {
            RunningServer server = peer.start(folder, ports, Durability.MEMORY);
            try {
                long sentAtNanos = knock.send(READY_LIMIT);
                server.awaitReady(READY_LIMIT);
                return new Started(server, clients, (sentAtNanos - server.startedAtNanos()) / NANOS_PER_MILLISECOND);
            } catch (IOException | InterruptedException e) {
                server.close();
                throw e;
            }
        }
    }

    /** Where the next search for ports begins. */
    int nextPort() {
        return nextPort;
    }
}
