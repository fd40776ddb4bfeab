package org.apogeemq.broker.wire;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apogeemq.broker.face.RefusedException;
import org.apogeemq.broker.query.Standings;
import org.apogeemq.broker.topic.Topic;
import org.apogeemq.broker.topic.TopicAttributes;
import org.apogeemq.broker.topic.Topics;
import org.apogeemq.protocol.body.DataVersion;
import org.apogeemq.protocol.body.GroupList;
import org.apogeemq.protocol.body.TopicConfig;
import org.apogeemq.protocol.body.TopicConfigTable;
import org.apogeemq.protocol.body.TopicList;
import org.apogeemq.protocol.command.RemotingCommand;
import org.apogeemq.protocol.command.RequestCodes;
import org.apogeemq.protocol.command.ResponseCodes;
import org.apogeemq.protocol.header.HeaderCodec;
import org.apogeemq.protocol.header.TopicHeaders.AllTopicConfigs;
import org.apogeemq.protocol.header.TopicHeaders.AllTopicConfigsResponse;
import org.apogeemq.protocol.header.TopicHeaders.ConsumedBy;
import org.apogeemq.protocol.header.TopicHeaders.CreateTopic;
import org.apogeemq.protocol.header.TopicHeaders.DeleteTopic;
import org.apogeemq.protocol.header.TopicHeaders.TopicConfigOf;
import org.apogeemq.protocol.header.TopicHeaders.TopicStats;
import org.apogeemq.protocol.record.Names;

/** Requests about topics: 17, 18, 21, 202, 215, 300, 305, 351. */
public final class TopicRoutes {
    private final Topics topics;
    private final Standings standings;

    public TopicRoutes(Topics topics, Standings standings) {
        this.topics = topics;
        this.standings = standings;
    }

    /** Adds these routes. */
    public void register(Routes.Builder routes) {
        routes.offLoop(RequestCodes.UPDATE_AND_CREATE_TOPIC, this::upsert);
        routes.offLoop(RequestCodes.UPDATE_AND_CREATE_TOPIC_LIST, this::upsertList);
        routes.offLoop(RequestCodes.GET_ALL_TOPIC_CONFIG, this::all);
        routes.offLoop(RequestCodes.GET_TOPIC_STATS_INFO, this::stats);
        routes.offLoop(RequestCodes.DELETE_TOPIC_IN_BROKER, this::delete);
        routes.offLoop(RequestCodes.QUERY_TOPIC_CONSUME_BY_WHO, this::consumedBy);
        routes.offLoop(RequestCodes.GET_SYSTEM_TOPIC_LIST_FROM_BROKER, this::systemTopics);
        routes.onLoop(RequestCodes.GET_TOPIC_CONFIG, this::config);
    }

    private RemotingCommand upsert(RouteContext context, RemotingCommand request) {
        CreateTopic header = Requests.header(CreateTopic.class, request);
        TopicConfig wanted = new TopicConfig(
                header.topic(),
                header.readQueueNums(),
                header.writeQueueNums(),
                header.perm(),
                header.topicFilterType(),
                header.topicSysFlag() == null ? 0 : header.topicSysFlag(),
                header.order(),
                TopicAttributes.parseDelta(header.attributes()));
        return Later.success(context, request, topics.upsert(wanted));
    }

    private RemotingCommand upsertList(RouteContext context, RemotingCommand request) {
        List<TopicConfig> wanted = Requests.body(request, TopicConfig::listFromJson);
        CompletableFuture<?>[] changes = wanted.stream().map(topics::upsert).toArray(CompletableFuture<?>[]::new);
        return Later.success(context, request, CompletableFuture.allOf(changes));
    }

    private RemotingCommand all(RouteContext context, RemotingCommand request) {
        AllTopicConfigs header = Requests.header(AllTopicConfigs.class, request);
        DataVersion version = topics.dataVersion();
        Page<TopicConfig> page =
                Page.of(topics.all(), version, header.topicSeq(), header.dataVersion(), header.maxTopicNum());
        var fields = HeaderCodec.encode(new AllTopicConfigsResponse(page.total()));
        return request.answer(
                ResponseCodes.SUCCESS, null, fields, new TopicConfigTable(page.entries(), version).toJson());
    }

    private RemotingCommand stats(RouteContext context, RemotingCommand request) {
        return request.success(standings
                .ofTopic(Requests.header(TopicStats.class, request).topic())
                .toJson());
    }

    private RemotingCommand delete(RouteContext context, RemotingCommand request) {
        return Later.success(
                context,
                request,
                topics.delete(Requests.header(DeleteTopic.class, request).topic()));
    }

    private RemotingCommand consumedBy(RouteContext context, RemotingCommand request) {
        String topic = Requests.header(ConsumedBy.class, request).topic();
        return request.success(new GroupList(standings.groupsOf(topic)).toJson());
    }

    private RemotingCommand systemTopics(RouteContext context, RemotingCommand request) {
        List<String> names =
                topics.all().keySet().stream().filter(Names::isSystemTopic).toList();
        return request.success(new TopicList(names).toJson());
    }

    private RemotingCommand config(RouteContext context, RemotingCommand request) {
        String name = Requests.header(TopicConfigOf.class, request).topic();
        Topic topic = topics.find(name);
        if (topic == null) {
            throw new RefusedException(ResponseCodes.TOPIC_NOT_EXIST, "No topic in this broker. topic: " + name);
        }
        return request.success(topic.config().toJson());
    }
}
