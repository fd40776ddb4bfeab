package org.apogeemq.nameserver;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apogeemq.nameserver.kv.KvConfigs;
import org.apogeemq.nameserver.registry.BrokerKey;
import org.apogeemq.nameserver.registry.RouteTable;
import org.apogeemq.nameserver.wire.Clerk;
import org.apogeemq.nameserver.wire.NameHandler;
import org.apogeemq.nameserver.wire.Requests;
import org.apogeemq.nameserver.wire.RouteAddresses;
import org.apogeemq.nameserver.wire.Settings;
import org.apogeemq.remoting.Connection;
import org.apogeemq.remoting.EventLoops;
import org.apogeemq.remoting.RemotingMetrics;
import org.apogeemq.remoting.RemotingServer;
import org.apogeemq.time.Clock;
import org.apogeemq.time.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running name server: wires its rooms and looks for silent brokers. Thread-safe. */
public final class NameServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NameServer.class);

    private final RouteTable table = new RouteTable();
    private final Clerk clerk = new Clerk();
    private final RemotingServer server;
    private final Scheduler.Scheduled scan;
    private final EventLoops ownLoops;

    private NameServer(
            NameServerConfig config,
            EventLoops loops,
            EventLoops ownLoops,
            Clock clock,
            Scheduler scheduler,
            RouteAddresses addresses)
            throws IOException {
        this.ownLoops = ownLoops;
        var settings = new Settings(config.settings());
        KvConfigs kv = openKv(config.kvConfigPath());
        var requests = new Requests(table, kv, settings, addresses, clerk, clock);
        server = RemotingServer.start(config.server(), loops, loop -> new NameHandler(requests), scheduler, clock);
        scan = scheduler.every(
                config.scanInterval(), config.scanInterval(), () -> dropSilent(table.expire(clock.monotonicNanos())));
    }

    /**
     * Starts a name server on an event loop of its own.
     *
     * @throws IOException if a port is taken or the settings file cannot be read; the message says which
     */
    public static NameServer start(NameServerConfig config, Clock clock, Scheduler scheduler, RouteAddresses addresses)
            throws IOException {
        EventLoops loops = EventLoops.start(1);
        try {
            return new NameServer(config, loops, loops, clock, scheduler, addresses);
        } catch (IOException | RuntimeException e) {
            loops.close();
            throw e;
        }
    }

    /** The same on event loops that others use too; they stay open when the name server is closed. */
    public static NameServer start(
            NameServerConfig config, EventLoops loops, Clock clock, Scheduler scheduler, RouteAddresses addresses)
            throws IOException {
        return new NameServer(config, loops, null, clock, scheduler, addresses);
    }

    private static KvConfigs openKv(Path file) throws IOException {
        if (file == null) {
            return KvConfigs.inMemory();
        }
        Files.createDirectories(file.toAbsolutePath().getParent());
        return KvConfigs.open(file);
    }

    private static void dropSilent(Map<BrokerKey, Object> silent) {
        silent.forEach((broker, session) -> {
            LOG.warn("broker {} is dropped: it has been silent for too long", broker);
            ((Connection) session).close("silent broker");
        });
    }

    /** Where it listens, with the ports really taken. */
    public List<InetSocketAddress> addresses() {
        return server.addresses();
    }

    public RemotingMetrics metrics() {
        return server.metrics();
    }

    /** Stops listening, closes all connections, and finishes the changes already taken. */
    @Override
    public void close() {
        scan.cancel();
        server.close();
        clerk.close();
        if (ownLoops != null) {
            ownLoops.close();
        }
    }
}
