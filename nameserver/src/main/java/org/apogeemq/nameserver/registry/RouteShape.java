package org.apogeemq.nameserver.registry;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apogeemq.protocol.body.BrokerData;
import org.apogeemq.protocol.body.QueueData;
import org.apogeemq.protocol.body.TopicConfig;
import org.apogeemq.protocol.body.TopicRouteData;

/** Changes of a route for those who ask: stand-ins for lost masters, and zones. Pure functions. */
public final class RouteShape {
    /** Brokers of a group talk to each other by these topics and need to see who is who. */
    private static final String MEMBER_TOPICS = "rmq_sys_SYNC_BROKER_MEMBER_";

    private RouteShape() {}

    /** Presents the smallest slave as master where the master is lost, the group allows it and is read-only. */
    public static TopicRouteData withActingMasters(String topic, TopicRouteData route) {
        if (topic.startsWith(MEMBER_TOPICS)) {
            return route;
        }
        Set<String> writable = new HashSet<>();
        for (QueueData queues : route.queueDatas()) {
            if ((queues.perm() & TopicConfig.PERM_WRITE) != 0) {
                writable.add(queues.brokerName());
            }
        }
        List<BrokerData> brokers = new ArrayList<>();
        for (BrokerData broker : route.brokerDatas()) {
            boolean lost = !broker.brokerAddrs().containsKey(BrokerGroup.MASTER);
            boolean standsIn = lost && broker.enableActingMaster() && !writable.contains(broker.brokerName());
            brokers.add(standsIn ? promoted(broker) : broker);
        }
        return withBrokers(route, route.queueDatas(), brokers);
    }

    private static BrokerData promoted(BrokerData broker) {
        Map<Long, String> addresses = new TreeMap<>(broker.brokerAddrs());
        if (!addresses.isEmpty()) {
            long smallest = ((TreeMap<Long, String>) addresses).firstKey();
            addresses.put(BrokerGroup.MASTER, addresses.remove(smallest));
        }
        return broker.withBrokerAddrs(addresses);
    }

    /** Leaves out brokers of other zones, unless they have no master. */
    public static TopicRouteData inZone(String zone, TopicRouteData route) {
        List<BrokerData> brokers = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (BrokerData broker : route.brokerDatas()) {
            if (zone.equalsIgnoreCase(broker.zoneName())
                    || !broker.brokerAddrs().containsKey(BrokerGroup.MASTER)) {
                brokers.add(broker);
                names.add(broker.brokerName());
            }
        }
        List<QueueData> queues = route.queueDatas().stream()
                .filter(queue -> names.contains(queue.brokerName()))
                .toList();
        return withBrokers(route, queues, brokers);
    }

    /** The same route with other brokers. */
    public static TopicRouteData withBrokers(TopicRouteData route, List<QueueData> queues, List<BrokerData> brokers) {
        return new TopicRouteData(route.orderTopicConf(), queues, brokers, route.filterServerTable());
    }
}
