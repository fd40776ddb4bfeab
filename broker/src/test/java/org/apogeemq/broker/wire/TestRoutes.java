package org.apogeemq.broker.wire;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apogeemq.broker.RecordingLink;
import org.apogeemq.broker.Rooms;
import org.apogeemq.broker.face.Caller;
import org.apogeemq.broker.face.ClientLink;
import org.apogeemq.broker.face.RefusedException;
import org.apogeemq.broker.filter.SqlFilters;
import org.apogeemq.broker.group.GroupSettings;
import org.apogeemq.broker.group.Heartbeats;
import org.apogeemq.broker.metrics.BrokerCounters;
import org.apogeemq.broker.metrics.DiskSpace;
import org.apogeemq.broker.metrics.Rates;
import org.apogeemq.broker.metrics.RuntimeInfo;
import org.apogeemq.broker.mode.Assignments;
import org.apogeemq.broker.mode.ReadableQueues;
import org.apogeemq.broker.order.QueueLocks;
import org.apogeemq.broker.query.Backlogs;
import org.apogeemq.broker.query.KeySearch;
import org.apogeemq.broker.query.Lateness;
import org.apogeemq.broker.query.RawQueues;
import org.apogeemq.broker.query.Standings;
import org.apogeemq.broker.query.StoredMessages;
import org.apogeemq.broker.reset.ClientNotices;
import org.apogeemq.broker.reset.Resets;
import org.apogeemq.broker.running.RunningClients;
import org.apogeemq.broker.stats.Statistics;
import org.apogeemq.broker.topic.TopicListener;
import org.apogeemq.broker.wire.admin.AdminRoutes;
import org.apogeemq.broker.wire.admin.BrokerRoutes;
import org.apogeemq.broker.wire.admin.CleaningRoutes;
import org.apogeemq.broker.wire.admin.StatsRoutes;
import org.apogeemq.broker.wire.progress.LatenessRoutes;
import org.apogeemq.broker.wire.progress.ModeRoutes;
import org.apogeemq.broker.wire.progress.ProgressRoutes;
import org.apogeemq.broker.wire.progress.RunningRoutes;
import org.apogeemq.protocol.body.TopicRouteData;
import org.apogeemq.protocol.command.RemotingCommand;

/** The cold routes over real rooms, asked without a network. */
final class TestRoutes {
    final BrokerCounters counters = new BrokerCounters();
    final Map<String, String> settings = new LinkedHashMap<>(Map.of("brokerName", Rooms.BROKER));
    final Statistics statistics;
    final List<Integer> rechecked = new ArrayList<>();
    /** What a name server says of a topic. */
    Function<String, CompletableFuture<TopicRouteData>> route = topic -> CompletableFuture.completedFuture(null);

    private final Routes routes;

    TestRoutes(Rooms rooms) {
        var time = rooms.time;
        var messages = new StoredMessages(rooms.store.log());
        statistics = new Statistics(time, time, 100);
        var standings = new Standings(
                Rooms.BROKER, rooms.topics, rooms.members, rooms.offsets, rooms.store.queues(), messages, statistics);
        var backlogs = new Backlogs(rooms.groups, rooms.topics, rooms.offsets, standings);
        var rates = new Rates(
                counters, time, time, millis -> LocalDate.ofInstant(Instant.ofEpochMilli(millis), ZoneOffset.UTC));
        var info = new RuntimeInfo(
                counters,
                rates,
                rooms.store.log(),
                time,
                () -> new DiskSpace(4L << 30, 1L << 30),
                Map::of,
                new RuntimeInfo.Facts("V5_5_0", 0));
        var heartbeats =
                new Heartbeats(GroupSettings.DEFAULTS, rooms.groups, rooms.topics, rooms.members, rooms.producers);
        rooms.topics.listen(TopicListener.onDeletion(rooms.offsets::forgetTopic));
        var builder = new Routes.Builder();
        new TopicRoutes(rooms.topics, standings).register(builder);
        new GroupRoutes(rooms.groups, rooms.offsets, standings, statistics).register(builder);
        var locks = new QueueLocks(GroupSettings.DEFAULTS.lockLife(), time, time, rooms.members);
        new ClientRoutes(heartbeats, rooms.members, rooms.producers, new SqlFilters(true), locks).register(builder);
        new OffsetRoutes(rooms.offsets, rooms.topics, rooms.groups, rooms.store.queues(), messages, standings)
                .register(builder);
        progressRoutes(rooms, messages, builder);
        new LockRoutes(locks).register(builder);
        new QueryRoutes(messages, new KeySearch(rooms.store.log(), rooms.store.keys())).register(builder);
        new CleaningRoutes(rooms.store, rooms.topics).register(builder);
        new BrokerRoutes(new RawQueues(rooms.store.queues(), rooms.members), rooms.store.log()).register(builder);
        var queues = new ReadableQueues(Rooms.BROKER, rooms.topics, topic -> route.apply(topic), time);
        new ModeRoutes(rooms.modes, rooms.store, new Assignments(rooms.members, queues)).register(builder);
        new StatsRoutes(statistics, backlogs, Rooms.CLUSTER).register(builder);
        new AdminRoutes(info, settings::toString, this::change, time).register(builder);
        routes = builder.build();
    }

    private void progressRoutes(Rooms rooms, StoredMessages messages, Routes.Builder builder) {
        var time = rooms.time;
        var notices = new ClientNotices(Rooms.BROKER, rooms.members, rooms.offsets, time);
        var resets = new Resets(
                rooms.topics,
                rooms.groups,
                rooms.members,
                rooms.offsets,
                rooms.store.queues(),
                (queue, group) -> rechecked.add(queue.queueId()),
                notices);
        new ProgressRoutes(Rooms.BROKER, resets).register(builder);
        new LatenessRoutes(
                        new Lateness(Rooms.BROKER, rooms.topics, rooms.offsets, rooms.store.queues(), messages, time))
                .register(builder);
        new RunningRoutes(new RunningClients(Rooms.BROKER, rooms.members, messages)).register(builder);
    }

    /** The answer to a request, whether it comes at once or later; a refusal comes as an answer too. */
    RemotingCommand ask(RecordingLink link, int code, Map<String, String> fields, String body) {
        RemotingCommand request =
                RemotingCommand.request(code, fields, body == null ? null : body.getBytes(StandardCharsets.UTF_8));
        CompletableFuture<RemotingCommand> answered = new CompletableFuture<>();
        try {
            RemotingCommand now = routes.find(code).route().answer(new Context(link, answered), request);
            return now == null ? answered.join() : now;
        } catch (RefusedException refused) {
            return request.failure(refused.code(), refused.getMessage());
        }
    }

    RemotingCommand ask(int code, Map<String, String> fields) {
        return ask(new RecordingLink(), code, fields, null);
    }

    RemotingCommand ask(int code, Map<String, String> fields, String body) {
        return ask(new RecordingLink(), code, fields, body);
    }

    static String body(RemotingCommand answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private void change(String lines) {
        if (lines.startsWith("brokerNam=")) {
            throw new IllegalArgumentException("key brokerNam is unknown, did you mean brokerName?");
        }
        settings.put("changed", lines.strip());
    }

    private record Context(RecordingLink recording, CompletableFuture<RemotingCommand> answered)
            implements RouteContext {
        @Override
        public Caller caller() {
            var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 10_911);
            return new Caller(address, address, 9, 513);
        }

        @Override
        public ClientLink link() {
            return recording;
        }

        @Override
        public void answerLater(RemotingCommand answer) {
            answered.complete(answer);
        }
    }
}
