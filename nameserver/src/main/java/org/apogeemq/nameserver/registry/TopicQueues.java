package org.apogeemq.nameserver.registry;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.apogeemq.protocol.body.QueueData;

/** The queues of every topic on every broker. Guarded by the lock of the {@link RouteTable}. */
final class TopicQueues {
    private final Map<String, Map<String, QueueData>> topics = new HashMap<>();

    boolean has(String topic, String brokerName) {
        Map<String, QueueData> queues = topics.get(topic);
        return queues != null && queues.containsKey(brokerName);
    }

    Collection<QueueData> of(String topic) {
        return topics.getOrDefault(topic, Map.of()).values();
    }

    /** Sets the queues on one broker. True if that changed anything. */
    boolean put(String topic, QueueData queues) {
        QueueData before =
                topics.computeIfAbsent(topic, name -> new TreeMap<>()).put(queues.brokerName(), queues);
        return !queues.equals(before);
    }

    /** Forgets a topic. True if it was known. */
    boolean remove(String topic) {
        return topics.remove(topic) != null;
    }

    /** Forgets a topic on one broker. True if it was known there. */
    boolean remove(String topic, String brokerName) {
        Map<String, QueueData> queues = topics.get(topic);
        if (queues == null || queues.remove(brokerName) == null) {
            return false;
        }
        if (queues.isEmpty()) {
            topics.remove(topic);
        }
        return true;
    }

    /** Forgets all topics of a broker but those in {@code kept}. True if there were any. */
    boolean retainOf(String brokerName, Set<String> kept) {
        boolean changed = false;
        for (String topic : List.copyOf(topics.keySet())) {
            if (!kept.contains(topic)) {
                changed |= remove(topic, brokerName);
            }
        }
        return changed;
    }

    /** Replaces the permissions of all topics of a broker. Returns the number of topics it has. */
    int changePerm(String brokerName, UnaryOperator<Integer> change) {
        int count = 0;
        for (Map<String, QueueData> queues : topics.values()) {
            QueueData before = queues.get(brokerName);
            if (before != null) {
                queues.put(brokerName, before.withPerm(change.apply(before.perm())));
                count++;
            }
        }
        return count;
    }

    List<String> names() {
        return new ArrayList<>(topics.keySet());
    }

    List<String> namesWhere(Predicate<Collection<QueueData>> condition) {
        List<String> names = new ArrayList<>();
        topics.forEach((topic, queues) -> {
            if (condition.test(queues.values())) {
                names.add(topic);
            }
        });
        return names;
    }
}
