package org.apogeemq.broker.query;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apogeemq.broker.face.RefusedException;
import org.apogeemq.broker.offset.Offsets;
import org.apogeemq.broker.topic.Topic;
import org.apogeemq.broker.topic.Topics;
import org.apogeemq.protocol.body.QueueStats.ConsumeTimeSpans;
import org.apogeemq.protocol.body.QueueStats.ConsumeTimeSpans.Span;
import org.apogeemq.protocol.command.ResponseCodes;
import org.apogeemq.protocol.record.MessageQueue;
import org.apogeemq.store.queue.ConsumeQueue;
import org.apogeemq.store.queue.ConsumeQueues;
import org.apogeemq.time.Clock;

/** How late groups are, in time and beside each other. Thread-safe; may wait for the disk. */
public final class Lateness {
    private final String brokerName;
    private final Topics topics;
    private final Offsets offsets;
    private final ConsumeQueues queues;
    private final StoredMessages messages;
    private final Clock clock;

    public Lateness(
            String brokerName,
            Topics topics,
            Offsets offsets,
            ConsumeQueues queues,
            StoredMessages messages,
            Clock clock) {
        this.brokerName = brokerName;
        this.topics = topics;
        this.offsets = offsets;
        this.queues = queues;
        this.messages = messages;
        this.clock = clock;
    }

    /**
     * When messages of a topic were stored: the first, the last, the one that {@code group} consumed last; and how long
     * its next one has been waiting. Times that there are not are -1.
     *
     * @throws RefusedException if there is no such topic
     */
    public ConsumeTimeSpans of(String group, String name) {
        Topic topic = topics.find(name);
        if (topic == null) {
            throw new RefusedException(ResponseCodes.TOPIC_NOT_EXIST, "topic[" + name + "] not exist");
        }
        List<Span> spans = new ArrayList<>();
        for (int queueId = 0; queueId < topic.readQueues(); queueId++) {
            spans.add(span(group, new MessageQueue(name, brokerName, queueId)));
        }
        return new ConsumeTimeSpans(spans);
    }

    private Span span(String group, MessageQueue place) {
        ConsumeQueue queue = queues.get(place.topic(), place.queueId());
        if (queue == null) {
            long none = StoredMessages.NO_TIME;
            return new Span(place, none, none, none, 0);
        }
        long first = messages.storeMillis(queue, queue.minOffset());
        long last = messages.storeMillis(queue, queue.maxOffset() - 1);
        long next = Math.max(0, offsets.query(group, place.topic(), place.queueId()));
        long consumed = next > 0 ? messages.storeMillis(queue, next - 1) : first;
        long waiting = messages.storeMillis(queue, Math.max(next, queue.minOffset()));
        long delay = waiting == StoredMessages.NO_TIME ? 0 : Math.max(0, clock.wallMillis() - waiting);
        return new Span(place, first, last, consumed, delay);
    }

    /**
     * How far the group is that is furthest behind, by queue id; {@link Long#MAX_VALUE} where that is {@code compared}.
     *
     * @param without groups that do not count
     */
    public Map<Integer, Long> furthestBehind(String topic, String compared, Set<String> without) {
        Set<String> counted = new HashSet<>(offsets.groupsOf(topic));
        counted.removeAll(without);
        Map<Integer, Long> smallest = new HashMap<>();
        for (String group : counted) {
            offsets.of(group, topic).forEach((queueId, offset) -> {
                ConsumeQueue queue = queues.get(topic, queueId);
                if (queue == null || offset >= queue.minOffset()) {
                    smallest.merge(queueId, offset, Math::min);
                }
            });
        }
        offsets.of(compared, topic)
                .forEach((queueId, offset) -> smallest.computeIfPresent(
                        queueId, (same, least) -> least > offset ? Long.valueOf(Long.MAX_VALUE) : least));
        return smallest;
    }
}
