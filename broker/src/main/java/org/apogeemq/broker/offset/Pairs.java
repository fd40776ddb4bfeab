package org.apogeemq.broker.offset;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The offsets of each pair of group and topic. Thread-safe, without a lock for pairs that are there. */
final class Pairs {
    private final Map<String, Map<String, QueueOffsets>> byGroup = new ConcurrentHashMap<>();

    /** Null if there is none. */
    // hot
    QueueOffsets find(String group, String topic) {
        Map<String, QueueOffsets> topics = byGroup.get(group);
        return topics == null ? null : topics.get(topic);
    }

    /** Makes it if there is none. */
    // hot
    QueueOffsets obtain(String group, String topic) {
        QueueOffsets pair = find(group, topic);
        return pair == null ? make(group, topic) : pair;
    }

    private QueueOffsets make(String group, String topic) {
        QueueOffsets[] made = new QueueOffsets[1];
        byGroup.compute(group, (name, present) -> {
            Map<String, QueueOffsets> topics = present == null ? new ConcurrentHashMap<>() : present;
            made[0] = topics.computeIfAbsent(topic, absent -> new QueueOffsets(group, topic));
            return topics;
        });
        return made[0];
    }

    void remove(String group, String topic) {
        byGroup.computeIfPresent(group, (name, topics) -> {
            topics.remove(topic);
            return topics.isEmpty() ? null : topics;
        });
    }

    /** Whether it was not removed. */
    boolean contains(QueueOffsets pair) {
        return find(pair.group, pair.topic) == pair;
    }

    Collection<QueueOffsets> all() {
        Collection<QueueOffsets> all = new ArrayList<>();
        byGroup.values().forEach(topics -> all.addAll(topics.values()));
        return all;
    }

    Set<String> topicsOf(String group) {
        return Set.copyOf(byGroup.getOrDefault(group, Map.of()).keySet());
    }

    Set<String> groupsOf(String topic) {
        Set<String> groups = ConcurrentHashMap.newKeySet();
        byGroup.forEach((group, topics) -> {
            if (topics.containsKey(topic)) {
                groups.add(group);
            }
        });
        return groups;
    }

    void clear() {
        byGroup.clear();
    }
}
