package org.apogeemq.broker.reset;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.apogeemq.broker.face.RefusedException;
import org.apogeemq.broker.group.Groups;
import org.apogeemq.broker.group.Members;
import org.apogeemq.broker.offset.Offsets;
import org.apogeemq.broker.topic.Topic;
import org.apogeemq.broker.topic.Topics;
import org.apogeemq.protocol.command.ResponseCodes;
import org.apogeemq.store.queue.Boundary;
import org.apogeemq.store.queue.ConsumeQueue;
import org.apogeemq.store.queue.ConsumeQueues;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves groups. Nobody need be online; clients that are at work follow with their next pull, those that wait for
 * messages at once. Thread-safe; may wait for the disk.
 */
public final class Resets {
    private static final Logger LOG = LoggerFactory.getLogger(Resets.class);

    private final Topics topics;
    private final Groups groups;
    private final Members members;
    private final Offsets offsets;
    private final ConsumeQueues queues;
    private final WaitingPulls waiting;
    private final ClientNotices notices;

    /** Those who wait for messages. */
    @FunctionalInterface
    public interface WaitingPulls {
        /** Lets the pulls of a group that wait for a queue look again. */
        void recheck(ConsumeQueue queue, String group);
    }

    public Resets(
            Topics topics,
            Groups groups,
            Members members,
            Offsets offsets,
            ConsumeQueues queues,
            WaitingPulls waiting,
            ClientNotices notices) {
        this.topics = topics;
        this.groups = groups;
        this.members = members;
        this.offsets = offsets;
        this.queues = queues;
        this.waiting = waiting;
        this.notices = notices;
    }

    /**
     * Moves a group. A broadcast group, whose members keep their offsets themselves, is told to move. Completes, when
     * it is in the log, with where the group is now, by queue id.
     *
     * @throws RefusedException if there is no such topic, group, queue or offset
     */
    public CompletableFuture<Map<Integer, Long>> reset(ResetOrder order) {
        Topic topic = topic(order.topic());
        checkGroup(order.group());
        Map<Integer, Long> targets = targets(order, topic);
        LOG.info("group {} is set to {} in topic {}: {}", order.group(), words(order), order.topic(), targets);
        Members.Online online = members.online(order.group());
        if (online != null && online.isBroadcast()) {
            notices.tell(order.group(), order.topic(), targets);
            return CompletableFuture.completedFuture(targets);
        }
        Map<Integer, Long> moved = new TreeMap<>(targets);
        if (!order.force() && !order.isToOffset()) { // tools name an offset and say that they do not insist
            targets.forEach((queueId, target) -> {
                long present = offsets.query(order.group(), order.topic(), queueId);
                if (present != Offsets.NONE && present <= target) {
                    moved.remove(queueId);
                    targets.put(queueId, present);
                }
            });
        }
        return move(order.group(), order.topic(), moved).thenApply(done -> targets);
    }

    /**
     * Sets a group to where another one is.
     *
     * @param topic in this topic; null for all in which {@code from} has committed
     * @param offline also in topics that {@code from}, though online, does not want any more
     */
    public CompletableFuture<Void> copy(String from, String to, String topic, boolean offline) {
        checkGroup(from);
        checkGroup(to);
        Set<String> names = topic == null
                ? new TreeSet<>(offsets.topicsOf(from))
                : Set.of(topic(topic).name());
        Members.Online online = offline ? null : members.online(from);
        List<CompletableFuture<Void>> moved = new ArrayList<>();
        for (String name : names) {
            boolean left = online != null && !online.subscriptions().isEmpty() && !online.wants(name);
            if (topics.find(name) != null && !left) {
                moved.add(move(to, name, offsets.of(from, name)));
            }
        }
        return CompletableFuture.allOf(moved.toArray(CompletableFuture<?>[]::new));
    }

    private CompletableFuture<Void> move(String group, String topic, Map<Integer, Long> targets) {
        if (targets.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<Void> written = offsets.move(group, topic, targets);
        for (int queueId : targets.keySet()) {
            ConsumeQueue queue = queues.get(topic, queueId);
            if (queue != null) {
                waiting.recheck(queue, group);
            }
        }
        notices.watch(group, topic, targets);
        return written;
    }

    private Map<Integer, Long> targets(ResetOrder order, Topic topic) {
        Map<Integer, Long> targets = new TreeMap<>();
        if (order.queueId() < 0) {
            for (int queueId = 0; queueId < topic.readQueues(); queueId++) {
                targets.put(queueId, ofTime(order, queueId));
            }
        } else {
            if (order.queueId() >= topic.readQueues()) {
                throw new RefusedException(
                        ResponseCodes.INVALID_PARAMETER,
                        "queueId is " + order.queueId() + ", topic[" + order.topic() + "] has readQueueNums["
                                + topic.readQueues() + "]");
            }
            targets.put(order.queueId(), order.isToOffset() ? checked(order) : ofTime(order, order.queueId()));
        }
        return targets;
    }

    private long ofTime(ResetOrder order, int queueId) {
        ConsumeQueue queue = queues.get(order.topic(), queueId);
        if (queue == null) {
            return 0;
        }
        return order.millis() < 0 ? queue.maxOffset() : queue.offsetByTime(order.millis(), Boundary.LOWER);
    }

    private long checked(ResetOrder order) {
        ConsumeQueue queue = queues.get(order.topic(), order.queueId());
        long min = queue == null ? 0 : queue.minOffset();
        long max = queue == null ? 0 : queue.maxOffset();
        if (order.offset() < min || order.offset() > max) {
            throw new RefusedException(
                    ResponseCodes.SYSTEM_ERROR,
                    "Target offset " + order.offset() + " not in consume queue range [" + min + "-" + max + "]");
        }
        return order.offset();
    }

    private Topic topic(String name) {
        Topic topic = topics.find(name);
        if (topic == null) {
            throw new RefusedException(ResponseCodes.TOPIC_NOT_EXIST, "Topic " + name + " does not exist");
        }
        return topic;
    }

    private void checkGroup(String name) {
        if (groups.find(name) == null) {
            throw new RefusedException(ResponseCodes.SUBSCRIPTION_GROUP_NOT_EXIST, "Group " + name + " does not exist");
        }
    }

    private static String words(ResetOrder order) {
        if (order.isToOffset()) {
            return "an offset";
        }
        return order.millis() < 0 ? "the end" : "time " + order.millis();
    }
}
