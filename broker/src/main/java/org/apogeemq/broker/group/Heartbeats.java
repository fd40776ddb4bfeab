package org.apogeemq.broker.group;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apogeemq.broker.face.Caller;
import org.apogeemq.broker.face.ClientLink;
import org.apogeemq.broker.topic.Topic;
import org.apogeemq.broker.topic.Topics;
import org.apogeemq.protocol.body.HeartbeatData;
import org.apogeemq.protocol.body.HeartbeatData.ConsumerData;
import org.apogeemq.protocol.body.SubscriptionGroupConfig;
import org.apogeemq.protocol.record.Names;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what clients say of themselves every 30 seconds. A group that is not there yet is created, and so is its retry
 * topic, before its member counts. Stateless; thread-safe; nothing here waits.
 */
public final class Heartbeats {
    private static final Logger LOG = LoggerFactory.getLogger(Heartbeats.class);
    private static final int UNIT_SUBSCRIPTION = 2; // bit of a topic's sysFlag

    private final Groups groups;
    private final Topics topics;
    private final Members members;
    private final Producers producers;
    // Replaced while the broker runs.
    private volatile GroupSettings settings;

    public Heartbeats(GroupSettings settings, Groups groups, Topics topics, Members members, Producers producers) {
        this.settings = settings;
        this.groups = groups;
        this.topics = topics;
        this.members = members;
        this.producers = producers;
    }

    /** Goes by other settings from now on. */
    public void change(GroupSettings changed) {
        settings = changed;
    }

    /**
     * Takes a heartbeat. Completes, at once if nothing has to be created, with whether the client has to tell its
     * subscriptions again: it has left them out, and what is known here is not what it means. A group that does not
     * exist and may not be created is passed over.
     */
    public CompletableFuture<Boolean> accept(ClientLink link, Caller caller, HeartbeatData data) {
        data.producerDataSet().forEach(producer -> producers.join(link, caller, data.clientID(), producer.groupName()));
        boolean tellAgain = false;
        List<CompletableFuture<Void>> later = new ArrayList<>();
        for (ConsumerData consumer : data.consumerDataSet()) {
            if (settings.rejectPullConsumers() && ConsumerData.ACTIVELY.equals(consumer.consumeType())) {
                continue;
            }
            if (data.withoutSub()) {
                String group = consumer.groupName();
                tellAgain |= !members.refresh(link, caller, data.clientID(), group, data.heartbeatFingerprint());
            } else if (isReady(consumer)) {
                members.join(link, caller, data.clientID(), consumer, data.heartbeatFingerprint());
            } else {
                later.add(prepare(consumer).thenAccept(exists -> {
                    if (exists) {
                        members.join(link, caller, data.clientID(), consumer, data.heartbeatFingerprint());
                    }
                }));
            }
        }
        boolean answer = tellAgain;
        return CompletableFuture.allOf(later.toArray(CompletableFuture<?>[]::new))
                .thenApply(done -> answer);
    }

    private boolean isReady(ConsumerData consumer) {
        SubscriptionGroupConfig group = groups.find(consumer.groupName());
        return group != null
                && (group.retryQueueNums() <= 0 || topics.find(Names.retryTopic(group.groupName())) != null);
    }

    /** Creates what is missing; completes with false if that may not be. */
    private CompletableFuture<Boolean> prepare(ConsumerData consumer) {
        return groups.create(consumer.groupName())
                .thenCompose(group -> group.retryQueueNums() <= 0
                        ? CompletableFuture.<Topic>completedFuture(null)
                        : topics.createRetry(
                                group.groupName(),
                                group.retryQueueNums(),
                                consumer.unitMode() ? UNIT_SUBSCRIPTION : 0,
                                isOrdered(consumer)))
                .handle((topic, failure) -> {
                    if (failure != null) {
                        LOG.info("heartbeat for group {} passed over: {}", consumer.groupName(), failure.getMessage());
                    }
                    return failure == null;
                });
    }

    private boolean isOrdered(ConsumerData consumer) {
        return consumer.subscriptionDataSet().stream()
                .map(subscription -> topics.find(subscription.topic()))
                .anyMatch(topic -> topic != null && topic.config().order());
    }
}
