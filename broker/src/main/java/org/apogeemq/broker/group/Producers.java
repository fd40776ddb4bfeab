package org.apogeemq.broker.group;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apogeemq.broker.face.Caller;
import org.apogeemq.broker.face.ClientLink;
import org.apogeemq.time.Clock;
import org.apogeemq.time.Scheduler;

/** The producers online, by group. In memory only. Thread-safe; nothing here waits. */
public final class Producers {
    private final Clock clock;
    private final Map<String, Map<ClientLink, Client>> groups = new ConcurrentHashMap<>();
    private final Map<ClientLink, Set<String>> groupsOfLink = new ConcurrentHashMap<>();
    private final Map<String, Client> byId = new ConcurrentHashMap<>(); // the one heard of last

    /** Who is silent for {@link Members#SILENCE_MAX} is forgotten by a task on {@code scheduler}. */
    public Producers(Clock clock, Scheduler scheduler) {
        this.clock = clock;
        scheduler.every(Members.SCAN_PERIOD, Members.SCAN_PERIOD, this::forgetSilent);
    }

    /** Takes a heartbeat of a client for one group. */
    void join(ClientLink link, Caller caller, String clientId, String group) {
        Client client = new Client(
                link, clientId, caller.language(), caller.version(), 0, clock.monotonicNanos(), clock.wallMillis());
        groups.compute(group, (name, present) -> {
            Map<ClientLink, Client> members = present == null ? new ConcurrentHashMap<>() : present;
            members.put(link, client);
            return members;
        });
        groupsOfLink.computeIfAbsent(link, key -> ConcurrentHashMap.newKeySet()).add(group);
        byId.put(clientId, client);
        if (!link.isOpen()) {
            closed(link);
        }
    }

    /** A client says that it leaves a group. */
    public void leave(ClientLink link, String group) {
        Set<String> joined = groupsOfLink.get(link);
        if (joined != null) {
            joined.remove(group);
        }
        remove(link, group);
    }

    /** A connection is gone. */
    public void closed(ClientLink link) {
        Set<String> joined = groupsOfLink.remove(link);
        if (joined != null) {
            joined.forEach(group -> remove(link, group));
        }
    }

    /** The producers of a group; empty if there are none. */
    public List<Client> clients(String group) {
        return List.copyOf(groups.getOrDefault(group, Map.of()).values());
    }

    /** The client of this id, in whichever groups; null if it is not connected. */
    public Client find(String clientId) {
        Client client = byId.get(clientId);
        return client != null && client.link().isOpen() ? client : null;
    }

    /** The names of the groups that have producers online. */
    public Set<String> groups() {
        return Set.copyOf(groups.keySet());
    }

    private void remove(ClientLink link, String group) {
        groups.computeIfPresent(group, (name, members) -> {
            Client gone = members.remove(link);
            if (gone != null && groupsOfLink.getOrDefault(link, Set.of()).isEmpty()) {
                byId.computeIfPresent(gone.clientId(), (id, last) -> last.link() == link ? null : last);
            }
            return members.isEmpty() ? null : members;
        });
    }

    private void forgetSilent() {
        long before = clock.monotonicNanos() - Members.SILENCE_MAX.toNanos();
        groups.forEach((group, members) -> members.values().forEach(client -> {
            if (client.seenNanos() - before < 0) {
                leave(client.link(), group);
            }
        }));
    }
}
