package org.apogeemq.cli;

import java.util.List;
import org.apogeemq.remoting.ClientConfig;
import org.apogeemq.remoting.EventLoops;
import org.apogeemq.remoting.RemotingClient;
import org.apogeemq.time.SystemTime;

/** What a command needs to speak to a queue: clocks, one event loop, connections. Opened and closed by the command. */
final class Session implements AutoCloseable {
    private final SystemTime time;
    private final EventLoops loops;
    private final RemotingClient client;

    Session() {
        time = new SystemTime(failure -> {
            throw new IllegalStateException("a task of the command failed", failure);
        });
        loops = EventLoops.start(1);
        client = new RemotingClient(ClientConfig.DEFAULT, loops, time, time);
    }

    SystemTime time() {
        return time;
    }

    Remote remote(List<String> nameServers) {
        return new Remote(client, nameServers);
    }

    @Override
    public void close() {
        client.close();
        loops.close();
        time.close();
    }
}
