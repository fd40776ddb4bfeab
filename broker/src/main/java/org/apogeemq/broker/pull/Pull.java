package org.apogeemq.broker.pull;

import org.apogeemq.broker.face.RefusedException;
import org.apogeemq.broker.filter.SqlFilters;
import org.apogeemq.broker.group.Groups;
import org.apogeemq.broker.group.Members;
import org.apogeemq.broker.group.TagFilter;
import org.apogeemq.broker.offset.Offsets;
import org.apogeemq.broker.pull.PullResult.Status;
import org.apogeemq.broker.topic.Topic;
import org.apogeemq.broker.topic.Topics;
import org.apogeemq.protocol.body.SubscriptionGroupConfig;
import org.apogeemq.protocol.command.ResponseCodes;
import org.apogeemq.store.queue.ConsumeQueue;

/** The rules of pulling: who may pull what, and what he gets. Shared, stateless, thread-safe. */
final class Pull {
    private static final String TAG = "TAG";

    private final Topics topics;
    private final Groups groups;
    private final Members members;
    private final Offsets offsets;
    private final SqlFilters sqlFilters;
    // Replaced while the broker runs.
    private volatile PullConfig config;

    Pull(PullConfig config, PullRoom.Tables tables) {
        this.config = config;
        topics = tables.topics();
        groups = tables.groups();
        members = tables.members();
        offsets = tables.offsets();
        sqlFilters = tables.sqlFilters();
    }

    void change(PullConfig changed) {
        config = changed;
    }

    /**
     * Checks the call in the order clients rely on, notes the progress it carries and finds its queue and filter.
     *
     * @return false if the group does not exist yet
     * @throws RefusedException if it may not pull
     */
    boolean check(PullCall call) {
        checkBroker();
        var group = groups.find(call.group);
        if (group == null) {
            return false;
        }
        Topic topic = checkRights(call, group);
        call.filter = filter(call, group.consumeBroadcastEnable());
        call.queue = topic.queue(call.queueId);
        if (call.has(PullCall.COMMIT_OFFSET) && call.commitOffset >= 0) {
            offsets.commit(call.group, call.topic, call.queueId, call.commitOffset);
        }
        return true;
    }

    /**
     * Checks again whether a call that has waited may pull.
     *
     * @throws RefusedException if it may not any more
     */
    // hot
    void checkAgain(PullCall call) {
        checkBroker();
        var group = groups.find(call.group);
        if (group == null) {
            throw new RefusedException(
                    ResponseCodes.SUBSCRIPTION_GROUP_NOT_EXIST, "subscription group not exist, " + call.group);
        }
        checkRights(call, group);
    }

    private void checkBroker() {
        if (!config.readable()) {
            throw new RefusedException(ResponseCodes.NO_PERMISSION, "the broker pulling message is forbidden");
        }
    }

    private Topic checkRights(PullCall call, SubscriptionGroupConfig group) {
        if (!group.consumeEnable()) {
            throw new RefusedException(ResponseCodes.NO_PERMISSION, "subscription group no permission, " + call.group);
        }
        Topic topic = topics.find(call.topic);
        if (topic == null) {
            throw new RefusedException(
                    ResponseCodes.TOPIC_NOT_EXIST, "topic[" + call.topic + "] not exist, apply first please!");
        }
        if (!topic.isReadable()) {
            throw new RefusedException(
                    ResponseCodes.NO_PERMISSION, "the topic[" + call.topic + "] pulling message is forbidden");
        }
        if (call.queueId < 0 || call.queueId >= topic.readQueues()) {
            throw new RefusedException(
                    ResponseCodes.INVALID_PARAMETER,
                    "queueId[" + call.queueId + "] is illegal, topic[" + call.topic + "] has readQueueNums["
                            + topic.readQueues() + "]");
        }
        if (groups.isForbidden(call.group, call.topic)) {
            throw new RefusedException(
                    ResponseCodes.NO_PERMISSION,
                    "the consumer group[" + call.group + "] is forbidden for topic[" + call.topic + "]");
        }
        return topic;
    }

    private TagFilter filter(PullCall call, boolean broadcastAllowed) {
        if (call.has(PullCall.SUBSCRIPTION)) {
            return carried(call);
        }
        var subscription = members.subscription(call.group, call.topic);
        if (subscription == null) {
            throw new RefusedException(
                    ResponseCodes.SUBSCRIPTION_NOT_EXIST,
                    "the consumer's subscription not exist: group " + call.group + ", topic " + call.topic);
        }
        if (subscription.broadcast() && !broadcastAllowed) {
            throw new RefusedException(
                    ResponseCodes.NO_PERMISSION,
                    "the consumer group[" + call.group + "] can not consume by broadcast way");
        }
        if (subscription.version() < call.subVersion) {
            return newerThan(call);
        }
        if (!isTag(subscription.expressionType())) {
            sqlFilters.check(subscription.expressionType());
            call.sql = subscription.sql().filter();
        }
        return subscription.filter();
    }

    /** What a call brings with it. */
    private TagFilter carried(PullCall call) {
        if (isTag(call.expressionType)) {
            return TagFilter.parse(call.subscription);
        }
        sqlFilters.check(call.expressionType);
        call.sql = sqlFilters
                .of(call.subscription == null ? "" : call.subscription)
                .filter();
        return TagFilter.ALL;
    }

    /**
     * The client has a subscription whose heartbeat has not come: 5.5 clients leave one out when their own lock is
     * busy, and would wait half a minute for the next. A client compares tags itself, so without a filter it misses
     * nothing and gets nothing wrong; other expressions are ours alone to evaluate.
     */
    private static TagFilter newerThan(PullCall call) {
        if (isTag(call.expressionType)) {
            return TagFilter.ALL;
        }
        throw new RefusedException(
                ResponseCodes.SUBSCRIPTION_NOT_LATEST,
                "the consumer's subscription not latest: group " + call.group + ", topic " + call.topic);
    }

    private static boolean isTag(String expressionType) {
        return expressionType == null || expressionType.isEmpty() || expressionType.equals(TAG);
    }

    /** Whether {@link #read} would have to read a file of the queue. */
    // hot
    boolean isCold(PullCall call) {
        return call.offset >= call.queue.minOffset() && !call.queue.isInMemory(call.offset);
    }

    /** Whether the group was moved while {@code call} was about to wait. */
    boolean isMoved(PullCall call) {
        return offsets.isMoveUnknown(call.group, call.topic, call.queueId);
    }

    /** Finds what {@code call} gets now. */
    // hot
    void read(PullCall call, Gatherer gatherer, PullResult result) {
        ConsumeQueue queue = call.queue;
        long min = queue.minOffset();
        long max = queue.maxOffset();
        result.begin(min, max);
        long offset = call.offset;
        long moved = offsets.redirect(call.group, call.topic, call.queueId, offset);
        if (moved != Offsets.NONE) {
            result.end(Status.OFFSET_RESET, moved);
        } else if (max == 0) {
            result.end(offset == 0 ? Status.NO_MESSAGE_IN_QUEUE : Status.NO_MATCHED_LOGIC_QUEUE, 0);
        } else if (offset < min) {
            result.end(Status.OFFSET_TOO_SMALL, min);
        } else if (offset == max) {
            result.end(Status.OFFSET_OVERFLOW_ONE, offset);
        } else if (offset > max) {
            result.end(Status.OFFSET_OVERFLOW_BADLY, max);
        } else {
            gatherer.gather(call, config, result);
        }
    }
}
