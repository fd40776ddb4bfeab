package org.apogeemq.nameserver.registry;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apogeemq.protocol.body.BrokerData;

/** Clusters, groups and living brokers. Guarded by the lock of the {@link RouteTable}. */
final class Brokers {
    private final Map<String, Set<String>> clusters = new TreeMap<>();
    private final Map<String, BrokerGroup> groups = new TreeMap<>();
    private final Map<BrokerKey, LiveBroker> live = new HashMap<>();

    LiveBroker live(BrokerKey key) {
        return live.get(key);
    }

    void heard(BrokerKey key, LiveBroker broker) {
        live.put(key, broker);
    }

    BrokerGroup group(String brokerName) {
        return groups.get(brokerName);
    }

    /** Adds what is new about the group of a registering broker, its own address aside. */
    BrokerGroup enter(Registration registration) {
        String cluster = registration.key().cluster();
        BrokerGroup group = groups.computeIfAbsent(registration.brokerName(), BrokerGroup::new);
        if (!cluster.equals(group.cluster)) {
            leaveCluster(group);
            group.cluster = cluster;
        }
        clusters.computeIfAbsent(cluster, name -> new TreeSet<>()).add(group.brokerName);
        group.actingMaster = Boolean.TRUE.equals(registration.actingMaster());
        group.zoneName = registration.zoneName();
        return group;
    }

    /** Forgets a group that has no address any more. */
    void dropIfEmpty(BrokerGroup group) {
        if (group.addresses.isEmpty()) {
            groups.remove(group.brokerName);
            leaveCluster(group);
        }
    }

    private void leaveCluster(BrokerGroup group) {
        Set<String> names = group.cluster == null ? null : clusters.get(group.cluster);
        if (names != null && names.remove(group.brokerName) && names.isEmpty()) {
            clusters.remove(group.cluster);
        }
    }

    /** Forgets a living broker; null if it was not known. */
    LiveBroker forget(BrokerKey key) {
        return live.remove(key);
    }

    List<BrokerKey> keysOf(Predicate<LiveBroker> condition) {
        List<BrokerKey> keys = new ArrayList<>();
        live.forEach((key, broker) -> {
            if (condition.test(broker)) {
                keys.add(key);
            }
        });
        return keys;
    }

    Map<String, Set<String>> clusters() {
        return clusters;
    }

    Set<String> namesOf(String cluster) {
        return clusters.getOrDefault(cluster, Set.of());
    }

    Collection<BrokerGroup> groups() {
        return groups.values();
    }

    Map<String, BrokerData> datas() {
        Map<String, BrokerData> datas = new LinkedHashMap<>();
        groups.forEach((name, group) -> datas.put(name, group.data()));
        return datas;
    }
}
