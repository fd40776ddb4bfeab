package org.apogeemq.broker;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apogeemq.broker.delay.DelayLevels;
import org.apogeemq.broker.delay.Delivery;
import org.apogeemq.broker.face.ClientLink;
import org.apogeemq.broker.filter.SqlFilters;
import org.apogeemq.broker.group.Groups;
import org.apogeemq.broker.group.Heartbeats;
import org.apogeemq.broker.group.Members;
import org.apogeemq.broker.group.Producers;
import org.apogeemq.broker.metrics.BrokerCounters;
import org.apogeemq.broker.metrics.DiskSpace;
import org.apogeemq.broker.metrics.Rates;
import org.apogeemq.broker.metrics.RuntimeInfo;
import org.apogeemq.broker.mode.Assignments;
import org.apogeemq.broker.mode.ReadableQueues;
import org.apogeemq.broker.offset.Offsets;
import org.apogeemq.broker.order.QueueLocks;
import org.apogeemq.broker.pull.PullRoom;
import org.apogeemq.broker.query.Backlogs;
import org.apogeemq.broker.query.KeySearch;
import org.apogeemq.broker.query.Lateness;
import org.apogeemq.broker.query.RawQueues;
import org.apogeemq.broker.query.Standings;
import org.apogeemq.broker.query.StoredMessages;
import org.apogeemq.broker.reply.Replies;
import org.apogeemq.broker.reset.ClientNotices;
import org.apogeemq.broker.reset.Resets;
import org.apogeemq.broker.retry.SendBack;
import org.apogeemq.broker.role.Registration;
import org.apogeemq.broker.running.RunningClients;
import org.apogeemq.broker.send.SendRoom;
import org.apogeemq.broker.stats.Statistics;
import org.apogeemq.broker.timer.IndexFiles;
import org.apogeemq.broker.timer.Recall;
import org.apogeemq.broker.timer.TimerRules;
import org.apogeemq.broker.timer.Timers;
import org.apogeemq.broker.topic.TopicListener;
import org.apogeemq.broker.topic.Topics;
import org.apogeemq.broker.wire.BrokerWire;
import org.apogeemq.broker.wire.ClientRoutes;
import org.apogeemq.broker.wire.ConnectionFigures;
import org.apogeemq.broker.wire.GroupRoutes;
import org.apogeemq.broker.wire.LockRoutes;
import org.apogeemq.broker.wire.OffsetRoutes;
import org.apogeemq.broker.wire.QueryRoutes;
import org.apogeemq.broker.wire.ReachedAddress;
import org.apogeemq.broker.wire.RemotingNameServerLink;
import org.apogeemq.broker.wire.RetryRoutes;
import org.apogeemq.broker.wire.Routes;
import org.apogeemq.broker.wire.TopicRoutes;
import org.apogeemq.broker.wire.admin.AdminRoutes;
import org.apogeemq.broker.wire.admin.BrokerRoutes;
import org.apogeemq.broker.wire.admin.CleaningRoutes;
import org.apogeemq.broker.wire.admin.StatsRoutes;
import org.apogeemq.broker.wire.progress.LatenessRoutes;
import org.apogeemq.broker.wire.progress.ModeRoutes;
import org.apogeemq.broker.wire.progress.ProgressRoutes;
import org.apogeemq.broker.wire.progress.RunningRoutes;
import org.apogeemq.broker.wire.timer.RecallRoutes;
import org.apogeemq.protocol.body.TopicConfig;
import org.apogeemq.protocol.record.Names;
import org.apogeemq.remoting.ClientConfig;
import org.apogeemq.remoting.EventLoops;
import org.apogeemq.remoting.HandlerFactory;
import org.apogeemq.remoting.RemotingMetrics;
import org.apogeemq.store.Store;
import org.apogeemq.store.disk.Disk;
import org.apogeemq.time.Clock;
import org.apogeemq.time.Entropy;
import org.apogeemq.time.Scheduler;

/**
 * The rooms of one broker, built in order and closed in reverse. Wires and decides nothing. It serves as soon as a
 * server is started with its {@link #handlers}; {@link #announce} then tells the name servers.
 */
