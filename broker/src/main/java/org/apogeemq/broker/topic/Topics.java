package org.apogeemq.broker.topic;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apogeemq.broker.change.Turns;
import org.apogeemq.broker.face.RefusedException;
import org.apogeemq.protocol.body.DataVersion;
import org.apogeemq.protocol.body.TopicConfig;
import org.apogeemq.protocol.body.TopicConfigTable;
import org.apogeemq.protocol.command.ResponseCodes;
import org.apogeemq.protocol.record.Names;
import org.apogeemq.store.Store;
import org.apogeemq.store.queue.ConsumeQueue;
import org.apogeemq.store.queue.QueueKind;
import org.apogeemq.store.view.View;
import org.apogeemq.time.Clock;
import org.apogeemq.time.Scheduler;

/**
 * All topics of this broker.
 *
 * <p>A change is decided here, written to the log, and takes effect when the log hands it to {@link #apply}. Changes
 * of one topic happen one after the other. Finding a topic takes no lock. Thread-safe; nothing here waits.
 */
public final class Topics implements View {
    /** How long a change waits for the name servers to know of it. */
    static final Duration LISTENER_LIMIT = Duration.ofSeconds(3);

    private final Clock clock;
    private final Scheduler scheduler;
    private final Map<String, Topic> topics = new ConcurrentHashMap<>();
    private final List<TopicListener> listeners = new CopyOnWriteArrayList<>();
    private final Turns<Topic> turns = new Turns<>();
    private final AtomicLong lastCounter = new AtomicLong();
    private final AtomicInteger version = new AtomicInteger();

    // Written by the log's owner (apply) or before the store is open.
    private volatile DataVersion dataVersion;
    // Replaced while the broker runs.
    private volatile TopicSettings settings;
    private volatile Map<String, TopicConfig> systemDefaults;
    // Null until the store is open.
    private volatile Store store;

    public Topics(TopicSettings settings, Clock clock, Scheduler scheduler) {
        this.settings = settings;
        this.clock = clock;
        this.scheduler = scheduler;
        systemDefaults = SystemTopics.byName(settings);
        systemDefaults.values().forEach(this::put);
        dataVersion = new DataVersion(0, 0, clock.wallMillis());
    }

    /** Queues are obtained from, and changes are written to, {@code openStore} from now on. */
    public void opened(Store openStore) {
        lastCounter.set(dataVersion.counter());
        this.store = openStore;
    }

    /**
     * Goes by other settings from now on. System topics that they call for appear, none disappears; those that nobody
     * has changed are as the settings say, with the queues of the template. Completes when the
     * table has a new version in the log, so that name servers take what they are told next.
     */
    public CompletableFuture<Void> change(TopicSettings changed) {
        Map<String, TopicConfig> before = systemDefaults;
        Map<String, TopicConfig> defaults = new HashMap<>(before);
        defaults.putAll(SystemTopics.byName(changed));
        systemDefaults = Map.copyOf(defaults);
        settings = changed;
        defaults.forEach((name, config) -> topics.compute(name, (key, present) -> {
            boolean untouched = present != null && present.config().equals(before.get(name));
            boolean isNews = present == null || untouched && !present.config().equals(config);
            return isNews ? new Topic(config, this::obtain) : present;
        }));
        List<CompletableFuture<Void>> written = new ArrayList<>();
        TopicRecords.changed(this::nextVersion, List.of()).forEach(record -> written.add(store().append(this, record)));
        return CompletableFuture.allOf(written.toArray(CompletableFuture<?>[]::new));
    }

    /** Adds somebody to be told of changes. */
    public void listen(TopicListener listener) {
        listeners.add(listener);
    }

    /** The topic, or null. Any thread, no lock. */
    // hot
    public Topic find(String name) {
        return topics.get(name);
    }

    /** Grows with every change of any topic. */
    // hot
    public int version() {
        return version.get();
    }

    /** The version name servers compare. */
    public DataVersion dataVersion() {
        return dataVersion;
    }

    /** All topics by name, in the order of names; a copy. */
    public Map<String, TopicConfig> all() {
        Map<String, TopicConfig> all = new TreeMap<>();
        topics.forEach((name, topic) -> all.put(name, topic.config()));
        return all;
    }

