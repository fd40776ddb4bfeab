package org.apogeemq.broker.wire;

import org.apogeemq.broker.order.QueueLocks;
import org.apogeemq.protocol.body.LockBatch;
import org.apogeemq.protocol.command.RemotingCommand;
import org.apogeemq.protocol.command.RequestCodes;

/** Requests about queue locks of ordered consumers: 41, 42. */
public final class LockRoutes {
    private final QueueLocks locks;

    public LockRoutes(QueueLocks locks) {
        this.locks = locks;
    }

    /** Adds these routes. */
    public void register(Routes.Builder routes) {
        routes.onLoop(RequestCodes.LOCK_BATCH_MQ, this::lock);
        routes.onLoop(RequestCodes.UNLOCK_BATCH_MQ, this::unlock);
    }

    private RemotingCommand lock(RouteContext context, RemotingCommand request) {
        LockBatch.Request body = Requests.body(request, LockBatch.Request::fromJson);
        var held = locks.lock(body.consumerGroup(), body.clientId(), body.mqSet());
        return request.success(new LockBatch.Response(held).toJson());
    }

    private RemotingCommand unlock(RouteContext context, RemotingCommand request) {
        LockBatch.Request body = Requests.body(request, LockBatch.Request::fromJson);
        locks.unlock(body.consumerGroup(), body.clientId(), body.mqSet());
        return request.success();
    }
}
