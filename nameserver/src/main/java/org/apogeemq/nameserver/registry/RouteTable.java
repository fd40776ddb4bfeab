package org.apogeemq.nameserver.registry;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntPredicate;
import org.apogeemq.protocol.body.BrokerData;
import org.apogeemq.protocol.body.BrokerMemberGroup;
import org.apogeemq.protocol.body.ClusterInfo;
import org.apogeemq.protocol.body.DataVersion;
import org.apogeemq.protocol.body.QueueData;
import org.apogeemq.protocol.body.TopicConfig;
import org.apogeemq.protocol.body.TopicRouteData;

/**
 * All that is known about brokers and their topics. Thread-safe: one lock, held for work in memory only; whatever is
 * returned is immutable. {@code nowNanos} is monotonic.
 */
public final class RouteTable {
    private final Brokers brokers = new Brokers();
    private final TopicQueues topics = new TopicQueues();

    /** Grows with every change that a reader could see; answers made before may be used until then. */
    private final AtomicLong version = new AtomicLong();

    /** A number that is another one after every visible change. Read it before what is derived from the table. */
    public long version() {
        return version.get();
    }

    /**
     * Takes a broker in, or its changes.
     *
     * @param dropsMissing whether topics the registration does not name are forgotten
     */
    public synchronized RegistrationOutcome register(Registration registration, boolean dropsMissing, long nowNanos) {
        BrokerKey key = registration.key();
        long id = registration.brokerId();
        BrokerGroup known = brokers.group(registration.brokerName());
        String addressBefore = known == null ? null : known.addresses.get(id);
        String displaced = null;
        if (addressBefore != null && !addressBefore.equals(key.address())) {
            LiveBroker holder = brokers.live(new BrokerKey(known.cluster, addressBefore));
            displaced = holder == null ? null : addressBefore;
            long state = registration.topics().dataVersion().stateVersion();
            if (holder != null && holder.version.stateVersion() > state) {
                brokers.forget(key);
                return new RegistrationOutcome.Superseded(addressBefore);
            }
        }
        if (addressBefore == null && registration.topics().topicConfigTable().size() == 1) {
            // Brokers send single topics when they change. Taken as a first registration, it would make the
            // table look complete; the broker sends all of it half a minute later.
            return new RegistrationOutcome.Refused("register broker failed: the first registration of broker "
                    + registration.brokerName() + " " + key.address() + " names one topic only");
        }
        BrokerData before = known == null ? null : known.data();
        BrokerGroup group = brokers.enter(registration);
        group.addresses.values().removeIf(key.address()::equals);
        group.addresses.put(id, key.address());
        boolean changed = !group.data().equals(before);
        changed |= takeTopics(registration, group, addressBefore == null, dropsMissing);
        brokers.heard(key, new LiveBroker(registration, nowNanos));
        if (changed) {
            version.incrementAndGet();
        }
        return accepted(group, id, displaced);
    }

    private boolean takeTopics(Registration registration, BrokerGroup group, boolean first, boolean dropsMissing) {
        boolean isMaster = registration.brokerId() == BrokerGroup.MASTER;
        boolean isPrimeSlave = !isMaster
                && registration.actingMaster() != null
                && group.addresses.firstKey() == registration.brokerId();
        Map<String, TopicConfig> table = registration.topics().topicConfigTable();
        if (table.isEmpty() || !isMaster && !isPrimeSlave) {
            return false;
        }
        String name = group.brokerName;
        LiveBroker live = brokers.live(registration.key());
        boolean newVersion = first
                || live == null
                || !live.version.equals(registration.topics().dataVersion());
        boolean changed = dropsMissing && isMaster && newVersion && topics.retainOf(name, table.keySet());
        boolean readOnly = isPrimeSlave && group.actingMaster;
        for (TopicConfig topic : table.values()) {
            if (newVersion || !topics.has(topic.topicName(), name)) {
                changed |= topics.put(topic.topicName(), queues(name, topic, readOnly));
            }
        }
        return changed;
    }

    private static QueueData queues(String brokerName, TopicConfig topic, boolean readOnly) {
        int perm = readOnly ? topic.perm() & ~TopicConfig.PERM_WRITE : topic.perm();
        return new QueueData(brokerName, topic.readQueueNums(), topic.writeQueueNums(), perm, topic.topicSysFlag());
    }

    private RegistrationOutcome accepted(BrokerGroup group, long id, String displaced) {
        String master = group.addresses.get(BrokerGroup.MASTER);
        LiveBroker live =
                id == BrokerGroup.MASTER || master == null ? null : brokers.live(new BrokerKey(group.cluster, master));
        return live == null
                ? new RegistrationOutcome.Accepted(null, null, displaced)
                : new RegistrationOutcome.Accepted(live.haServerAddr, master, displaced);
    }

    /** Forgets a broker. */
    public synchronized void unregister(BrokerKey key, String brokerName, long brokerId) {
        brokers.forget(key);
        leave(brokerName, brokerId, key.address());
    }

    /** Forgets the brokers that registered last by this connection. Returns them. */
    public synchronized List<BrokerKey> sessionClosed(Object session) {
        return forget(brokers.keysOf(broker -> session.equals(broker.session)));
    }