    /** The topics whose queues hold batches. */
    public List<String> batchTopics() {
        return topics.values().stream()
                .filter(topic -> topic.queueKind() == QueueKind.BATCH)
                .map(Topic::name)
                .toList();
    }

    /** Hands over every topic, in no order. */
    public void forEach(Consumer<TopicConfig> taker) {
        topics.values().forEach(topic -> taker.accept(topic.config()));
    }

    /**
     * The topic {@code name}, created after the pattern of {@code template} if it is missing. Completes when the name
     * servers have been told; fails with {@link RefusedException} if it may not be created.
     *
     * @param queues what the producer would like; at most those of the template are made
     */
    public CompletableFuture<Topic> createFromTemplate(String name, String template, int queues, int sysFlag) {
        return createIfMissing(name, () -> {
            boolean closed = template == null || Names.AUTO_CREATE_TOPIC.equals(template) && !settings.autoCreate();
            Topic pattern = closed ? null : topics.get(template);
            return TopicRules.fromTemplate(name, pattern == null ? null : pattern.config(), queues, sysFlag);
        });
    }

    /** The retry topic of {@code group}, created if it is missing. */
    public CompletableFuture<Topic> createRetry(String group, int queues, int sysFlag, boolean order) {
        String name = Names.retryTopic(group);
        return createIfMissing(name, () -> TopicRules.ofGroup(name, queues, sysFlag, order));
    }

    /** The topic of {@code group}'s dead letters, created if it is missing. */
    public CompletableFuture<Topic> createDeadLetter(String group) {
        String name = Names.deadLetterTopic(group);
        return createIfMissing(name, () -> TopicRules.ofGroup(name, 1, 0, false));
    }

    /**
     * Creates or changes a topic as an administrator wants it. The attributes of {@code wanted} are a delta:
     * {@code +key} adds or changes, {@code -key} takes away. If nothing changes, nothing is written.
     */
    public CompletableFuture<Topic> upsert(TopicConfig wanted) {
        return turns.take(wanted.topicName(), () -> {
            TopicRules.checkName(wanted.topicName());
            TopicRules.checkNotSystem(wanted.topicName());
            Topic present = topics.get(wanted.topicName());
            TopicConfig merged = TopicRules.merged(present == null ? null : present.config(), wanted);
            if (present != null && present.config().equals(merged)) {
                return CompletableFuture.completedFuture(present);
            }
            return write(merged);
        });
    }

    /**
     * Deletes a topic and its queues. Completes when that is in the log and listeners have been told; deleting a topic
     * that is not there deletes what may be left of it. A crash leaves the topic whole or nothing of it.
     */
    public CompletableFuture<Void> delete(String name) {
        return turns.take(name, () -> {
                    TopicRules.checkNotSystem(name);
                    CompletableFuture<Void> written = topics.containsKey(name)
                            ? store().removeTopic(name, this, TopicRecords.deleted(nextVersion(), name))
                            : CompletableFuture.completedFuture(null);
                    return written.thenCompose(done -> {
                                removeQueues(name); // what was sent until the topic was gone
                                return tell(listeners.stream()
                                        .map(listener -> listener.deleted(name))
                                        .toList());
                            })
                            .thenApply(done -> null);
                })
                .thenApply(topic -> null);
    }

    /**
     * Takes over what another broker has made of the topics while it had the store. Completes when that is in the log.
     * Before anybody is served.
     *
     * @param theirs the version of its table; ours is newer from then on
     */
    public CompletableFuture<Void> takeOver(
            Collection<TopicConfig> changed, Collection<String> deleted, DataVersion theirs) {
        lastCounter.accumulateAndGet(theirs.counter(), Math::max);
        List<CompletableFuture<Void>> written = new ArrayList<>();
        TopicRecords.changed(this::nextVersion, changed).forEach(record -> written.add(store().append(this, record)));
        for (String name : deleted) {
            written.add(store().removeTopic(name, this, TopicRecords.deleted(nextVersion(), name)));
        }
        return CompletableFuture.allOf(written.toArray(CompletableFuture<?>[]::new));
    }

