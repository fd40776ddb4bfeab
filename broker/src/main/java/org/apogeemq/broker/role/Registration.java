package org.apogeemq.broker.role;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.apogeemq.broker.topic.Topic;
import org.apogeemq.broker.topic.TopicListener;
import org.apogeemq.broker.topic.Topics;
import org.apogeemq.time.Scheduler;

/**
 * Keeps this broker known to the name servers: all of them at the start and every period, with all topics; at once,
 * with the topics that changed, when topics change. One that is down does not hold up the others. Thread-safe.
 */
public final class Registration implements TopicListener {
    private static final Duration RETURN_DELAY = Duration.ofSeconds(1);

    private final Duration period;
    private final NameServerLink link;
    private final Scheduler scheduler;
    private final List<NameServer> nameServers;

    // Written by start and close.
    private volatile Scheduler.Scheduled periodic;

    /** @param background lays out what is told; that may take milliseconds */
    public Registration(
            RegistrationConfig config, Topics topics, NameServerLink link, Scheduler scheduler, Executor background) {
        period = config.period();
        this.link = link;
        this.scheduler = scheduler;
        nameServers = config.nameServers().stream()
                .map(address -> new NameServer(address, config, topics, link, background))
                .toList();
    }

    /** Begins. Completes when every name server was told, or has failed to answer. */
    public CompletableFuture<Void> start() {
        link.onLost(() -> scheduler.after(RETURN_DELAY, this::tellAll));
        periodic = scheduler.every(period, period, this::tellAll);
        return tellAll();
    }

    /** Tells name servers what {@code changed} says from now on, and at once; what they know us by stays as it is. */
    public CompletableFuture<Void> change(RegistrationConfig changed) {
        nameServers.forEach(nameServer -> nameServer.change(changed));
        return tellAll();
    }

    /** Tells every name server everything. Completes when that was tried. */
    public CompletableFuture<Void> tellAll() {
        return all(nameServers.stream().map(NameServer::tellAll).toList());
    }

    @Override
    public CompletableFuture<Void> changed(Topic topic) {
        return tellChanges();
    }

    /**
     * Name servers take topics away when an administrator asks them to, not when a broker leaves them out: nothing is
     * sent, but a topic of that name that comes again is news.
     */
    @Override
    public CompletableFuture<Void> deleted(String topic) {
        return tellChanges();
    }

    private CompletableFuture<Void> tellChanges() {
        return all(nameServers.stream().map(NameServer::tellChanges).toList());
    }

    /** {@code host:port} each under which name servers know this broker; empty before the first registration. */
    public List<String> announcedAddresses() {
        return nameServers.stream()
                .map(NameServer::announcedAddress)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
    }

    /** Takes the registration back everywhere. Completes when that was tried; nothing is registered afterwards. */
    public CompletableFuture<Void> stop() {
        if (periodic != null) {
            periodic.cancel();
        }
        return all(nameServers.stream().map(NameServer::leave).toList());
    }

    private static CompletableFuture<Void> all(List<CompletableFuture<Void>> parts) {
        return CompletableFuture.allOf(parts.toArray(CompletableFuture<?>[]::new));
    }
}
