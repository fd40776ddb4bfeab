package org.apogeemq.nameserver.wire;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apogeemq.nameserver.kv.KvConfigs;
import org.apogeemq.nameserver.registry.RouteShape;
import org.apogeemq.nameserver.registry.RouteTable;
import org.apogeemq.protocol.body.BrokerData;
import org.apogeemq.protocol.body.ClusterInfo;
import org.apogeemq.protocol.body.TopicRouteData;
import org.apogeemq.protocol.command.RemotingCommand;
import org.apogeemq.protocol.command.ResponseCodes;
import org.apogeemq.remoting.Connection;

/** Routes (105) and clusters (106). Encoded routes are kept until something changes. */
final class RouteAnswers {
    /** The namespace with the order settings: topic to {@code broker:queues;broker:queues}. */
    static final String ORDER_NAMESPACE = "ORDER_TOPIC_CONFIG";

    /** Forms of one route that are kept, by the addresses shown in it. */
    private static final int FORMS_MAX = 16;

    private final RouteTable table;
    private final KvConfigs settings;
    private final Settings config;
    private final RouteAddresses addresses;
    private volatile Kept kept;

    /** Encoded routes of one state of the tables. */
    private record Kept(long tableVersion, long settingsVersion, Rules rules, Map<String, Route> routes) {}

    /** A route, and its encoded forms by the addresses shown. */
    private record Route(TopicRouteData data, Map<List<String>, byte[]> forms) {}

    RouteAnswers(RouteTable table, KvConfigs settings, Settings config, RouteAddresses addresses) {
        this.table = table;
        this.settings = settings;
        this.config = config;
        this.addresses = addresses;
        kept = new Kept(-1, -1, Rules.DEFAULT, Map.of());
    }

    RemotingCommand route(RemotingCommand request, Connection asker) {
        var arguments = new Arguments(request);
        String topic = arguments.text("topic");
        Route route = kept(topic);
        if (route == null) {
            return request.failure(ResponseCodes.TOPIC_NOT_EXIST, "no route for topic " + topic);
        }
        String zone = arguments.text("__ZONE_NAME", null);
        if (zone != null && Boolean.TRUE.equals(arguments.flag("__ZONE_MODE"))) {
            TopicRouteData near = RouteShape.inZone(zone, route.data);
            return request.success(shown(near, asker).toJson());
        }
        return request.success(encoded(route, asker));
    }

    private Route kept(String topic) {
        Kept current = kept;
        if (current.tableVersion != table.version()
                || current.settingsVersion != settings.version()
                || !current.rules.equals(config.rules())) {
            // Versions first: what is read after them can only be newer, and is then made anew at the next change.
            current = new Kept(table.version(), settings.version(), config.rules(), new ConcurrentHashMap<>());
            kept = current;
        }
        Route known = current.routes.get(topic);
        if (known != null) {
            return known;
        }
        TopicRouteData data = route(topic, current.rules);
        if (data == null) {
            return null;
        }
        var made = new Route(data, new ConcurrentHashMap<>());
        current.routes.put(topic, made);
        return made;
    }

    private TopicRouteData route(String topic, Rules rules) {
        TopicRouteData route = table.route(topic);
        if (route == null) {
            return null;
        }
        if (rules.supportActingMaster()) {
            route = RouteShape.withActingMasters(topic, route);
        }
        String order = rules.orderMessageEnable() ? settings.get(ORDER_NAMESPACE, topic) : null;
        return order == null
                ? route
                : new TopicRouteData(order, route.queueDatas(), route.brokerDatas(), route.filterServerTable());
    }

    private byte[] encoded(Route route, Connection asker) {
        List<String> form = new ArrayList<>();
        for (BrokerData broker : route.data.brokerDatas()) {
            for (String address : broker.brokerAddrs().values()) {
                form.add(addresses.present(address, asker));
            }
        }
        byte[] known = route.forms.get(form);
        if (known != null) {
            return known;
        }
        byte[] made = shown(route.data, asker).toJson();
        if (route.forms.size() < FORMS_MAX) {
            route.forms.put(form, made);
        }
        return made;
    }

    private TopicRouteData shown(TopicRouteData route, Connection asker) {
        List<BrokerData> brokers =
                route.brokerDatas().stream().map(broker -> shown(broker, asker)).toList();
        return RouteShape.withBrokers(route, route.queueDatas(), brokers);
    }

    private BrokerData shown(BrokerData broker, Connection asker) {
        Map<Long, String> shown = new TreeMap<>();
        broker.brokerAddrs().forEach((id, address) -> shown.put(id, addresses.present(address, asker)));
        return broker.withBrokerAddrs(shown);
    }

    RemotingCommand clusters(RemotingCommand request, Connection asker) {
        ClusterInfo clusters = table.clusters();
        Map<String, BrokerData> brokers = new LinkedHashMap<>();
        clusters.brokerAddrTable().forEach((name, broker) -> brokers.put(name, shown(broker, asker)));
        return request.success(new ClusterInfo(brokers, clusters.clusterAddrTable()).toJson());
    }
}
