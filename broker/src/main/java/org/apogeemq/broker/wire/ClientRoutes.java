package org.apogeemq.broker.wire;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apogeemq.broker.face.RefusedException;
import org.apogeemq.broker.filter.SqlFilters;
import org.apogeemq.broker.group.Client;
import org.apogeemq.broker.group.Heartbeats;
import org.apogeemq.broker.group.Members;
import org.apogeemq.broker.group.Producers;
import org.apogeemq.broker.group.Subscription;
import org.apogeemq.broker.order.QueueLocks;
import org.apogeemq.protocol.body.CheckClientConfig;
import org.apogeemq.protocol.body.Connections.ClientConnection;
import org.apogeemq.protocol.body.Connections.ConsumerConnection;
import org.apogeemq.protocol.body.Connections.ProducerConnection;
import org.apogeemq.protocol.body.Connections.ProducerTable;
import org.apogeemq.protocol.body.Connections.ProducerTable.ProducerInfo;
import org.apogeemq.protocol.body.ConsumerList;
import org.apogeemq.protocol.body.HeartbeatData;
import org.apogeemq.protocol.body.SubscriptionData;
import org.apogeemq.protocol.command.RemotingCommand;
import org.apogeemq.protocol.command.RequestCodes;
import org.apogeemq.protocol.command.ResponseCodes;
import org.apogeemq.protocol.header.GroupHeaders.ConsumerConnectionList;
import org.apogeemq.protocol.header.GroupHeaders.ConsumerListByGroup;
import org.apogeemq.protocol.header.GroupHeaders.HeartbeatResponse;
import org.apogeemq.protocol.header.GroupHeaders.ProducerConnectionList;
import org.apogeemq.protocol.header.GroupHeaders.SubscriptionByConsumer;
import org.apogeemq.protocol.header.GroupHeaders.UnregisterClient;
import org.apogeemq.protocol.header.HeaderCodec;

/** Requests of and about the clients online: 34, 35, 38, 46, 203, 204, 328, 345. */
public final class ClientRoutes {
    private static final List<String> LANGUAGES = List.of(
            "JAVA", "CPP", "DOTNET", "PYTHON", "DELPHI", "ERLANG", "RUBY", "OTHER", "HTTP", "GO", "PHP", "OMS", "RUST",
            "NODE_JS");

    private final Heartbeats heartbeats;
    private final Members members;
    private final Producers producers;
    private final SqlFilters sqlFilters;
    private final QueueLocks locks;

    public ClientRoutes(
            Heartbeats heartbeats, Members members, Producers producers, SqlFilters sqlFilters, QueueLocks locks) {
        this.heartbeats = heartbeats;
        this.members = members;
        this.producers = producers;
        this.sqlFilters = sqlFilters;
        this.locks = locks;
    }

    /** Adds these routes. */
    public void register(Routes.Builder routes) {
        routes.onLoop(RequestCodes.HEART_BEAT, this::heartbeat);
        routes.onLoop(RequestCodes.UNREGISTER_CLIENT, this::unregister);
        routes.onLoop(RequestCodes.GET_CONSUMER_LIST_BY_GROUP, this::consumerIds);
        routes.onLoop(RequestCodes.CHECK_CLIENT_CONFIG, this::check);
        routes.offLoop(RequestCodes.GET_CONSUMER_CONNECTION_LIST, this::consumerConnections);
        routes.offLoop(RequestCodes.GET_PRODUCER_CONNECTION_LIST, this::producerConnections);
        routes.offLoop(RequestCodes.GET_ALL_PRODUCER_INFO, this::allProducers);
        routes.onLoop(RequestCodes.QUERY_SUBSCRIPTION_BY_CONSUMER, this::subscription);
    }

    private RemotingCommand heartbeat(RouteContext context, RemotingCommand request) {
        HeartbeatData data = Requests.body(request, HeartbeatData::fromJson);
        return Later.answer(
                context,
                request,
                heartbeats.accept(context.link(), context.caller(), data),
                tellAgain -> request.success(HeaderCodec.encode(new HeartbeatResponse(true, tellAgain))));
    }

