package org.apogeemq.broker.mode;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apogeemq.broker.group.Members;
import org.apogeemq.protocol.body.HeartbeatData.ConsumerData;
import org.apogeemq.protocol.body.admin.Assignment;
import org.apogeemq.protocol.record.MessageQueue;

/**
 * Which queues a member of a group has, for clients that let the broker share them. All members that ask the same
 * broker, while it knows the same members, get shares that fit together. Thread-safe.
 */
public final class Assignments {
    private final Members members;
    private final ReadableQueues queues;

    public Assignments(Members members, ReadableQueues queues) {
        this.members = members;
        this.queues = queues;
    }

    /**
     * The queues of the one who asks, on all brokers. Null if nothing can be said: the topic or strategy is unknown, or
     * the client is not a member (yet); it keeps what it has then.
     */
    public CompletableFuture<List<MessageQueue>> of(Assignment.Request who) {
        return queues.of(who.topic()).thenApply(all -> {
            if (all == null || ConsumerData.BROADCASTING.equals(who.messageModel())) {
                return all;
            }
            Shares shares = Shares.named(who.strategyName());
            List<String> clients = new ArrayList<>(members.clientIds(who.consumerGroup()));
            int member = clients.indexOf(who.clientId());
            return shares == null || member < 0 ? null : shares.of(member, clients.size(), all);
        });
    }
}
