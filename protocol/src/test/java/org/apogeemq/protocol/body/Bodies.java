package org.apogeemq.protocol.body;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.apogeemq.protocol.Randomized;
import org.apogeemq.protocol.record.MessageQueue;

/** Random bodies. */
final class Bodies {
    private Bodies() {}

    static TopicRouteData route(Random random) {
        return new TopicRouteData(
                optional(random),
                list(random, r -> new QueueData(text(r), r.nextInt(), r.nextInt(), r.nextInt(8), r.nextInt())),
                list(random, Bodies::broker),
                map(random, r -> list(r, Bodies::text)));
    }

    static BrokerData broker(Random random) {
        return new BrokerData(text(random), text(random), addresses(random), optional(random), random.nextBoolean());
    }

    static ClusterInfo cluster(Random random) {
        return new ClusterInfo(
                map(random, Bodies::broker), map(random, r -> new LinkedHashSet<>(list(r, Bodies::text))));
    }

    static SubscriptionData subscription(Random random) {
        return new SubscriptionData(
                text(random) + "t",
                text(random) + "*",
                new LinkedHashSet<>(list(random, Bodies::text)),
                new LinkedHashSet<>(list(random, Random::nextInt)),
                random.nextLong(),
                random.nextBoolean() ? "TAG" : "SQL92",
                random.nextBoolean());
    }

    static HeartbeatData heartbeat(Random random) {
        return new HeartbeatData(
                text(random),
                list(random, r -> new HeartbeatData.ProducerData(text(r))),
                list(
                        random,
                        r -> new HeartbeatData.ConsumerData(
                                text(r), text(r), text(r), text(r), list(r, Bodies::subscription), r.nextBoolean())),
                random.nextInt(),
                random.nextBoolean());
    }

    static TopicConfig topic(Random random, String name) {
        return new TopicConfig(
                name,
                random.nextInt(100),
                random.nextInt(100),
                random.nextInt(8),
                random.nextBoolean() ? TopicConfig.SINGLE_TAG : TopicConfig.MULTI_TAG,
                random.nextInt(4),
                random.nextBoolean(),
                map(random, Bodies::text));
    }

    static TopicConfigTable topics(Random random) {
        Map<String, TopicConfig> topics = new LinkedHashMap<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            String name = Randomized.name(random, 20);
            topics.put(name, topic(random, name));
        }
        return new TopicConfigTable(topics, version(random));
    }

    static RegisterBrokerBody registration(Random random) {
        return new RegisterBrokerBody(topics(random), list(random, Bodies::text));
    }

    static DataVersion version(Random random) {
        return new DataVersion(random.nextLong(), random.nextLong(), random.nextLong());
    }

    static SubscriptionGroupTable groups(Random random) {
        return new SubscriptionGroupTable(
                map(random, Bodies::group), map(random, r -> map(r, Random::nextInt)), version(random));
    }

    static SubscriptionGroupConfig group(Random random) {
        boolean growing = random.nextBoolean();
        var policy = growing
                ? new SubscriptionGroupConfig.RetryPolicy(
                        "EXPONENTIAL", list(random, Random::nextLong), random.nextLong(), random.nextLong(), 3)
                : new SubscriptionGroupConfig.RetryPolicy(
                        "CUSTOMIZED", list(random, Random::nextLong), 5_000, 7_200_000, 2);
        return new SubscriptionGroupConfig(
                text(random),
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextBoolean(),
                random.nextInt(),
                random.nextInt(),
                policy,
                random.nextLong(),
                random.nextLong(),
                random.nextBoolean(),
                random.nextInt(),
                random.nextInt(),
                list(
                        random,
                        r -> new SubscriptionGroupConfig.Subscription(text(r), optional(r), text(r), r.nextLong())),
                map(random, Bodies::text));
    }

    static OffsetTable offsets(Random random) {
        return new OffsetTable(
                map(random, r -> {
                    Map<Integer, Long> queues = new LinkedHashMap<>();
                    list(r, Random::nextInt).forEach(queue -> queues.put(queue, r.nextLong()));
                    return queues;
                }),
                version(random));
    }

    static LockBatch.Request lock(Random random) {
        return new LockBatch.Request(
                text(random), text(random), new LinkedHashSet<>(list(random, Bodies::queue)), random.nextBoolean());
    }

    static Connections.ConsumerConnection consumers(Random random) {
        return new Connections.ConsumerConnection(
                list(random, Bodies::connection),
                map(random, Bodies::subscription),
                text(random),
                text(random),
                optional(random));
    }

    static Connections.ClientConnection connection(Random random) {
        return new Connections.ClientConnection(text(random), text(random), text(random), random.nextInt());
    }

    static QueueStats.TopicStatsTable topicStats(Random random) {
        return new QueueStats.TopicStatsTable(
                queues(random, r -> new QueueStats.TopicStatsTable.Offsets(r.nextLong(), r.nextLong(), r.nextLong())),
                random.nextDouble());
    }

    static QueueStats.ConsumeStats consumeStats(Random random) {
        return new QueueStats.ConsumeStats(
                queues(
                        random,
                        r -> new QueueStats.ConsumeStats.Progress(
                                r.nextLong(), r.nextLong(), r.nextLong(), r.nextLong())),
                random.nextDouble());
    }

    static BrokerMemberGroup members(Random random) {
        return new BrokerMemberGroup(text(random), text(random), addresses(random));
    }

    static ResetOffsetBody reset(Random random) {
        return new ResetOffsetBody(queues(random, Random::nextLong));
    }

    static CheckClientConfig check(Random random) {
        return new CheckClientConfig(text(random), text(random), optional(random), subscription(random));
    }

    static <T> List<T> list(Random random, Function<Random, T> element) {
        List<T> list = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            list.add(element.apply(random));
        }
        return list;
    }

    static <T> Map<String, T> map(Random random, Function<Random, T> value) {
        Map<String, T> map = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            map.put(text(random), value.apply(random));
        }
        return map;
    }

    static String text(Random random) {
        return Randomized.text(random, 15);
    }

    private static <T> Map<MessageQueue, T> queues(Random random, Function<Random, T> value) {
        Map<MessageQueue, T> map = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            map.put(queue(random), value.apply(random));
        }
        return map;
    }

    private static MessageQueue queue(Random random) {
        return new MessageQueue(text(random), text(random), random.nextInt());
    }

    private static Map<Long, String> addresses(Random random) {
        Map<Long, String> addresses = new LinkedHashMap<>();
        list(random, Random::nextLong).forEach(id -> addresses.put(id, text(random)));
        return addresses;
    }

    private static String optional(Random random) {
        return random.nextBoolean() ? null : text(random);
    }
}
