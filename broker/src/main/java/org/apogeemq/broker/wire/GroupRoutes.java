package org.apogeemq.broker.wire;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apogeemq.broker.face.RefusedException;
import org.apogeemq.broker.group.Groups;
import org.apogeemq.broker.offset.Offsets;
import org.apogeemq.broker.query.Standings;
import org.apogeemq.broker.stats.Statistics;
import org.apogeemq.protocol.body.DataVersion;
import org.apogeemq.protocol.body.SubscriptionGroupConfig;
import org.apogeemq.protocol.body.SubscriptionGroupTable;
import org.apogeemq.protocol.body.TopicList;
import org.apogeemq.protocol.command.RemotingCommand;
import org.apogeemq.protocol.command.RequestCodes;
import org.apogeemq.protocol.command.ResponseCodes;
import org.apogeemq.protocol.header.GroupHeaders.AllGroupConfigs;
import org.apogeemq.protocol.header.GroupHeaders.AllGroupConfigsResponse;
import org.apogeemq.protocol.header.GroupHeaders.DeleteGroup;
import org.apogeemq.protocol.header.GroupHeaders.GroupConfig;
import org.apogeemq.protocol.header.GroupHeaders.GroupForbidden;
import org.apogeemq.protocol.header.GroupHeaders.TopicsByConsumer;
import org.apogeemq.protocol.header.HeaderCodec;
import org.apogeemq.protocol.json.JsonWriter;

/** Requests about the settings of groups: 200, 201, 207, 225, 343, 352, 353. */
public final class GroupRoutes {
    private final Groups groups;
    private final Offsets offsets;
    private final Standings standings;
    private final Statistics statistics;

    public GroupRoutes(Groups groups, Offsets offsets, Standings standings, Statistics statistics) {
        this.groups = groups;
        this.offsets = offsets;
        this.standings = standings;
        this.statistics = statistics;
    }

    /** Adds these routes. */
    public void register(Routes.Builder routes) {
        routes.offLoop(RequestCodes.UPDATE_AND_CREATE_SUBSCRIPTIONGROUP, this::upsert);
        routes.offLoop(RequestCodes.UPDATE_AND_CREATE_SUBSCRIPTIONGROUP_LIST, this::upsertList);
        routes.offLoop(RequestCodes.GET_ALL_SUBSCRIPTIONGROUP_CONFIG, this::all);
        routes.offLoop(RequestCodes.DELETE_SUBSCRIPTIONGROUP, this::delete);
        routes.offLoop(RequestCodes.QUERY_TOPICS_BY_CONSUMER, this::topicsOf);
        routes.onLoop(RequestCodes.GET_SUBSCRIPTIONGROUP_CONFIG, this::config);
        routes.offLoop(RequestCodes.UPDATE_AND_GET_GROUP_FORBIDDEN, this::forbid);
    }

    private RemotingCommand upsert(RouteContext context, RemotingCommand request) {
        SubscriptionGroupConfig wanted = Requests.body(request, SubscriptionGroupConfig::fromJson);
        return Later.success(context, request, groups.upsert(wanted));
    }

    private RemotingCommand upsertList(RouteContext context, RemotingCommand request) {
        List<SubscriptionGroupConfig> wanted = Requests.body(request, SubscriptionGroupConfig::listFromJson);
        CompletableFuture<?>[] changes = wanted.stream().map(groups::upsert).toArray(CompletableFuture<?>[]::new);
        return Later.success(context, request, CompletableFuture.allOf(changes));
    }

    private RemotingCommand all(RouteContext context, RemotingCommand request) {
        AllGroupConfigs header = Requests.header(AllGroupConfigs.class, request);
        DataVersion version = groups.dataVersion();
        Page<SubscriptionGroupConfig> page =
                Page.of(groups.all(), version, header.groupSeq(), header.dataVersion(), header.maxGroupNum());
        var fields = HeaderCodec.encode(new AllGroupConfigsResponse(page.total()));
        byte[] body = new SubscriptionGroupTable(page.entries(), groups.forbidden(), version).toJson();
        return request.answer(ResponseCodes.SUCCESS, null, fields, body);
    }

    private RemotingCommand delete(RouteContext context, RemotingCommand request) {
        DeleteGroup header = Requests.header(DeleteGroup.class, request);
        boolean clean = Boolean.TRUE.equals(header.cleanOffset());
        CompletableFuture<Void> deleted =
                groups.delete(header.groupName()).thenRun(() -> statistics.forgetGroup(header.groupName()));
        return Later.success(
                context,
                request,
                clean ? deleted.thenCompose(done -> offsets.forgetGroup(header.groupName())) : deleted);
    }

    private RemotingCommand topicsOf(RouteContext context, RemotingCommand request) {
        String group = Requests.header(TopicsByConsumer.class, request).group();
        return request.success(new TopicList(standings.topicsOf(group)).toJson());
    }

    private RemotingCommand config(RouteContext context, RemotingCommand request) {
        String name = Requests.header(GroupConfig.class, request).group();
        SubscriptionGroupConfig group = groups.find(name);
        if (group == null) {
            throw new RefusedException(
                    ResponseCodes.SUBSCRIPTION_GROUP_NOT_EXIST, "subscription group [" + name + "] does not exist");
        }
        return request.success(group.toJson());
    }

    private RemotingCommand forbid(RouteContext context, RemotingCommand request) {
        GroupForbidden header = Requests.header(GroupForbidden.class, request);
        CompletableFuture<Void> done = header.readable() == null
                ? CompletableFuture.completedFuture(null)
                : groups.forbid(header.group(), header.topic(), !header.readable());
        return Later.answer(context, request, done, now -> {
            boolean readable = !groups.isForbidden(header.group(), header.topic());
            return request.success(new JsonWriter()
                    .beginObject()
                    .field("group", header.group())
                    .field("readable", readable)
                    .field("topic", header.topic())
                    .endObject()
                    .bytes());
        });
    }
}
