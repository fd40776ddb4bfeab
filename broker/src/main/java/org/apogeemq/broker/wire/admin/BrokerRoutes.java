package org.apogeemq.broker.wire.admin;

import org.apogeemq.broker.face.RefusedException;
import org.apogeemq.broker.group.Groups;
import org.apogeemq.broker.query.RawQueues;
import org.apogeemq.broker.topic.Topics;
import org.apogeemq.broker.wire.Requests;
import org.apogeemq.broker.wire.RouteContext;
import org.apogeemq.broker.wire.Routes;
import org.apogeemq.protocol.body.admin.HaStatus;
import org.apogeemq.protocol.body.admin.RequestMode;
import org.apogeemq.protocol.command.RemotingCommand;
import org.apogeemq.protocol.command.RequestCodes;
import org.apogeemq.protocol.command.ResponseCodes;
import org.apogeemq.protocol.header.QueryHeaders.QueryConsumeQueue;
import org.apogeemq.protocol.record.Names;
import org.apogeemq.store.log.CommitLog;

/** Requests about how the broker serves and what its files hold: 321, 401, 907. */
public final class BrokerRoutes {
    private final RawQueues queues;
    private final CommitLog log;
    private final Topics topics;
    private final Groups groups;

    public BrokerRoutes(RawQueues queues, CommitLog log, Topics topics, Groups groups) {
        this.queues = queues;
        this.log = log;
        this.topics = topics;
        this.groups = groups;
    }

    /** Adds these routes. */
    public void register(Routes.Builder routes) {
        routes.offLoop(RequestCodes.QUERY_CONSUME_QUEUE, this::queue);
        routes.onLoop(RequestCodes.SET_MESSAGE_REQUEST_MODE, this::mode);
        routes.onLoop(RequestCodes.GET_BROKER_HA_STATUS, this::replication);
    }

    private RemotingCommand queue(RouteContext context, RemotingCommand request) {
        QueryConsumeQueue wanted = Requests.header(QueryConsumeQueue.class, request);
        return request.success(
                queues.read(wanted.topic(), wanted.queueId(), wanted.index(), wanted.count(), wanted.consumerGroup())
                        .toJson());
    }

    /** Every group pulls; so this is the one mode that can be set. */
    private RemotingCommand mode(RouteContext context, RemotingCommand request) {
        RequestMode wanted = Requests.body(request, RequestMode::fromJson);
        if (Names.isRetryTopic(wanted.topic())) {
            throw new RefusedException(
                    ResponseCodes.NO_PERMISSION, "retry topic [" + wanted.topic() + "] is not allowed to set mode");
        }
        if (topics.find(wanted.topic()) == null) {
            throw new RefusedException(ResponseCodes.TOPIC_NOT_EXIST, "topic[" + wanted.topic() + "] not exist");
        }
        if (groups.find(wanted.consumerGroup()) == null) {
            throw new RefusedException(
                    ResponseCodes.SUBSCRIPTION_GROUP_NOT_EXIST,
                    "subscription group [" + wanted.consumerGroup() + "] does not exist");
        }
        if (!wanted.mode().equals("PULL")) {
            throw new RefusedException(
                    ResponseCodes.INVALID_PARAMETER,
                    "mode " + wanted.mode() + " cannot be served: this version of Apogee offers PULL only; group "
                            + wanted.consumerGroup() + " goes on pulling " + wanted.topic());
        }
        return request.success();
    }

    private RemotingCommand replication(RouteContext context, RemotingCommand request) {
        return request.success(new HaStatus(log.maxOffset()).toJson());
    }
}
