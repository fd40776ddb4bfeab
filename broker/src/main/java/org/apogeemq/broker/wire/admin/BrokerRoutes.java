package org.apogeemq.broker.wire.admin;

import org.apogeemq.broker.query.RawQueues;
import org.apogeemq.broker.wire.Requests;
import org.apogeemq.broker.wire.RouteContext;
import org.apogeemq.broker.wire.Routes;
import org.apogeemq.protocol.body.admin.HaStatus;
import org.apogeemq.protocol.command.RemotingCommand;
import org.apogeemq.protocol.command.RequestCodes;
import org.apogeemq.protocol.header.QueryHeaders.QueryConsumeQueue;
import org.apogeemq.store.log.CommitLog;

/** Requests about how the broker serves and what its files hold: 321, 907. */
public final class BrokerRoutes {
    private final RawQueues queues;
    private final CommitLog log;

    public BrokerRoutes(RawQueues queues, CommitLog log) {
        this.queues = queues;
        this.log = log;
    }

    /** Adds these routes. */
    public void register(Routes.Builder routes) {
        routes.offLoop(RequestCodes.QUERY_CONSUME_QUEUE, this::queue);
        routes.onLoop(RequestCodes.GET_BROKER_HA_STATUS, this::replication);
    }

    private RemotingCommand queue(RouteContext context, RemotingCommand request) {
        QueryConsumeQueue wanted = Requests.header(QueryConsumeQueue.class, request);
        return request.success(
                queues.read(wanted.topic(), wanted.queueId(), wanted.index(), wanted.count(), wanted.consumerGroup())
                        .toJson());
    }

    private RemotingCommand replication(RouteContext context, RemotingCommand request) {
        return request.success(new HaStatus(log.maxOffset()).toJson());
    }
}
