package org.apogeemq.protocol.body;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apogeemq.protocol.Randomized;
import org.apogeemq.protocol.json.JsonException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BodyRoundTripTest {
    /** A kind of body: how to make one, write it and read it. */
    record Kind<T>(String name, Function<Random, T> any, Function<T, byte[]> write, Function<byte[], T> read) {
        void check(Random random) {
            T body = any.apply(random);
            assertThat(read.apply(write.apply(body))).isEqualTo(body);
        }

        byte[] bytes(Random random) {
            return write.apply(any.apply(random));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Kind<?>> kinds() {
        return Stream.concat(tables(), answers());
    }

    private static Stream<Kind<?>> tables() {
        return Stream.of(
                new Kind<>("route", Bodies::route, TopicRouteData::toJson, TopicRouteData::fromJson),
                new Kind<>("cluster", Bodies::cluster, ClusterInfo::toJson, ClusterInfo::fromJson),
                new Kind<>("heartbeat", Bodies::heartbeat, HeartbeatData::toJson, HeartbeatData::fromJson),
                new Kind<>(
                        "registration", Bodies::registration, RegisterBrokerBody::toJson, RegisterBrokerBody::decode),
                new Kind<>("topic", r -> Bodies.topic(r, "T"), TopicConfig::toJson, TopicConfig::fromJson),
                new Kind<>("topics", Bodies::topics, TopicConfigTable::toJson, TopicConfigTable::fromJson),
                new Kind<>("version", Bodies::version, DataVersion::toJson, DataVersion::fromJson),
                new Kind<>("group", Bodies::group, SubscriptionGroupConfig::toJson, SubscriptionGroupConfig::fromJson),
                new Kind<>("groups", Bodies::groups, SubscriptionGroupTable::toJson, SubscriptionGroupTable::fromJson),
                new Kind<>("offsets", Bodies::offsets, OffsetTable::toJson, OffsetTable::fromJson),
                new Kind<>("kv", r -> new KVTable(Bodies.map(r, Bodies::text)), KVTable::toJson, KVTable::fromJson));
    }

    private static Stream<Kind<?>> answers() {
        return Stream.of(
                new Kind<>("lock", Bodies::lock, LockBatch.Request::toJson, LockBatch.Request::fromJson),
                new Kind<>(
                        "locked",
                        r -> new LockBatch.Response(Bodies.lock(r).mqSet()),
                        LockBatch.Response::toJson,
                        LockBatch.Response::fromJson),
                new Kind<>(
                        "consumers",
                        Bodies::consumers,
                        Connections.ConsumerConnection::toJson,
                        Connections.ConsumerConnection::fromJson),
                new Kind<>(
                        "producers",
                        r -> new Connections.ProducerConnection(Bodies.list(r, Bodies::connection)),
                        Connections.ProducerConnection::toJson,
                        Connections.ProducerConnection::fromJson),
                new Kind<>(
                        "topic stats",
                        Bodies::topicStats,
                        QueueStats.TopicStatsTable::toJson,
                        QueueStats.TopicStatsTable::fromJson),
                new Kind<>(
                        "consume stats",
                        Bodies::consumeStats,
                        QueueStats.ConsumeStats::toJson,
                        QueueStats.ConsumeStats::fromJson),
                new Kind<>("members", Bodies::members, BrokerMemberGroup::toJson, BrokerMemberGroup::fromJson),
                new Kind<>("reset", Bodies::reset, ResetOffsetBody::toJson, ResetOffsetBody::fromJson),
                new Kind<>("reset list", Bodies::reset, ResetOffsetBody::toListJson, ResetOffsetBody::fromJson),
                new Kind<>("check", Bodies::check, CheckClientConfig::toJson, CheckClientConfig::fromJson),
                new Kind<>(
                        "topic list",
                        r -> new TopicList(Bodies.list(r, Bodies::text)),
                        TopicList::toJson,
                        TopicList::fromJson),
                new Kind<>(
                        "group list",
                        r -> new GroupList(Bodies.list(r, Bodies::text)),
                        GroupList::toJson,
                        GroupList::fromJson),
                new Kind<>(
                        "consumer list",
                        r -> new ConsumerList(Bodies.list(r, Bodies::text)),
                        ConsumerList::toJson,
                        ConsumerList::fromJson));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void everyBodyReadsBackAsItWasWritten(Kind<?> kind) {
        Randomized.check(200, kind::check);
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void damagedBodiesAreReadOrRefusedByTheReader(Kind<?> kind) {
        Randomized.check(300, random -> {
            byte[] bytes = kind.bytes(random);
            for (int i = random.nextInt(4); i >= 0 && bytes.length > 0; i--) {
                bytes[random.nextInt(bytes.length)] = (byte) "{}[]:,\"'0a".charAt(random.nextInt(10));
            }
            readOrRefuse(kind, bytes);
            readOrRefuse(kind, Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)));
        });
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void otherBodiesAndEmptyObjectsAreReadOrRefusedByTheReader(Kind<?> kind) {
        readOrRefuse(kind, "{}".getBytes(UTF_8));
        Randomized.check(5, random -> {
            for (Kind<?> other : new LinkedHashSet<>(kinds().toList())) {
                readOrRefuse(kind, other.bytes(random));
            }
        });
    }

    private static void readOrRefuse(Kind<?> kind, byte[] bytes) {
        try {
            assertThat(kind.read().apply(bytes)).isNotNull();
        } catch (JsonException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }
}
