package org.apogeemq.broker.mode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apogeemq.broker.topic.Topic;
import org.apogeemq.broker.topic.Topics;
import org.apogeemq.protocol.body.TopicConfig;
import org.apogeemq.protocol.body.TopicRouteData;
import org.apogeemq.protocol.record.MessageQueue;
import org.apogeemq.time.Clock;

/**
 * The queues of a topic that can be read, on all brokers: our own as they are now, those of others as a name server
 * said within {@link #FRESH}. Thread-safe.
 */
public final class ReadableQueues {
    /** So long what a name server said is believed. */
    static final Duration FRESH = Duration.ofSeconds(5);

    /** More topics than this are not remembered. */
    static final int TOPICS_MAX = 10_000;

    private record Others(List<MessageQueue> queues, long seenNanos) {}

    private final String brokerName;
    private final Topics topics;
    private final Function<String, CompletableFuture<TopicRouteData>> routes;
    private final Clock clock;
    private final Map<String, Others> others = new ConcurrentHashMap<>();

    /** @param routes asks for the route of a topic; null if it has none, fails if nobody could be asked */
    public ReadableQueues(
            String brokerName, Topics topics, Function<String, CompletableFuture<TopicRouteData>> routes, Clock clock) {
        this.brokerName = brokerName;
        this.topics = topics;
        this.routes = routes;
        this.clock = clock;
    }

    /** The queues in their order; null if there are none, or if no name server can be asked. */
    CompletableFuture<List<MessageQueue>> of(String topic) {
        Others known = others.get(topic);
        if (known != null && clock.monotonicNanos() - known.seenNanos < FRESH.toNanos()) {
            return CompletableFuture.completedFuture(withOwn(topic, known.queues));
        }
        return routes.apply(topic)
                .thenApply(route -> withOwn(topic, remember(topic, route)))
                .exceptionally(failure -> known == null ? null : withOwn(topic, known.queues));
    }

    private List<MessageQueue> remember(String topic, TopicRouteData route) {
        List<MessageQueue> found = new ArrayList<>();
        if (route != null) {
            route.queueDatas().stream()
                    .filter(queues -> !queues.brokerName().equals(brokerName))
                    .filter(queues -> (queues.perm() & TopicConfig.PERM_READ) != 0)
                    .forEach(queues -> add(found, topic, queues.brokerName(), queues.readQueueNums()));
        }
        if (others.size() >= TOPICS_MAX) {
            others.clear();
        }
        others.put(topic, new Others(found, clock.monotonicNanos()));
        return found;
    }

    private List<MessageQueue> withOwn(String name, List<MessageQueue> found) {
        List<MessageQueue> all = new ArrayList<>(found);
        Topic topic = topics.find(name);
        if (topic != null && topic.isReadable()) {
            add(all, name, brokerName, topic.readQueues());
        }
        all.sort(null);
        return all.isEmpty() ? null : all;
    }

    private static void add(List<MessageQueue> queues, String topic, String broker, int count) {
        for (int queueId = 0; queueId < count; queueId++) {
            queues.add(new MessageQueue(topic, broker, queueId));
        }
    }
}
