package org.apogeemq.bench.peers;

import java.nio.file.Path;
import java.time.Duration;
import org.apogeemq.bench.proc.ProcessGroup;

/**
 * A server that somebody else started and will stop.
 *
 * @param name for the table
 * @param address of its name server, {@code host:port}
 * @param processes its processes on this machine
 */
public record AlreadyRunning(String name, String address, ProcessGroup processes) implements Peer {
    @Override
    public String nameServer(Ports ports) {
        return address;
    }

    @Override
    public boolean startable() {
        return false;
    }

    @Override
    public RunningServer start(Path folder, Ports ports, Durability durability) {
        return new Untouched(processes, System.nanoTime());
    }

    private record Untouched(ProcessGroup processes, long startedAtNanos) implements RunningServer {
        @Override
        public void awaitReady(Duration limit) {
            // Somebody started it before us.
        }

        @Override
        public void close() {
            // Somebody else stops it.
        }
    }
}
