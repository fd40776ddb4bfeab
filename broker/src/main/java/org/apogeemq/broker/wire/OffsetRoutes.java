package org.apogeemq.broker.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apogeemq.broker.face.RefusedException;
import org.apogeemq.broker.group.Groups;
import org.apogeemq.broker.offset.Offsets;
import org.apogeemq.broker.query.Standings;
import org.apogeemq.broker.query.StoredMessages;
import org.apogeemq.broker.topic.Topics;
import org.apogeemq.protocol.body.SubscriptionGroupConfig;
import org.apogeemq.protocol.command.RemotingCommand;
import org.apogeemq.protocol.command.RequestCodes;
import org.apogeemq.protocol.command.ResponseCodes;
import org.apogeemq.protocol.header.GroupHeaders.GroupConsumeStats;
import org.apogeemq.protocol.header.HeaderCodec;
import org.apogeemq.protocol.header.OffsetHeaders.EarliestStoreTime;
import org.apogeemq.protocol.header.OffsetHeaders.MaxOffset;
import org.apogeemq.protocol.header.OffsetHeaders.MinOffset;
import org.apogeemq.protocol.header.OffsetHeaders.OffsetResponse;
import org.apogeemq.protocol.header.OffsetHeaders.QueryConsumerOffset;
import org.apogeemq.protocol.header.OffsetHeaders.SearchOffset;
import org.apogeemq.protocol.header.OffsetHeaders.TimestampResponse;
import org.apogeemq.protocol.header.OffsetHeaders.UpdateConsumerOffset;
import org.apogeemq.store.queue.Boundary;
import org.apogeemq.store.queue.ConsumeQueue;
import org.apogeemq.store.queue.ConsumeQueues;

/** Requests about offsets: 14, 15, 29, 30, 31, 32, 43, 208. */
public final class OffsetRoutes {
    private final Offsets offsets;
    private final Topics topics;
    private final Groups groups;
    private final ConsumeQueues queues;
    private final StoredMessages messages;
    private final Standings standings;

    public OffsetRoutes(
            Offsets offsets,
            Topics topics,
            Groups groups,
            ConsumeQueues queues,
            StoredMessages messages,
            Standings standings) {
        this.offsets = offsets;
        this.topics = topics;
        this.groups = groups;
        this.queues = queues;
        this.messages = messages;
        this.standings = standings;
    }

    /** Adds these routes. */
    public void register(Routes.Builder routes) {
        // Committing stays on the loop: a client that commits and then asks gets what it committed.
        routes.onLoop(RequestCodes.UPDATE_CONSUMER_OFFSET, this::commit);
        routes.offLoop(RequestCodes.QUERY_CONSUMER_OFFSET, this::query);
        routes.offLoop(RequestCodes.SEARCH_OFFSET_BY_TIMESTAMP, this::search);
        routes.onLoop(RequestCodes.GET_MAX_OFFSET, this::max);
        routes.onLoop(RequestCodes.GET_MIN_OFFSET, this::min);
        routes.offLoop(RequestCodes.GET_EARLIEST_MSG_STORETIME, this::earliest);
        routes.offLoop(RequestCodes.GET_ALL_CONSUMER_OFFSET, this::all);
        routes.offLoop(RequestCodes.GET_CONSUME_STATS, this::stats);
    }

    private RemotingCommand commit(RouteContext context, RemotingCommand request) {
        UpdateConsumerOffset header = Requests.header(UpdateConsumerOffset.class, request);
        if (groups.find(header.consumerGroup()) == null) {
            throw new RefusedException(
                    ResponseCodes.SUBSCRIPTION_GROUP_NOT_EXIST,
                    "subscription group [" + header.consumerGroup() + "] does not exist, its offset was not stored");
        }
        if (topics.find(header.topic()) == null) {
            throw new RefusedException(
                    ResponseCodes.TOPIC_NOT_EXIST,
                    "topic[" + header.topic() + "] not exist, the offset was not stored");
        }
        boolean counts =
                offsets.commit(header.consumerGroup(), header.topic(), header.queueId(), header.commitOffset());
        String remark = counts ? null : "Offset has been previously reset";
        return request.answer(ResponseCodes.SUCCESS, remark, Map.of(), null);
    }

    private RemotingCommand query(RouteContext context, RemotingCommand request) {
        QueryConsumerOffset header = Requests.header(QueryConsumerOffset.class, request);
        long offset = offsets.queryToGoOn(header.consumerGroup(), header.topic(), header.queueId());
        if (offset != Offsets.NONE) {
            return offset(request, offset);
        }
        // A new group on a young queue begins at its beginning, even if it asks for the end: it would miss what
        // was sent while it was starting.
        ConsumeQueue queue = queues.get(header.topic(), header.queueId());
        SubscriptionGroupConfig group = groups.find(header.consumerGroup());
        boolean mayBeginAtZero =
                !Boolean.FALSE.equals(header.setZeroIfNotFound()) && (group == null || group.consumeFromMinEnable());
        if (mayBeginAtZero && queue != null && messages.isYoung(queue)) {
            return offset(request, 0);
        }
        throw new RefusedException(ResponseCodes.QUERY_NOT_FOUND, "Not found, maybe this group consumer boot first");
    }

    private RemotingCommand search(RouteContext context, RemotingCommand request) {
        SearchOffset header = Requests.header(SearchOffset.class, request);
        ConsumeQueue queue = queues.get(header.topic(), header.queueId());
        Boundary boundary = "UPPER".equals(header.boundaryType()) ? Boundary.UPPER : Boundary.LOWER;
        return offset(request, queue == null ? 0 : queue.offsetByTime(header.timestamp(), boundary));
    }

    private RemotingCommand max(RouteContext context, RemotingCommand request) {
        MaxOffset header = Requests.header(MaxOffset.class, request);
        ConsumeQueue queue = queues.get(header.topic(), header.queueId());
        return offset(request, queue == null ? 0 : queue.maxOffset());
    }

    private RemotingCommand min(RouteContext context, RemotingCommand request) {
        MinOffset header = Requests.header(MinOffset.class, request);
        ConsumeQueue queue = queues.get(header.topic(), header.queueId());
        return offset(request, queue == null ? 0 : queue.minOffset());
    }

    private RemotingCommand earliest(RouteContext context, RemotingCommand request) {
        EarliestStoreTime header = Requests.header(EarliestStoreTime.class, request);
        ConsumeQueue queue = queues.get(header.topic(), header.queueId());
        long millis = queue == null ? StoredMessages.NO_TIME : messages.storeMillis(queue, queue.minOffset());
        return request.success(HeaderCodec.encode(new TimestampResponse(millis)));
    }

    private RemotingCommand all(RouteContext context, RemotingCommand request) {
        return request.success(offsets.table());
    }

    private RemotingCommand stats(RouteContext context, RemotingCommand request) {
        GroupConsumeStats header = Requests.header(GroupConsumeStats.class, request);
        List<String> wanted = new ArrayList<>();
        if (header.topicList() != null && !header.topicList().isBlank()) {
            wanted.addAll(List.of(header.topicList().split(";")));
        } else if (header.topic() != null && !header.topic().isBlank()) {
            wanted.add(header.topic());
        }
        return request.success(standings.ofGroup(header.consumerGroup(), wanted).toJson());
    }

    private static RemotingCommand offset(RemotingCommand request, long offset) {
        return request.success(HeaderCodec.encode(new OffsetResponse(offset)));
    }
}
