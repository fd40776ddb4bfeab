package org.apogeemq.broker.wire.admin;

import org.apogeemq.broker.topic.Topics;
import org.apogeemq.broker.wire.RouteContext;
import org.apogeemq.broker.wire.Routes;
import org.apogeemq.protocol.command.RemotingCommand;
import org.apogeemq.protocol.command.RequestCodes;
import org.apogeemq.protocol.record.Names;
import org.apogeemq.store.Store;

/** Requests to delete what is no longer needed: 306, 316, 329. They are answered when it has begun. */
public final class CleaningRoutes {
    private final Store store;
    private final Topics topics;

    public CleaningRoutes(Store store, Topics topics) {
        this.store = store;
        this.topics = topics;
    }

    /** Adds these routes. */
    public void register(Routes.Builder routes) {
        routes.onLoop(RequestCodes.DELETE_EXPIRED_COMMITLOG, this::deleteExpired);
        routes.onLoop(RequestCodes.CLEAN_EXPIRED_CONSUMEQUEUE, this::deleteQueueFiles);
        routes.offLoop(RequestCodes.CLEAN_UNUSED_TOPIC, this::deleteUnusedQueues);
    }

    private RemotingCommand deleteExpired(RouteContext context, RemotingCommand request) {
        store.deleteExpired();
        return request.success();
    }

    /** Queues themselves stay: a queue that was forgotten would count from 0 again, and its groups would miss that. */
    private RemotingCommand deleteQueueFiles(RouteContext context, RemotingCommand request) {
        store.deleteUnusedQueueFiles();
        return request.success();
    }

    /** Queues of topics that are not there: left by a crash while a topic was deleted, or by another program. */
    private RemotingCommand deleteUnusedQueues(RouteContext context, RemotingCommand request) {
        for (String topic : store.queues().topics()) {
            if (topics.find(topic) == null && !Names.isSystemTopic(topic)) {
                topics.deleteLeftovers(topic);
            }
        }
        return request.success();
    }
}
