package org.apogeemq.broker.reset;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apogeemq.broker.group.Client;
import org.apogeemq.broker.group.Members;
import org.apogeemq.broker.offset.Offsets;
import org.apogeemq.protocol.body.ResetOffsetBody;
import org.apogeemq.protocol.command.RequestCodes;
import org.apogeemq.protocol.record.MessageQueue;
import org.apogeemq.time.Scheduler;

/**
 * Tells clients to move which do not find out by pulling: members of broadcast groups, and those that have so much to
 * work off that they do not pull. A client that is told stops all its work for ten seconds, so who pulls is not told.
 * Thread-safe.
 */
public final class ClientNotices {
    /** How long clients have to find out by pulling. */
    static final Duration GRACE = Duration.ofSeconds(3);

    private static final int CPP = 1; // code of a language, whose clients want another form

    private final String brokerName;
    private final Members members;
    private final Offsets offsets;
    private final Scheduler scheduler;

    public ClientNotices(String brokerName, Members members, Offsets offsets, Scheduler scheduler) {
        this.brokerName = brokerName;
        this.members = members;
        this.offsets = offsets;
        this.scheduler = scheduler;
    }

    /** Looks after {@link #GRACE} in which of these queues the group does not know yet, and tells its members then. */
    void watch(String group, String topic, Map<Integer, Long> targets) {
        Members.Online online = members.online(group);
        if (online != null && online.wants(topic)) {
            scheduler.after(GRACE, () -> tellIfUnknown(group, topic, targets));
        }
    }

    private void tellIfUnknown(String group, String topic, Map<Integer, Long> targets) {
        Map<Integer, Long> unknown = new LinkedHashMap<>(targets);
        unknown.keySet().removeIf(queueId -> !offsets.isMoveUnknown(group, topic, queueId));
        tell(group, topic, unknown);
    }

    /** Tells all members of a group now. */
    void tell(String group, String topic, Map<Integer, Long> targets) {
        if (targets.isEmpty()) {
            return;
        }
        Map<MessageQueue, Long> table = new LinkedHashMap<>();
        targets.forEach((queueId, offset) -> table.put(new MessageQueue(topic, brokerName, queueId), offset));
        var body = new ResetOffsetBody(table);
        Map<String, String> fields = Map.of("topic", topic, "group", group, "timestamp", "-1", "isForce", "true");
        for (Client client : members.clients(group)) {
            client.link()
                    .notify(
                            RequestCodes.RESET_CONSUMER_CLIENT_OFFSET,
                            fields,
                            client.language() == CPP ? body.toListJson() : body.toJson());
        }
    }
}
