package org.apogeemq.broker.role;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.apogeemq.broker.topic.Topics;
import org.apogeemq.protocol.body.TopicConfig;
import org.apogeemq.protocol.header.RegisterHeaders.RegisterBroker;
import org.apogeemq.protocol.header.RegisterHeaders.UnregisterBroker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One name server and what it was told. Registrations at it happen one after the other; what is wanted while one is
 * under way is put together into the next. Thread-safe; nothing here waits.
 */
final class NameServer {
    private static final Logger LOG = LoggerFactory.getLogger(NameServer.class);

    private final String address;
    private final Topics topics;
    private final NameServerLink link;
    private final Executor background;

    // Replaced while the broker runs.
    private volatile RegistrationConfig config;

    // Guarded by this.
    private boolean running;
    private boolean wanted;
    private boolean allWanted;
    private CompletableFuture<Void> next = new CompletableFuture<>();
    private boolean closed;

    // Confined to the registration under way.
    private Map<String, TopicConfig> known; // null: nothing, or unknown what
    // Written by the registration under way, read by anyone.
    private volatile boolean reachable = true;
    private volatile String announcedAddress;

    /** @param background lays out what is told; that may take milliseconds */
    NameServer(String address, RegistrationConfig config, Topics topics, NameServerLink link, Executor background) {
        this.address = address;
        this.config = config;
        this.topics = topics;
        this.link = link;
        this.background = background;
    }

    void change(RegistrationConfig changed) {
        config = changed;
    }

    String address() {
        return address;
    }

    /** {@code host:port} under which it knows us, null before the first registration. */
    String announcedAddress() {
        return announcedAddress;
    }

    /** Tells it everything. Completes when that was tried. */
    CompletableFuture<Void> tellAll() {
        return want(true);
    }

    /** Tells it what changed since. Completes when that was tried; if it is down, at once: the next period tries. */
    CompletableFuture<Void> tellChanges() {
        return reachable ? want(false) : CompletableFuture.completedFuture(null);
    }

    /** Tells it that we are gone, and nothing more from then on. */
    CompletableFuture<Void> leave() {
        String own;
        synchronized (this) {
            own = closed ? null : announcedAddress;
            closed = true;
        }
        if (own == null || !reachable) {
            return CompletableFuture.completedFuture(null);
        }
        var header = new UnregisterBroker(config.brokerName(), own, config.clusterName(), config.brokerId());
        return link.unregister(address, header);
    }

    private CompletableFuture<Void> want(boolean all) {
        CompletableFuture<Void> mine;
        synchronized (this) {
            if (closed) {
                return CompletableFuture.completedFuture(null);
            }
            wanted = true;
            allWanted |= all;
            mine = next;
            if (running) {
                return mine;
            }
            running = true;
        }
        background.execute(this::runNext);
        return mine;
    }

    private void runNext() {
        boolean all;
        CompletableFuture<Void> mine;
        synchronized (this) {
            all = allWanted;
            wanted = false;
            allWanted = false;
            mine = next;
            next = new CompletableFuture<>();
        }
        Announcement announcement = Announcement.of(topics, all ? null : known);
        CompletableFuture<Void> tried =
                announcement.isEmpty() ? CompletableFuture.completedFuture(null) : tell(announcement);
        tried.whenComplete((done, failure) -> {
            ended(announcement, failure);
            mine.complete(null);
            goOn();
        });
    }

    private void goOn() {
        boolean more;
        synchronized (this) {
            more = wanted && !closed;
            running = more;
            if (closed) {
                next.complete(null);
            }
        }
        if (more) {
            background.execute(this::runNext);
        }
    }

    private CompletableFuture<Void> tell(Announcement announcement) {
        byte[] body = announcement.body(config);
        return link.localSide(address).thenCompose(local -> {
            String host = config.advertisedHost() == null ? text(local) : config.advertisedHost();
            String own = host + ":" + config.listenPort();
            var header = new RegisterBroker(
                    config.brokerName(),
                    own,
                    config.clusterName(),
                    host + ":" + config.haPort(),
                    config.brokerId(),
                    null,
                    false,
                    false,
                    0,
                    null);
            announcedAddress = own;
            return link.register(address, header, body);
        });
    }

    private void ended(Announcement announcement, Throwable failure) {
        if (failure == null) {
            known = announcement.all();
            if (!reachable) {
                LOG.info("registered at name server {} again", address);
            }
            reachable = true;
            return;
        }
        known = null; // it may or may not have taken it: tell all the next time
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (reachable) {
            LOG.warn(
                    "not registered at name server {} ({}); clients that ask it do not find this broker."
                            + " Tried again every {} s",
                    address,
                    cause.toString(),
                    config.period().toSeconds());
        }
        reachable = false;
    }

    private static String text(InetAddress address) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        String plain = zone < 0 ? text : text.substring(0, zone);
        return address instanceof Inet6Address ? "[" + plain + "]" : plain;
    }
}
