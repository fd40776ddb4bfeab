package org.apogeemq.broker.group;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.apogeemq.broker.change.Turns;
import org.apogeemq.broker.face.RefusedException;
import org.apogeemq.protocol.body.DataVersion;
import org.apogeemq.protocol.body.SubscriptionGroupConfig;
import org.apogeemq.protocol.body.TopicConfig;
import org.apogeemq.protocol.command.ResponseCodes;
import org.apogeemq.protocol.record.Names;
import org.apogeemq.store.Store;
import org.apogeemq.store.view.View;
import org.apogeemq.time.Clock;

/**
 * The settings of all consumer groups of this broker.
 *
 * <p>A change is decided here, written to the log, and takes effect when the log hands it to {@link #apply}. Changes
 * of one group happen one after the other. Finding a group takes no lock. Thread-safe; nothing here waits.
 */
public final class Groups implements View {
    private final Clock clock;
    private final Map<String, SubscriptionGroupConfig> systemDefaults;
    private final Map<String, SubscriptionGroupConfig> groups = new ConcurrentHashMap<>();
    // Bits by group and topic; inner maps are replaced, never changed.
    private final Map<String, Map<String, Integer>> forbidden = new ConcurrentHashMap<>();
    private final Turns<SubscriptionGroupConfig> turns = new Turns<>();
    private final AtomicLong lastCounter = new AtomicLong();
    private final AtomicInteger version = new AtomicInteger();

    // Written by the log's owner (apply) or before the store is open.
    private volatile DataVersion dataVersion;
    // Replaced while the broker runs.
    private volatile GroupSettings settings;
    // Null until the store is open.
    private volatile Store store;

    public Groups(GroupSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
        systemDefaults = GroupRules.systemGroups().stream()
                .collect(Collectors.toUnmodifiableMap(SubscriptionGroupConfig::groupName, group -> group));
        groups.putAll(systemDefaults);
        dataVersion = new DataVersion(0, 0, clock.wallMillis());
    }

    /** Changes are written to {@code openStore} from now on. */
    public void opened(Store openStore) {
        lastCounter.set(dataVersion.counter());
        this.store = openStore;
    }

    /** Goes by other settings from now on. */
    public void change(GroupSettings changed) {
        settings = changed;
    }

    /** The group's settings, or null. Any thread, no lock. */
    // hot
    public SubscriptionGroupConfig find(String name) {
        return groups.get(name);
    }

    /** Whether a group may not read a topic. Any thread, no lock. */
    // hot
    public boolean isForbidden(String group, String topic) {
        return !forbidden.isEmpty()
                && (forbidden.getOrDefault(group, Map.of()).getOrDefault(topic, 0) & TopicConfig.PERM_READ) != 0;
    }

    /** What groups may not read: bits by group and topic; a copy. */
    public Map<String, Map<String, Integer>> forbidden() {
        return new TreeMap<>(forbidden);
    }

    /** Lets a group read a topic, or forbids it. Completes when that is in the log. */
    public CompletableFuture<Void> forbid(String group, String topic, boolean forbid) {
        return turns.take(group, () -> {
                    if (!groups.containsKey(group)) {
                        throw new RefusedException(
                                ResponseCodes.SUBSCRIPTION_GROUP_NOT_EXIST,
                                "subscription group [" + group + "] does not exist");
                    }
                    Map<String, Integer> topics = new TreeMap<>(forbidden.getOrDefault(group, Map.of()));
                    int bits = topics.getOrDefault(topic, 0);
                    int wanted = forbid ? bits | TopicConfig.PERM_READ : bits & ~TopicConfig.PERM_READ;
                    if (wanted == bits) {
                        return CompletableFuture.<SubscriptionGroupConfig>completedFuture(null);
                    }
                    topics.put(topic, wanted);
                    topics.values().removeIf(none -> none == 0);
                    return store().append(this, GroupRecords.forbidden(nextVersion(), group, topics))
                            .thenApply(done -> (SubscriptionGroupConfig) null);
                })
                .thenApply(done -> null);
    }

    /** Grows with every change of any group. */
    public int version() {
        return version.get();
    }

    /** The version of the whole table. */
    public DataVersion dataVersion() {
        return dataVersion;
    }

    /** All groups by name, in the order of names; a copy. */
    public Map<String, SubscriptionGroupConfig> all() {
        return new TreeMap<>(groups);
    }

    /**
     * The group {@code name}, created with default settings if it is missing.
     * Fails with {@link RefusedException} if it may not be created.
     */
    public CompletableFuture<SubscriptionGroupConfig> create(String name) {
        SubscriptionGroupConfig present = groups.get(name);
        if (present != null) {
            return CompletableFuture.completedFuture(present);
        }
        return turns.share(name, () -> {
            SubscriptionGroupConfig madeMeanwhile = groups.get(name);
            if (madeMeanwhile != null) {
                return CompletableFuture.completedFuture(madeMeanwhile);
            }
            GroupRules.checkName(name);
            boolean allowed = Names.isSystemGroup(name) ? settings.autoCreateSystem() : settings.autoCreate();
            if (!allowed) {
                throw new RefusedException(
                        ResponseCodes.SUBSCRIPTION_GROUP_NOT_EXIST,
                        "subscription group [" + name + "] does not exist, create it with mqadmin updateSubGroup"
                                + " or set autoCreateSubscriptionGroup to true");
            }
            return write(SubscriptionGroupConfig.of(name));
        });
    }