public final class Broker implements AutoCloseable {
    /** Release of the protocol we speak, as tools show it; goes with RemotingCommand.VERSION. */
    private static final String VERSION_NAME = "V5_5_0";

    private static final int COLD_READERS = 4;
    private static final int WORKER_IDLE_SECONDS = 10;
    private static final int WORK_WAITING_MAX = 1 << 16;
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final BrokerConfig config;
    private final Clock clock;
    private final Topics topics;
    private final Groups groups;
    private final Offsets offsets;
    private final Members members;
    private final Producers producers;
    private final SqlFilters sqlFilters;
    private final StoredState state;
    private final Store store;
    private final Statistics statistics;
    private final QueueLocks locks;
    private final DelayLevels delays;
    private final Delivery delivery;
    private final TimerRules timerRules;
    private final Timers timers;
    private final Registration registration;
    private final RemotingNameServerLink nameServers;
    private final ExecutorService offLoop;
    private final ExecutorService coldReads = workers("apogee-cold-", COLD_READERS);
    private final ExecutorService aheadReads = workers("apogee-ahead-", 1);
    private final ExecutorService deliveries = workers("apogee-delay-", 1);
    private final ExecutorService timerTurns = workers("apogee-timed-", 1);
    private final ExecutorService timerFiles = workers("apogee-timed-files-", 1);
    private final HandlerFactory handlers;
    // Take over settings that change while the broker runs. Filled while it is put together.
    private final List<Consumer<BrokerConfig>> owners = new ArrayList<>();
    private volatile Supplier<Map<String, String>> connections = Map::of;

    /**
     * What the broker takes from outside.
     *
     * @param disk the way to files
     * @param loops threads for its connections to name servers
     * @param clock both clocks
     * @param scheduler runs what is due
     * @param entropy random numbers
     */
    public record World(Disk disk, EventLoops loops, Clock clock, Scheduler scheduler, Entropy entropy) {}

