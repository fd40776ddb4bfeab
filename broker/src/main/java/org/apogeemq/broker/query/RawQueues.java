package org.apogeemq.broker.query;

import java.util.ArrayList;
import java.util.List;
import org.apogeemq.broker.face.RefusedException;
import org.apogeemq.broker.group.Members;
import org.apogeemq.protocol.body.QueueStats.QueueEntriesBody;
import org.apogeemq.protocol.body.SubscriptionData;
import org.apogeemq.protocol.command.ResponseCodes;
import org.apogeemq.store.queue.ConsumeQueue;
import org.apogeemq.store.queue.ConsumeQueues;
import org.apogeemq.store.queue.QueueEntries;

/** Queues as they lie, for those who look for a fault. Thread-safe; may wait for the disk. */
public final class RawQueues {
    /** Entries shown at most, whatever is asked for. */
    private static final int ENTRIES_MAX = 1_000;

    private final ConsumeQueues queues;
    private final Members members;

    public RawQueues(ConsumeQueues queues, Members members) {
        this.queues = queues;
        this.members = members;
    }

    /**
     * The entries from queue offset {@code from} on.
     *
     * @param count how many; {@value #ENTRIES_MAX} at most are shown
     * @param group whose subscription they are compared with, by tags; null or empty for none
     * @throws RefusedException if there is no such queue
     */
    public QueueEntriesBody read(String topic, int queueId, long from, int count, String group) {
        ConsumeQueue queue = queues.get(topic, queueId);
        if (queue == null) {
            throw new RefusedException(ResponseCodes.SYSTEM_ERROR, queueId + "@" + topic + " is not exist!");
        }
        SubscriptionData subscription = subscription(topic, group);
        int wanted = Math.max(1, Math.min(count, ENTRIES_MAX));
        QueueEntries entries = new QueueEntries(wanted);
        int read = queue.read(Math.max(from, queue.minOffset()), wanted, entries);
        List<QueueEntriesBody.Entry> shown = new ArrayList<>();
        for (int i = 0; i < read; i++) {
            long tags = entries.tagsCode(i);
            shown.add(new QueueEntriesBody.Entry(
                    entries.logOffset(i), entries.recordBytes(i), tags, passes(subscription, tags)));
        }
        return new QueueEntriesBody(subscription, shown, queue.minOffset(), queue.maxOffset());
    }

    private SubscriptionData subscription(String topic, String group) {
        Members.Online online = group == null || group.isEmpty() ? null : members.online(group);
        var subscription = online == null ? null : online.subscriptions().get(topic);
        return subscription == null ? null : subscription.data();
    }

    private static boolean passes(SubscriptionData subscription, long tagsCode) {
        return subscription != null
                && subscription.isTag()
                && (subscription.codeSet().isEmpty() || subscription.codeSet().contains((int) tagsCode));
    }
}
