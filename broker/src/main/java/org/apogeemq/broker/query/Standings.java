package org.apogeemq.broker.query;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apogeemq.broker.face.RefusedException;
import org.apogeemq.broker.group.Members;
import org.apogeemq.broker.offset.Offsets;
import org.apogeemq.broker.stats.Statistics;
import org.apogeemq.broker.topic.Topic;
import org.apogeemq.broker.topic.Topics;
import org.apogeemq.protocol.body.QueueStats.ConsumeStats;
import org.apogeemq.protocol.body.QueueStats.TopicStatsTable;
import org.apogeemq.protocol.command.ResponseCodes;
import org.apogeemq.protocol.record.MessageQueue;
import org.apogeemq.store.queue.ConsumeQueue;
import org.apogeemq.store.queue.ConsumeQueues;

/** How far topics and groups are. Thread-safe; may wait for the disk. */
public final class Standings {
    private final String brokerName;
    private final Topics topics;
    private final Members members;
    private final Offsets offsets;
    private final ConsumeQueues queues;
    private final StoredMessages messages;
    private final Statistics statistics;

    public Standings(
            String brokerName,
            Topics topics,
            Members members,
            Offsets offsets,
            ConsumeQueues queues,
            StoredMessages messages,
            Statistics statistics) {
        this.brokerName = brokerName;
        this.topics = topics;
        this.members = members;
        this.offsets = offsets;
        this.queues = queues;
        this.messages = messages;
        this.statistics = statistics;
    }

    /**
     * What lies in the queues of a topic.
     *
     * @throws RefusedException if there is no such topic
     */
    public TopicStatsTable ofTopic(String name) {
        Topic topic = topics.find(name);
        if (topic == null) {
            throw new RefusedException(ResponseCodes.TOPIC_NOT_EXIST, "topic[" + name + "] not exist");
        }
        Map<MessageQueue, TopicStatsTable.Offsets> table = new LinkedHashMap<>();
        for (int queueId = 0; queueId < topic.queues(); queueId++) {
            ConsumeQueue queue = queues.get(name, queueId);
            TopicStatsTable.Offsets stands = new TopicStatsTable.Offsets(0, 0, 0);
            if (queue != null) {
                long max = queue.maxOffset();
                long last = Math.max(0, messages.storeMillis(queue, max - 1));
                stands = new TopicStatsTable.Offsets(queue.minOffset(), max, last);
            }
            table.put(new MessageQueue(name, brokerName, queueId), stands);
        }
        return new TopicStatsTable(table, statistics.putsPerSecond(name));
    }

    /**
     * How far a group is.
     *
     * @param wanted the topics to look at; empty for all in which the group has committed
     */
    public ConsumeStats ofGroup(String group, Collection<String> wanted) {
        Collection<String> looked = wanted.isEmpty() ? new TreeSet<>(offsets.topicsOf(group)) : wanted;
        Members.Online online = members.online(group);
        Map<MessageQueue, ConsumeStats.Progress> table = new LinkedHashMap<>();
        double perSecond = 0;
        for (String name : looked) {
            Topic topic = topics.find(name);
            boolean left = online != null
                    && !online.subscriptions().isEmpty()
                    && !online.subscriptions().containsKey(name);
            if (topic != null && !left) {
                perSecond += statistics.getsPerSecond(name, group);
                for (int queueId = 0; queueId < topic.readQueues(); queueId++) {
                    table.put(new MessageQueue(name, brokerName, queueId), progress(group, name, queueId));
                }
            }
        }
        return new ConsumeStats(table, perSecond);
    }

    /** The groups that consume a topic: those online that want it, and those that have committed in it. */
    public List<String> groupsOf(String topic) {
        TreeSet<String> groups = new TreeSet<>(members.groupsOf(topic));
        groups.addAll(offsets.groupsOf(topic));
        return List.copyOf(groups);
    }

    /** The topics a group consumes: those it wants now, and those in which it has committed. */
    public List<String> topicsOf(String group) {
        TreeSet<String> names = new TreeSet<>(offsets.topicsOf(group));
        Members.Online online = members.online(group);
        if (online != null) {
            names.addAll(online.subscriptions().keySet());
        }
        return List.copyOf(names);
    }

    private ConsumeStats.Progress progress(String group, String topic, int queueId) {
        long committed = Math.max(0, offsets.query(group, topic, queueId));
        ConsumeQueue queue = queues.get(topic, queueId);
        long max = queue == null ? 0 : queue.maxOffset();
        long last = queue == null ? 0 : Math.max(0, messages.storeMillis(queue, committed - 1));
        return new ConsumeStats.Progress(max, committed, committed, last);
    }
}