    /**
     * Opens the store and builds the rooms on it.
     *
     * @param reached under which address clients find this broker again
     * @throws org.apogeemq.store.StoreException if the data folder cannot be used; nothing is damaged
     */
    public Broker(BrokerConfig config, World world, ReachedAddress reached, Settings settings) {
        this.config = config;
        clock = world.clock();
        Scheduler scheduler = world.scheduler();
        offLoop = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("apogee-request-", 0).factory());
        state = new StoredState(config, world.disk(), clock, scheduler, offLoop);
        topics = state.topics();
        groups = state.groups();
        offsets = state.offsets();
        store = state.store();
        members = new Members(config.groups(), groups, clock, scheduler);
        producers = new Producers(clock, scheduler);
        sqlFilters = new SqlFilters(config.pull().propertyFilter());
        statistics = new Statistics(
                clock, scheduler, Statistics.fitting(Runtime.getRuntime().maxMemory()));
        nameServers = new RemotingNameServerLink(ClientConfig.DEFAULT, world.loops(), scheduler, clock);
        owners.add(changed -> groups.change(changed.groups()));
        owners.add(changed -> members.change(changed.groups()));
        owners.add(changed -> store.change(changed.store().retention()));
        owners.add(changed -> store.change(changed.store().flushing()));
        registration = new Registration(config.registration(), topics, nameServers, scheduler, offLoop);
        topics.listen(registration);
        topics.listen(TopicListener.onDeletion(offsets::forgetTopic));
        topics.listen(TopicListener.onDeletion(topic -> {
            statistics.forgetTopic(topic);
            return CompletableFuture.completedFuture(null);
        }));
        var counters = new BrokerCounters();
        scheduler.every(MINUTE, MINUTE, counters.putLatencies()::turn);
        locks = new QueueLocks(config.groups().lockLife(), clock, scheduler, members);
        owners.add(changed -> locks.change(changed.groups().lockLife()));
        var levels = config.store().delays();
        delivery = new Delivery(state.delays(), levels, topics, store, clock, scheduler, deliveries);
        delays = new DelayLevels(levels.size(), store.queues(), delivery::expect);
        timerRules = new TimerRules(config.timers(), config.registration().brokerName(), store.queues(), clock);
        owners.add(changed -> timerRules.change(changed.timers()));
        var timerIndex = new IndexFiles(world.disk(), config.store().root(), IndexFiles.IN_MEMORY);
        var timerWorkers = new Timers.Workers(timerTurns, timerFiles);
        timers = new Timers(state.timers(), timerIndex, topics, store, clock, scheduler, timerWorkers);
        handlers = handlers(world, reached, settings, counters);
        delivery.start();
        timers.start();
    }

    private HandlerFactory handlers(World world, ReachedAddress reached, Settings settings, BrokerCounters counters) {
        var targets = new SendRoom.Tables(topics, groups, locks, delays, timerRules, store::submit);
        var send = new SendRoom(config.send(), targets, clock, world.entropy());
        var tables = new PullRoom.Tables(topics, groups, members, offsets, sqlFilters);
        var pull = new PullRoom(
                config.pull(), tables, store.log(), clock, world.scheduler(), coldReads, aheadReads, counters);
        owners.add(changed -> send.change(changed.send()));
        owners.add(changed -> pull.change(changed.pull()));
        return new BrokerWire(
                routes(world, settings, counters, pull),
                config.send(),
                send,
                pull,
                new Replies(producers, clock),
                store.log(),
                counters,
                statistics,
                offLoop,
                new OnFirstUse(),
                this::forget,
                store::diskUsedRatio,
                reached);
    }

    /**
     * Has every room take over what has changed, then tells the name servers, which take a new version of the topics
     * only. Nothing here can fail but that telling, and that is tried again.
     */
    private void take(BrokerConfig changed) {
        owners.forEach(owner -> owner.accept(changed));
        topics.change(changed.topics()).whenComplete((done, failure) -> registration.change(changed.registration()));
    }

    private void forget(ClientLink link) {
        members.closed(link);
        producers.closed(link);
    }

    private Routes routes(World world, Settings settings, BrokerCounters counters, PullRoom pull) {
        var routes = new Routes.Builder();
        var heartbeats = new Heartbeats(config.groups(), groups, topics, members, producers);
        owners.add(changed -> heartbeats.change(changed.groups()));
        var rates = new Rates(counters, clock, world.scheduler(), Broker::day);
        var messages = new StoredMessages(store.log());
        var standings = new Standings(
                config.registration().brokerName(), topics, members, offsets, store.queues(), messages, statistics);
        var backlogs = new Backlogs(groups, topics, offsets, standings);
        var facts = new RuntimeInfo.Facts(VERSION_NAME, config.send().acceptFrom());
        var runtimeInfo = new RuntimeInfo(
                counters,
                rates,
                store.log(),
                clock,
                () -> DiskSpace.of(world.disk(), config.store().commitLog()),
                () -> connections.get(),
                facts);
        new ClientRoutes(heartbeats, members, producers, sqlFilters, locks).register(routes);
        new LockRoutes(locks).register(routes);
        new OffsetRoutes(offsets, topics, groups, store.queues(), messages, standings).register(routes);
        new TopicRoutes(topics, standings).register(routes);
        new GroupRoutes(groups, offsets, standings, statistics).register(routes);
        progressRoutes(world.scheduler(), messages, pull, routes);
        new QueryRoutes(messages, new KeySearch(store.log(), store.keys())).register(routes);
        sendBackRoutes(world.entropy(), messages, routes);
        recallRoutes(routes);
        new CleaningRoutes(store, topics).register(routes);
        new BrokerRoutes(new RawQueues(store.queues(), members), store.log()).register(routes);
        modeRoutes(routes);
        new StatsRoutes(statistics, backlogs, config.registration().clusterName()).register(routes);
        new AdminRoutes(runtimeInfo, settings::text, lines -> settings.change(lines, this::take), clock)
                .register(routes);
        return routes.build();
    }

    private void sendBackRoutes(Entropy entropy, StoredMessages messages, Routes.Builder routes) {
        boolean writable = isWritable(config);
        var sendBack =
                new SendBack(topics, groups, delays, messages, store::submit, entropy, writable, statistics::sentBack);
        owners.add(changed -> sendBack.change(isWritable(changed)));
        new RetryRoutes(sendBack).register(routes);
    }

    private void recallRoutes(Routes.Builder routes) {
        String name = config.registration().brokerName();
        var recall = new Recall(timerRules, config.timers(), topics, name, store::submit, clock, isWritable(config));
        owners.add(changed -> recall.change(changed.timers(), isWritable(changed)));
        new RecallRoutes(recall, config.send().regionId()).register(routes);
    }

    private static boolean isWritable(BrokerConfig config) {
        return (config.registration().brokerPermission() & TopicConfig.PERM_WRITE) != 0;
    }

    private void modeRoutes(Routes.Builder routes) {
        var registered = config.registration();
        var queues = new ReadableQueues(
                registered.brokerName(), topics, topic -> nameServers.route(registered.nameServers(), topic), clock);
        new ModeRoutes(state.modes(), store, new Assignments(members, queues)).register(routes);
    }

    private void progressRoutes(Scheduler scheduler, StoredMessages messages, PullRoom pull, Routes.Builder routes) {
        String name = config.registration().brokerName();
        var notices = new ClientNotices(name, members, offsets, scheduler);
        var resets = new Resets(topics, groups, members, offsets, store.queues(), pull::recheck, notices);
        new ProgressRoutes(name, resets).register(routes);
        new RunningRoutes(new RunningClients(name, members, messages)).register(routes);
        var lateness = new Lateness(name, topics, offsets, store.queues(), messages, clock);
        new LatenessRoutes(lateness).register(routes);
    }

    /** Platform threads, as a page that is not in memory stops a virtual thread's carrier too; none while idle. */
    private static ExecutorService workers(String name, int count) {
        var threads = new ThreadPoolExecutor(
                count,
                count,
                WORKER_IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(WORK_WAITING_MAX),
                Thread.ofPlatform().daemon().name(name, 0).factory());
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    private static LocalDate day(long wallMillis) {
        return LocalDate.ofInstant(Instant.ofEpochMilli(wallMillis), ZoneId.systemDefault());
    }

    /** What serves the connections of a server. */
    public HandlerFactory handlers() {
        return handlers;
    }

    /** Shows the figures of the server that was started with the handlers among those of the broker. */
    public void servedBy(RemotingMetrics metrics) {
        connections = () -> {
            Map<String, String> figures = new TreeMap<>(ConnectionFigures.of(metrics));
            figures.put("groupsSubscribedDifferently", Integer.toString(members.mixedGroups()));
            return figures;
        };
    }

    /** Tells the name servers of this broker from now on. Completes when each was tried once. */
    public CompletableFuture<Void> announce() {
        return registration.start();
    }

    /** {@code host:port} each under which name servers know this broker. */
    public List<String> announcedAddresses() {
        return registration.announcedAddresses();
    }

    /**
     * Leaves the name servers, notes the progress of all groups and closes the store. The server that was started with
     * the handlers has been closed before.
     */
    @Override
    public void close() {
        StoredState.await("leaving the name servers", registration.stop());
        coldReads.shutdownNow();
        aheadReads.shutdownNow();
        delivery.close();
        deliveries.shutdownNow();
        timers.close();
        timerTurns.shutdownNow();
        timerFiles.shutdownNow();
        try {
            state.close();
        } finally {
            offLoop.shutdownNow();
            nameServers.close();
        }
    }

    /** The settings as administrators see and change them. */
    public interface Settings {
        /** All keys as {@code key=value} lines. */
        String text();

        /**
         * Changes keys at run time, durably; {@code lines} are {@code key=value}.
         *
         * @param taker is given all settings as they are then; in the order of the changes
         * @throws IllegalArgumentException naming what is wrong; nothing was changed
         */
        void change(String lines, Consumer<BrokerConfig> taker);
    }

    private final class OnFirstUse implements BrokerWire.Missing {
        @Override
        public CompletableFuture<?> topic(String name, String template, int queues) {
            return Names.isDeadLetterTopic(name)
                    ? topics.createDeadLetter(Names.groupOf(name))
                    : topics.createFromTemplate(name, template, queues, 0);
        }

        @Override
        public CompletableFuture<?> group(String name) {
            return groups.create(name);
        }
    }
}