    /** Forgets the brokers that have been silent for too long. Returns their sessions. */
    public synchronized Map<BrokerKey, Object> expire(long nowNanos) {
        List<BrokerKey> silent = brokers.keysOf(broker -> broker.isSilent(nowNanos));
        Map<BrokerKey, Object> sessions = new HashMap<>();
        silent.forEach(key -> sessions.put(key, brokers.live(key).session));
        forget(silent);
        return sessions;
    }

    private List<BrokerKey> forget(List<BrokerKey> keys) {
        for (BrokerKey key : keys) {
            LiveBroker broker = brokers.forget(key);
            leave(broker.brokerName, broker.brokerId, key.address());
        }
        return keys;
    }

    private void leave(String brokerName, long brokerId, String address) {
        BrokerGroup group = brokers.group(brokerName);
        if (group == null || !group.addresses.remove(brokerId, address)) {
            return; // another process has taken its place
        }
        version.incrementAndGet();
        brokers.dropIfEmpty(group);
        if (group.addresses.isEmpty()) {
            topics.retainOf(brokerName, Set.of());
        } else if (group.actingMaster && !group.hasMaster()) {
            topics.changePerm(brokerName, perm -> perm & ~TopicConfig.PERM_WRITE);
        }
    }

    /** Notes a sign of life. Returns the version of the broker's topics, null if it is not known. */
    public synchronized DataVersion heard(BrokerKey key, long nowNanos) {
        LiveBroker broker = brokers.live(key);
        if (broker == null) {
            return null;
        }
        broker.heardNanos = nowNanos;
        return broker.version;
    }

    /** Where a topic lies; null if nowhere. */
    public synchronized TopicRouteData route(String topic) {
        Collection<QueueData> queues = topics.of(topic);
        List<BrokerData> datas = new ArrayList<>();
        for (QueueData queue : queues) {
            BrokerGroup group = brokers.group(queue.brokerName());
            if (group != null) {
                datas.add(group.data());
            }
        }
        return datas.isEmpty() ? null : new TopicRouteData(List.copyOf(queues), datas);
    }

    /** All brokers and clusters. */
    public synchronized ClusterInfo clusters() {
        return new ClusterInfo(brokers.datas(), copyOfClusters());
    }

    private Map<String, Set<String>> copyOfClusters() {
        Map<String, Set<String>> copy = new HashMap<>();
        brokers.clusters().forEach((cluster, names) -> copy.put(cluster, Set.copyOf(names)));
        return copy;
    }

    /** The brokers of one name; without addresses if there are none. */
    public synchronized BrokerMemberGroup members(String cluster, String brokerName) {
        BrokerGroup group = brokers.group(brokerName);
        boolean found = group != null && cluster.equals(group.cluster);
        return new BrokerMemberGroup(cluster, brokerName, found ? group.addresses : Map.of());
    }

    /** All topics. */
    public synchronized List<String> topicNames() {
        return topics.names();
    }

    /** The topics with queues on a broker of {@code cluster}. */
    public synchronized List<String> topicNames(String cluster) {
        Set<String> names = brokers.namesOf(cluster);
        return topics.namesWhere(queues -> queues.stream().anyMatch(queue -> names.contains(queue.brokerName())));
    }

    /** The topics whose flags (those of any one broker) fulfil {@code condition}. */
    public synchronized List<String> topicNames(IntPredicate condition) {
        return topics.namesWhere(
                queues -> condition.test(queues.iterator().next().topicSysFlag()));
    }

    /** Names of clusters and brokers, which are topics too. */
    public synchronized Set<String> systemTopicNames() {
        Set<String> names = new TreeSet<>(brokers.clusters().keySet());
        brokers.groups().forEach(group -> names.add(group.brokerName));
        return names;
    }

    /** Address of some broker; null if there is none. */
    public synchronized String anyAddress() {
        for (BrokerGroup group : brokers.groups()) {
            return group.addresses.firstEntry().getValue();
        }
        return null;
    }

    /** Forgets a topic everywhere. */
    public synchronized void removeTopic(String topic) {
        if (topics.remove(topic)) {
            version.incrementAndGet();
        }
    }

    /** Forgets a topic on the brokers of one cluster. */
    public synchronized void removeTopic(String topic, String cluster) {
        boolean changed = false;
        for (String name : brokers.namesOf(cluster)) {
            changed |= topics.remove(topic, name);
        }
        if (changed) {
            version.incrementAndGet();
        }
    }

    /** Adds a topic on brokers. Returns false and does nothing if one of them is not known. */
    public synchronized boolean addTopic(String topic, List<QueueData> queueDatas) {
        for (QueueData queues : queueDatas) {
            if (brokers.group(queues.brokerName()) == null) {
                return false;
            }
        }
        queueDatas.forEach(queues -> topics.put(topic, queues));
        version.incrementAndGet();
        return true;
    }

    /** Hides a broker's queues from producers until it registers a changed table. Returns the number of its topics. */
    public synchronized int wipeWritePerm(String brokerName) {
        version.incrementAndGet();
        return topics.changePerm(brokerName, perm -> perm & ~TopicConfig.PERM_WRITE);
    }

    /** Undoes {@link #wipeWritePerm}. Returns the number of its topics. */
    public synchronized int addWritePerm(String brokerName) {
        version.incrementAndGet();
        return topics.changePerm(brokerName, perm -> perm | TopicConfig.PERM_WRITE);
    }
}
