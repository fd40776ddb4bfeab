package org.apogeemq.cli.reach;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apogeemq.remoting.ClientConfig;
import org.apogeemq.remoting.EventLoops;
import org.apogeemq.remoting.RemotingClient;
import org.apogeemq.time.SystemTime;

/** What a command needs to speak to a queue: clocks, one event loop, connections. Opened and closed by the command. */
public final class Session implements AutoCloseable {
    private final SystemTime time;
    private final EventLoops loops;
    private final RemotingClient client;

    public Session() {
        time = new SystemTime(failure -> {
            throw new IllegalStateException("a task of the command failed", failure);
        });
        loops = EventLoops.start(1);
        client = new RemotingClient(ClientConfig.DEFAULT, loops, time, time);
    }

    /** The clocks and timers. */
    public SystemTime time() {
        return time;
    }

    /** What is behind these name servers. */
    public Remote remote(List<String> nameServers) {
        return new Remote(client, nameServers);
    }

    /** Waits, as a view does that is shown again. */
    public void pause(Duration duration) throws InterruptedException {
        var over = new CountDownLatch(1);
        time.after(duration, over::countDown);
        over.await();
    }

    @Override
    public void close() {
        client.close();
        loops.close();
        time.close();
    }
}