    private RemotingCommand unregister(RouteContext context, RemotingCommand request) {
        UnregisterClient header = Requests.header(UnregisterClient.class, request);
        if (header.producerGroup() != null) {
            producers.leave(context.link(), header.producerGroup());
        }
        if (header.consumerGroup() != null) {
            locks.leave(header.consumerGroup(), header.clientID()); // before others hear that it left, and want them
            members.leave(context.link(), header.consumerGroup());
        }
        return request.success();
    }

    private RemotingCommand consumerIds(RouteContext context, RemotingCommand request) {
        String group = Requests.header(ConsumerListByGroup.class, request).consumerGroup();
        Collection<String> ids = members.clientIds(group);
        if (ids.isEmpty()) {
            throw new RefusedException(ResponseCodes.SYSTEM_ERROR, "no consumer for this group, " + group);
        }
        return request.success(new ConsumerList(List.copyOf(ids)).toJson());
    }

    private RemotingCommand check(RouteContext context, RemotingCommand request) {
        SubscriptionData subscription =
                Requests.body(request, CheckClientConfig::fromJson).subscriptionData();
        if (!subscription.isTag()) {
            sqlFilters.check(subscription.expressionType());
            sqlFilters.of(subscription.subString()).filter();
        }
        return request.success();
    }

    private RemotingCommand consumerConnections(RouteContext context, RemotingCommand request) {
        String group = Requests.header(ConsumerConnectionList.class, request).consumerGroup();
        Members.Online online = members.online(group);
        if (online == null) {
            throw new RefusedException(
                    ResponseCodes.CONSUMER_NOT_ONLINE, "the consumer group[" + group + "] not online");
        }
        Map<String, SubscriptionData> subscriptions = new LinkedHashMap<>();
        online.subscriptions().forEach((topic, subscription) -> subscriptions.put(topic, subscription.data()));
        return request.success(new ConsumerConnection(
                        connections(online.clients()),
                        subscriptions,
                        online.consumeType(),
                        online.messageModel(),
                        online.consumeFromWhere())
                .toJson());
    }

    private RemotingCommand producerConnections(RouteContext context, RemotingCommand request) {
        String group = Requests.header(ProducerConnectionList.class, request).producerGroup();
        List<Client> clients = producers.clients(group);
        if (clients.isEmpty()) {
            throw new RefusedException(ResponseCodes.SYSTEM_ERROR, "the producer group[" + group + "] not exist");
        }
        return request.success(new ProducerConnection(connections(clients)).toJson());
    }

    private RemotingCommand allProducers(RouteContext context, RemotingCommand request) {
        Map<String, List<ProducerInfo>> all = new TreeMap<>();
        for (String group : producers.groups()) {
            all.put(
                    group,
                    producers.clients(group).stream()
                            .map(client -> new ProducerInfo(
                                    client.clientId(),
                                    client.link().remote(),
                                    language(client.language()),
                                    client.version(),
                                    client.seenMillis()))
                            .toList());
        }
        return request.success(new ProducerTable(all).toJson());
    }

    private RemotingCommand subscription(RouteContext context, RemotingCommand request) {
        SubscriptionByConsumer header = Requests.header(SubscriptionByConsumer.class, request);
        Subscription found = header.topic() == null ? null : members.subscription(header.group(), header.topic());
        return request.success(
                new SubscriptionData.OfGroup(header.group(), header.topic(), found == null ? null : found.data())
                        .toJson());
    }

    private static List<ClientConnection> connections(List<Client> clients) {
        return clients.stream()
                .map(client -> new ClientConnection(
                        client.clientId(), client.link().remote(), language(client.language()), client.version()))
                .toList();
    }

    private static String language(int code) {
        return code >= 0 && code < LANGUAGES.size() ? LANGUAGES.get(code) : "OTHER";
    }
}
