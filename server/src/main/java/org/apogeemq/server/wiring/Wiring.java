package org.apogeemq.server.wiring;

import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apogeemq.broker.Broker;
import org.apogeemq.broker.BrokerConfig;
import org.apogeemq.broker.apache.Arrival;
import org.apogeemq.nameserver.NameServer;
import org.apogeemq.nameserver.NameServerConfig;
import org.apogeemq.protocol.json.JsonException;
import org.apogeemq.remoting.ConnectionLimits;
import org.apogeemq.remoting.EventLoops;
import org.apogeemq.remoting.RemotingServer;
import org.apogeemq.remoting.ServerConfig;
import org.apogeemq.server.process.ProcessAge;
import org.apogeemq.server.settings.BrokerKeys;
import org.apogeemq.server.settings.ChangedSettings;
import org.apogeemq.server.settings.NameServerKeys;
import org.apogeemq.server.settings.Setting;
import org.apogeemq.server.settings.Settings;
import org.apogeemq.store.StoreConfig;
import org.apogeemq.store.StoreException;
import org.apogeemq.store.disk.RealDisk;
import org.apogeemq.time.Entropy;
import org.apogeemq.time.SystemTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running program: every part, built from the plan in order, closed in reverse. */
public final class Wiring implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Wiring.class);
    private static final Duration ANNOUNCE_WAIT = Duration.ofSeconds(4);

    /** What epoll and NIO say. */
    private static final Pattern TAKEN =
            Pattern.compile(": [^:]*bind[^:]*: Address already in use|: Address already in use");

    private static final String OTHER_BROKER_PORT =
            "choose another port with --broker-port (it takes that port and the one two below it)";

    private final Plan plan;
    private final Consumer<String> notices;
    private final Settings settings;
    private final Parts parts = new Parts();
    private final SystemTime time;
    private final Addresses addresses;

    // Written once, by the thread that builds.
    private List<String> registered = List.of();

    private Wiring(Plan plan, Consumer<String> notices) {
        this.plan = plan;
        this.notices = notices;
        settings = plan.settings();
        addresses = new Addresses(plan);
        time = parts.add("timer", new SystemTime(failure -> LOG.error("a timed task failed", failure)));
    }

    /**
     * Makes the folders that the plan needs.
     *
     * @throws StartFailure if that cannot be done
     */
    public static void makeFolders(Plan plan) {
        DataFolder.make(plan.data());
        DataFolder.make(plan.logs());
    }

    /**
     * Builds all parts; on return they serve.
     *
     * @param notices told, line by line, what is found in the data folder before it is changed, if that is worth it
     * @throws StartFailure if one cannot be built; those built before it have been closed
     */
    public static Wiring start(Plan plan, Consumer<String> notices) {
        var wiring = new Wiring(plan, notices);
        try {
            wiring.build();
            return wiring;
        } catch (RuntimeException e) {
            wiring.close();
            throw e;
        }
    }

    private void build() {
        int cores = Runtime.getRuntime().availableProcessors();
        EventLoops loops =
                parts.add("event loops", EventLoops.start(plan.parts().hasBroker() ? cores : 1));
        if (plan.parts().hasNameServer()) {
            parts.add("name server", nameServer(loops));
        }
        if (plan.parts().hasBroker()) {
            Broker broker = parts.add("broker", broker(loops));
            parts.add("broker's ports", brokerServer(broker, loops));
            registered = announce(broker);
        }
    }

    private NameServer nameServer(EventLoops loops) {
        var config = new NameServerConfig(
                new ServerConfig(List.of(addresses.nameServer()), limits(NameServerKeys.IDLE)),
                settings.set(NameServerKeys.KV_FILE).orElse(plan.data().resolve("namesrv/kvConfig.json")),
                settings.get(NameServerKeys.SCAN),
                settings.written(Setting.Part.NAME_SERVER));
        try {
            return NameServer.start(config, loops, time, time, addresses.shown());
        } catch (BindException e) {
            throw new StartFailure("name server " + words(e, otherNameServerPort()), e);
        } catch (IOException e) {
            throw new StartFailure("name server: " + e.getMessage(), e);
        }
    }

    private String otherNameServerPort() {
        return "choose another port with " + (plan.parts() == Plan.Parts.BOTH ? "--nameserver-port" : "--port");
    }

    private Broker broker(EventLoops loops) {
        String name = settings.set(BrokerKeys.NAME).orElseGet(HostName::find);
        Function<Settings, BrokerConfig> records = values ->
                new ConfigRecords(values).broker(plan.data(), name, plan.announced(), addresses.nameServers());
        ChangedSettings changed = changedSettings();
        Settings inForce = changed.over(settings, notices);
        BrokerConfig config;
        try {
            config = records.apply(inForce);
        } catch (IllegalArgumentException e) {
            throw new StartFailure(e.getMessage(), e);
        }
        describe(config.store());
        var world = new Broker.World(new RealDisk(), loops, time, time, Entropy.SYSTEM);
        try {
            var running = new RunningSettings(settings, inForce, changed, records, name);
            return new Broker(config, world, addresses.reached(), running);
        } catch (StoreException e) {
            throw new StartFailure(e.getMessage(), e);
        }
    }

    private ChangedSettings changedSettings() {
        try {
            return ChangedSettings.read(new RealDisk(), plan.data().resolve("changed-settings.json"));
        } catch (IOException e) {
            throw new StartFailure("settings changed at run time cannot be read: " + e.getMessage(), e);
        }
    }

    private void describe(StoreConfig store) {
        try {
            Arrival.lines(new RealDisk(), store).forEach(notices);
        } catch (IOException | JsonException e) {
            throw new StartFailure("the store in " + store.root() + " cannot be read: " + e.getMessage(), e);
        }
    }

    private RemotingServer brokerServer(Broker broker, EventLoops loops) {
        var config = new ServerConfig(addresses.broker(), limits(BrokerKeys.IDLE));
        try {
            RemotingServer server = RemotingServer.start(config, loops, broker.handlers(), time, time);
            broker.servedBy(server.metrics());
            return server;
        } catch (BindException e) {
            throw new StartFailure("broker " + words(e, OTHER_BROKER_PORT), e);
        } catch (IOException e) {
            throw new StartFailure("broker: " + e.getMessage(), e);
        }
    }

    /** What a user reads: why, and {@code otherPort} if that would help. */
    private static String words(BindException failure, String otherPort) {
        Matcher taken = TAKEN.matcher(failure.getMessage());
        return taken.find()
                ? taken.replaceFirst(": the port is taken by another program") + "; " + otherPort
                : failure.getMessage()
                        + "; bindAddress must be an address of this machine, ports below 1024 need a right";
    }

    private ConnectionLimits limits(Setting<Duration> idle) {
        return ConnectionLimits.DEFAULT.withIdle(settings.get(idle));
    }

    /** Waits until every name server was told of the broker or did not answer; those are tried again later. */
    private List<String> announce(Broker broker) {
        try {
            broker.announce().get(ANNOUNCE_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn(
                    "not all of the name servers {} could be told of this broker: {}",
                    addresses.nameServers(),
                    e.toString());
        }
        return broker.announcedAddresses();
    }

    /** The one line that says that all parts serve, where, and how long it took since the process began. */
    public String readyLine(String startUpCache) {
        var line = new StringBuilder("Apogee ready in ")
                .append(ProcessAge.now(time).toMillis())
                .append(" ms");
        if (plan.parts().hasNameServer()) {
            line.append(" · name server ").append(addresses.ownNameServer());
        }
        if (plan.parts().hasBroker()) {
            line.append(" · broker ").append(addresses.ownBroker());
        }
        line.append(" · data ").append(plan.data());
        if (plan.parts().hasBroker()) {
            line.append(" · ").append(announcement());
        }
        return line.append(" · ").append(startUpCache).toString();
    }

    private String announcement() {
        Announced announced = plan.announced();
        if (!announced.isPerClient()) {
            return "clients are told " + announced.host() + ":" + announced.port() + " (" + announced.why() + ")";
        }
        if (plan.parts().hasNameServer()) {
            return "clients are told the address by which they reach us";
        }
        if (registered.isEmpty()) {
            return addresses.nameServers().isEmpty()
                    ? "no name server is told of this broker (namesrvAddr is not set)"
                    : "no name server answers yet (" + String.join(", ", addresses.nameServers()) + ")";
        }
        return "clients are told " + String.join(", ", registered) + " (by which we reach the name server)";
    }

    /** Closes all parts, the last one built first. */
    @Override
    public void close() {
        parts.close();
    }
}
