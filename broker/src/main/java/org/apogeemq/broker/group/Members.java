package org.apogeemq.broker.group;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.apogeemq.broker.face.Caller;
import org.apogeemq.broker.face.ClientLink;
import org.apogeemq.broker.order.Membership;
import org.apogeemq.protocol.body.HeartbeatData.ConsumerData;
import org.apogeemq.time.Clock;
import org.apogeemq.time.Scheduler;

/**
 * The consumers online, by group. In memory only: after a restart clients report again. Thread-safe; looking up a
 * subscription takes no lock, and nothing here waits.
 */
public final class Members implements Membership {
    /** Who has not been heard of for this long is gone. */
    public static final Duration SILENCE_MAX = Duration.ofSeconds(120);

    static final Duration SCAN_PERIOD = Duration.ofSeconds(10);

    private final Clock clock;
    private final MemberChanges changes;
    private final MixedGroups mixed;
    private final Map<String, ConsumerGroup> groups = new ConcurrentHashMap<>();
    private final Map<ClientLink, Set<String>> groupsOfLink = new ConcurrentHashMap<>();

    /** @param groups says which groups want to be told of changes */
    public Members(GroupSettings settings, Groups groups, Clock clock, Scheduler scheduler) {
        this.clock = clock;
        this.changes = new MemberChanges(settings, groups, scheduler);
        this.mixed = new MixedGroups(clock);
        scheduler.every(SCAN_PERIOD, SCAN_PERIOD, this::forgetSilent);
    }

    /** Goes by other settings from now on. */
    public void change(GroupSettings settings) {
        changes.change(settings);
    }

    /** Takes a full heartbeat of a client for one group. */
    void join(ClientLink link, Caller caller, String clientId, ConsumerData data, int fingerprint) {
        String name = data.groupName();
        Client client = client(link, caller, clientId, fingerprint);
        boolean[] changed = new boolean[1];
        ConsumerGroup group = groups.compute(name, (key, present) -> {
            ConsumerGroup joined = present == null ? new ConsumerGroup(name, data) : present;
            changed[0] = joined.join(client, data);
            return joined;
        });
        groupsOfLink.computeIfAbsent(link, key -> ConcurrentHashMap.newKeySet()).add(name);
        if (!link.isOpen()) {
            closed(link); // it broke while its groups were being created: nobody would tell us again
            return;
        }
        if (changed[0]) {
            changes.tell(group);
        }
        mixed.look(group, false);
    }

    /** Takes a heartbeat that says only that nothing has changed; false if the client has to tell all again. */
    boolean refresh(ClientLink link, Caller caller, String clientId, String group, int fingerprint) {
        ConsumerGroup present = groups.get(group);
        return present != null && present.refresh(client(link, caller, clientId, fingerprint));
    }

    /** A client says that it leaves a group. */
    public void leave(ClientLink link, String group) {
        Set<String> joined = groupsOfLink.get(link);
        if (joined != null) {
            joined.remove(group);
        }
        remove(link, group);
    }

    @Override
    public boolean isMember(String group, String clientId) {
        return client(group, clientId) != null;
    }

    @Override
    public void queuesFreed(String group, Set<String> clientIds) {
        ConsumerGroup present = groups.get(group);
        if (present != null) {
            changes.tell(present, clientIds);
        }
    }

    /** A connection is gone, and with it the client's part in all its groups. */
    public void closed(ClientLink link) {
        Set<String> joined = groupsOfLink.remove(link);
        if (joined != null) {
            joined.forEach(group -> remove(link, group));
        }
    }

    /** What {@code group} wants of {@code topic}; null if the group is not online or does not want it. */
    // hot
    public Subscription subscription(String group, String topic) {
        ConsumerGroup present = groups.get(group);
        return present == null ? null : present.subscription(topic);
    }

    public boolean isOnline(String group) {
        return groups.containsKey(group);
    }

    /** Ids of the clients of a group in their order, each once; empty if it is not online. */
    public Collection<String> clientIds(String group) {
        ConsumerGroup present = groups.get(group);
        return present == null ? List.of() : present.clientIds();
    }

    /** The clients of a group; empty if it is not online. */
    public List<Client> clients(String group) {
        ConsumerGroup present = groups.get(group);
        return present == null ? List.of() : present.members();
    }

    /** The client of a group that calls itself {@code clientId}, on its newest connection; null if there is none. */
    public Client client(String group, String clientId) {
        Client found = null;
        for (Client client : clients(group)) {
            if (client.clientId().equals(clientId) && (found == null || client.seenNanos() - found.seenNanos() >= 0)) {
                found = client;
            }
        }
        return found;
    }

    /** A group as it is online. */
    public record Online(
            String consumeType,
            String messageModel,
            String consumeFromWhere,
            List<Client> clients,
            Map<String, Subscription> subscriptions) {
        /** Whether every member gets everything and keeps its offsets itself. */
        public boolean isBroadcast() {
            return ConsumerData.BROADCASTING.equals(messageModel);
        }

        /** Whether the group subscribes to {@code topic}. */
        public boolean wants(String topic) {
            return subscriptions.containsKey(topic);
        }
    }

    /** All there is to know of a group that is online; null if it is not. */
    public Online online(String group) {
        ConsumerGroup present = groups.get(group);
        if (present == null) {
            return null;
        }
        ConsumerGroup.Traits traits = present.traits();
        return new Online(
                traits.consumeType(),
                traits.messageModel(),
                traits.consumeFromWhere(),
                present.members(),
                new TreeMap<>(present.subscriptions()));
    }

    /** The groups online that want {@code topic}. */
    public Set<String> groupsOf(String topic) {
        Set<String> wanting = new TreeSet<>();
        groups.forEach((name, group) -> {
            if (group.subscription(topic) != null) {
                wanting.add(name);
            }
        });
        return wanting;
    }

    /** Who wants what, by name, if the members of a group do not subscribe alike; null if they do. */
    public String mixture(String group) {
        ConsumerGroup present = groups.get(group);
        return present == null ? null : present.mixture();
    }

    /** How many groups have members that do not subscribe alike; each was named in the log. */
    public int mixedGroups() {
        return mixed.count();
    }

    /** How many connections belong to any group. */
    public int connections() {
        return groupsOfLink.size();
    }

    private Client client(ClientLink link, Caller caller, String clientId, int fingerprint) {
        return new Client(
                link,
                clientId,
                caller.language(),
                caller.version(),
                fingerprint,
                clock.monotonicNanos(),
                clock.wallMillis());
    }

    private void remove(ClientLink link, String name) {
        groups.computeIfPresent(name, (key, group) -> {
            if (group.leave(link)) {
                changes.tell(group);
            }
            mixed.look(group, group.isEmpty());
            return group.isEmpty() ? null : group;
        });
    }

    private void forgetSilent() {
        long before = clock.monotonicNanos() - SILENCE_MAX.toNanos();
        for (String name : new ArrayList<>(groups.keySet())) {
            groups.computeIfPresent(name, (key, group) -> {
                List<Client> silent = group.leaveSilent(before);
                for (Client client : silent) {
                    Set<String> joined = groupsOfLink.get(client.link());
                    if (joined != null && joined.remove(name) && joined.isEmpty()) {
                        groupsOfLink.remove(client.link(), joined);
                    }
                }
                if (!silent.isEmpty()) {
                    changes.tell(group);
                }
                mixed.look(group, group.isEmpty());
                return group.isEmpty() ? null : group;
            });
        }
    }
}