    /**
     * Creates or changes a group as an administrator wants it. The attributes of {@code wanted} are a delta:
     * {@code +key} adds or changes, {@code -key} takes away. If nothing changes, nothing is written.
     */
    public CompletableFuture<SubscriptionGroupConfig> upsert(SubscriptionGroupConfig wanted) {
        return turns.take(wanted.groupName(), () -> {
            GroupRules.checkName(wanted.groupName());
            SubscriptionGroupConfig present = groups.get(wanted.groupName());
            SubscriptionGroupConfig merged = GroupRules.merged(present, wanted);
            return merged.equals(present) ? CompletableFuture.completedFuture(present) : write(merged);
        });
    }

    /** Deletes a group; nothing happens if there is none. Completes when that is in the log. */
    public CompletableFuture<Void> delete(String name) {
        return turns.take(
                        name,
                        () -> groups.containsKey(name)
                                ? store().append(this, GroupRecords.deleted(nextVersion(), name))
                                        .thenApply(done -> null)
                                : CompletableFuture.completedFuture(null))
                .thenApply(group -> null);
    }

    /**
     * Takes over what another broker has made of the groups while it had the store. Completes when that is in the log.
     * Before anybody is served.
     *
     * @param forbiddenNow what groups may not read, as far as that has changed: all of a group, bits by topic
     * @param theirs the version of its table; ours is newer from then on
     */
    public CompletableFuture<Void> takeOver(
            Collection<SubscriptionGroupConfig> changed,
            Collection<String> deleted,
            Map<String, Map<String, Integer>> forbiddenNow,
            DataVersion theirs) {
        lastCounter.accumulateAndGet(theirs.counter(), Math::max);
        List<CompletableFuture<Void>> written = new ArrayList<>();
        GroupRecords.changed(this::nextVersion, changed).forEach(record -> written.add(store().append(this, record)));
        deleted.forEach(name -> written.add(store().append(this, GroupRecords.deleted(nextVersion(), name))));
        forbiddenNow.forEach((group, topics) ->
                written.add(store().append(this, GroupRecords.forbidden(nextVersion(), group, topics))));
        return CompletableFuture.allOf(written.toArray(CompletableFuture<?>[]::new));
    }

    @Override
    public String id() {
        return "groups";
    }

    @Override
    public void apply(byte[] change) {
        GroupRecords.read(change, new GroupRecords.Reader() {
            @Override
            public void version(DataVersion changed) {
                if (changed.counter() > dataVersion.counter()) {
                    dataVersion = changed;
                }
            }

            @Override
            public void group(SubscriptionGroupConfig config) {
                groups.put(config.groupName(), config);
            }

            @Override
            public void deleted(String group) {
                groups.remove(group);
                forbidden.remove(group);
            }

            @Override
            public void forbidden(String group, Map<String, Integer> topics) {
                if (topics.isEmpty()) {
                    forbidden.remove(group);
                } else {
                    forbidden.put(group, Map.copyOf(topics));
                }
            }
        });
        version.incrementAndGet(); // last: whoever sees it sees the change
    }

    /** The groups that are not as every broker has them from the start. */
    @Override
    public byte[] snapshot() {
        DataVersion of = dataVersion; // before the groups: they may be newer than their version, never older
        Map<String, SubscriptionGroupConfig> changed = all();
        changed.values().removeIf(group -> group.equals(systemDefaults.get(group.groupName())));
        return GroupRecords.table(changed, forbidden, of);
    }

    @Override
    public void restore(byte[] snapshot) {
        groups.clear();
        forbidden.clear();
        groups.putAll(systemDefaults);
        dataVersion = new DataVersion(0, 0, clock.wallMillis());
        apply(snapshot);
    }

    private CompletableFuture<SubscriptionGroupConfig> write(SubscriptionGroupConfig config) {
        if (groups.size() >= GroupSettings.GROUPS_MAX && !groups.containsKey(config.groupName())) {
            throw new RefusedException(
                    ResponseCodes.SYSTEM_ERROR,
                    "subscription group [" + config.groupName() + "] not created: the broker has "
                            + GroupSettings.GROUPS_MAX + " groups, which is the most it takes");
        }
        return store().append(this, GroupRecords.changed(nextVersion(), config)).thenApply(done -> config);
    }

    private DataVersion nextVersion() {
        return new DataVersion(lastCounter.incrementAndGet(), 0, clock.wallMillis());
    }

    private Store store() {
        Store open = store;
        if (open == null) {
            throw new IllegalStateException("the store is not open yet");
        }
        return open;
    }
}