    /** Deletes the queues that are left of a topic that is not there. Completes when that is submitted to the log. */
    public CompletableFuture<Void> deleteLeftovers(String name) {
        return turns.take(name, () -> {
                    if (!topics.containsKey(name)) {
                        removeQueues(name);
                    }
                    return CompletableFuture.completedFuture(null);
                })
                .thenApply(topic -> null);
    }

    @Override
    public String id() {
        return "topics";
    }

    @Override
    public void apply(byte[] change) {
        TopicRecords.read(change, new TopicRecords.Reader() {
            @Override
            public void version(DataVersion changed) {
                if (changed.counter() > dataVersion.counter()) {
                    dataVersion = changed;
                }
            }

            @Override
            public void topic(TopicConfig config) {
                put(config);
            }

            @Override
            public void deleted(String topic) {
                topics.remove(topic);
            }
        });
        version.incrementAndGet(); // last: whoever sees it sees the change
    }

    /** The topics that are not as every broker has them from the start. */
    @Override
    public byte[] snapshot() {
        DataVersion of = dataVersion; // before the topics: they may be newer than their version, never older
        Map<String, TopicConfig> changed = all();
        changed.values().removeIf(topic -> topic.equals(systemDefaults.get(topic.topicName())));
        return new TopicConfigTable(changed, of).toJson();
    }

    @Override
    public void restore(byte[] snapshot) {
        topics.clear();
        systemDefaults.values().forEach(this::put);
        dataVersion = new DataVersion(0, 0, clock.wallMillis());
        apply(snapshot);
    }

    private interface Decision {
        TopicConfig decide();
    }

    private CompletableFuture<Topic> createIfMissing(String name, Decision decision) {
        Topic present = topics.get(name);
        if (present != null) {
            return CompletableFuture.completedFuture(present);
        }
        return turns.share(name, () -> {
            Topic madeMeanwhile = topics.get(name);
            if (madeMeanwhile != null) {
                return CompletableFuture.completedFuture(madeMeanwhile);
            }
            TopicRules.checkName(name);
            return write(decision.decide());
        });
    }

    private CompletableFuture<Topic> write(TopicConfig config) {
        String name = config.topicName();
        if (topics.size() >= TopicSettings.TOPICS_MAX && !topics.containsKey(name)) {
            throw new RefusedException(
                    ResponseCodes.SYSTEM_ERROR,
                    "topic[" + name + "] not created: the broker has " + TopicSettings.TOPICS_MAX
                            + " topics, which is the most it takes");
        }
        return store().append(this, TopicRecords.changed(nextVersion(), config)).thenCompose(done -> {
            Topic topic = topics.get(name);
            return tell(listeners.stream()
                            .map(listener -> listener.changed(topic))
                            .toList())
                    .thenApply(told -> topic);
        });
    }

    /** Completes when all have answered, well or badly, or after {@link #LISTENER_LIMIT}. */
    private CompletableFuture<Void> tell(Collection<? extends CompletableFuture<?>> answers) {
        CompletableFuture<Void> told = new CompletableFuture<>();
        CompletableFuture<Void> all = CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new));
        if (all.isDone()) {
            told.complete(null);
            return told;
        }
        Scheduler.Scheduled limit = scheduler.after(LISTENER_LIMIT, () -> told.complete(null));
        all.whenComplete((done, failure) -> {
            limit.cancel();
            told.complete(null); // who failed has said so itself
        });
        return told;
    }

    private void removeQueues(String name) {
        if (!store().queues().ofTopic(name).isEmpty()) {
            store().queues().remove(name);
        }
    }

    private DataVersion nextVersion() {
        return new DataVersion(lastCounter.incrementAndGet(), 0, clock.wallMillis());
    }

    private void put(TopicConfig config) {
        topics.put(config.topicName(), new Topic(config, this::obtain));
    }

    private ConsumeQueue obtain(String topic, int queueId, QueueKind kind) {
        return store().queues().obtain(topic, queueId, kind);
    }

    private Store store() {
        Store open = store;
        if (open == null) {
            throw new IllegalStateException("the store is not open yet");
        }
        return open;
    }
}
