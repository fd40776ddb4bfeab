package org.apogeemq.broker.group;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apogeemq.broker.face.ClientLink;
import org.apogeemq.protocol.body.HeartbeatData.ConsumerData;
import org.apogeemq.protocol.body.SubscriptionData;

/** One consumer group online. Changed under its own lock, which is held for moments only; read without it. */
final class ConsumerGroup {
    private final String name;

    // Guarded by this.
    private final Map<ClientLink, Client> members = new LinkedHashMap<>();
    private final Stances stances = new Stances();

    // Replaced under the lock, read by anyone.
    private volatile Map<String, Subscription> subscriptions = Map.of();
    private volatile Traits traits;

    /** What the group is like, as its last heartbeat said. */
    record Traits(String consumeType, String messageModel, String consumeFromWhere) {
        static Traits of(ConsumerData data) {
            return new Traits(data.consumeType(), data.messageModel(), data.consumeFromWhere());
        }

        boolean broadcast() {
            return ConsumerData.BROADCASTING.equals(messageModel);
        }
    }

    ConsumerGroup(String name, ConsumerData data) {
        this.name = name;
        this.traits = Traits.of(data);
    }

    String name() {
        return name;
    }

    Traits traits() {
        return traits;
    }

    Subscription subscription(String topic) {
        return subscriptions.get(topic);
    }

    Map<String, Subscription> subscriptions() {
        return subscriptions;
    }

    /** Who wants what, by name, if members do not all want the same; null if they do. */
    synchronized String mixture() {
        return stances.isMixed() ? stances.words(members.values()) : null;
    }

    /** Takes a full heartbeat. Returns whether members or topics are others than before. */
    synchronized boolean join(Client client, ConsumerData data) {
        boolean changed = members.put(client.link(), client) == null;
        stances.put(client.link(), data);
        Traits before = traits;
        traits = Traits.of(data);
        boolean topicsChanged = subscribe(data.subscriptionDataSet(), !traits.equals(before));
        return changed || topicsChanged;
    }

    /**
     * Takes a heartbeat that says only that nothing has changed. Returns whether it could be taken: the client is
     * known, and its last full heartbeat was the one it means.
     */
    synchronized boolean refresh(Client client) {
        Client known = members.get(client.link());
        if (known == null || known.fingerprint() != client.fingerprint()) {
            return false;
        }
        members.put(client.link(), client);
        return true;
    }

    synchronized boolean leave(ClientLink link) {
        stances.remove(link);
        return members.remove(link) != null;
    }

    /** Removes and returns those who were last seen before {@code nanos}. */
    synchronized List<Client> leaveSilent(long nanos) {
        List<Client> silent = new ArrayList<>();
        members.values().removeIf(member -> {
            boolean gone = member.seenNanos() - nanos < 0;
            if (gone) {
                silent.add(member);
                stances.remove(member.link());
            }
            return gone;
        });
        return silent;
    }

    synchronized boolean isEmpty() {
        return members.isEmpty();
    }

    synchronized List<Client> members() {
        return List.copyOf(members.values());
    }

    /** The ids of the members in order, each once: a client that has just come back may have two connections. */
    synchronized Collection<String> clientIds() {
        Collection<String> ids = new TreeSet<>();
        members.values().forEach(member -> ids.add(member.clientId()));
        return ids;
    }

    /** Subscriptions become those of {@code wanted}, but one already there stays unless the new one is younger. */
    private boolean subscribe(List<SubscriptionData> wanted, boolean traitsChanged) {
        Map<String, Subscription> present = subscriptions;
        Map<String, Subscription> next = new HashMap<>();
        boolean same = !traitsChanged && wanted.size() == present.size();
        for (SubscriptionData data : wanted) {
            Subscription old = present.get(data.topic());
            boolean keep = old != null && data.subVersion() <= old.version();
            same &= keep;
            next.put(data.topic(), Subscription.of(keep ? old.data() : data, traits.broadcast(), old));
        }
        if (!same) {
            subscriptions = Map.copyOf(next);
        }
        return !present.keySet().equals(next.keySet());
    }
}
