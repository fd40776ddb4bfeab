package org.apogeemq.broker.group;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apogeemq.protocol.body.SubscriptionGroupConfig;
import org.apogeemq.protocol.command.RequestCodes;
import org.apogeemq.time.Scheduler;

/**
 * Tells the members of a group that it is not what it was, so that they share the queues anew. The first change is
 * told at once; those that follow within a pause are told together at its end. Every member that is told asks for the
 * list of all, so each time costs the square of the group's size: the pause grows with the group, so that a thousand
 * clients that come or go at the same time do not keep the broker busy with telling them. Thread-safe.
 */
final class MemberChanges {
    /** The least pause. */
    static final Duration PAUSE = Duration.ofMillis(100);

    static final Duration PAUSE_A_MEMBER = Duration.ofMillis(1);

    private final Groups groups;
    private final Scheduler scheduler;
    // Replaced while the broker runs.
    private volatile GroupSettings settings;
    // Groups told less than a pause ago, and of these the ones that have changed again.
    private final Map<String, Boolean> pausing = new ConcurrentHashMap<>();

    MemberChanges(GroupSettings settings, Groups groups, Scheduler scheduler) {
        this.settings = settings;
        this.groups = groups;
        this.scheduler = scheduler;
    }

    void change(GroupSettings changed) {
        settings = changed;
    }

    void tell(ConsumerGroup group) {
        if (!isWanted(group)) {
            return;
        }
        boolean[] now = new boolean[1];
        pausing.compute(group.name(), (name, changedAgain) -> {
            now[0] = changedAgain == null;
            return changedAgain != null;
        });
        if (now[0]) {
            send(group);
        }
    }

    /** Has some members look at their share again at once, the group being what it was. */
    void tell(ConsumerGroup group, Set<String> clientIds) {
        if (isWanted(group)) {
            group.members().stream()
                    .filter(member -> clientIds.contains(member.clientId()))
                    .forEach(member -> notify(group, member));
        }
    }

    private boolean isWanted(ConsumerGroup group) {
        SubscriptionGroupConfig config = groups.find(group.name());
        return settings.notifyChanges()
                && (config == null || config.notifyConsumerIdsChangedEnable())
                && !group.traits().broadcast();
    }

    private static void notify(ConsumerGroup group, Client member) {
        member.link().notify(RequestCodes.NOTIFY_CONSUMER_IDS_CHANGED, Map.of("consumerGroup", group.name()), null);
    }

    private void send(ConsumerGroup group) {
        List<Client> members = group.members();
        members.forEach(member -> notify(group, member));
        Duration pause = PAUSE_A_MEMBER.multipliedBy(members.size());
        scheduler.after(pause.compareTo(PAUSE) < 0 ? PAUSE : pause, () -> pauseOver(group));
    }

    private void pauseOver(ConsumerGroup group) {
        boolean[] again = new boolean[1];
        pausing.computeIfPresent(group.name(), (name, changedAgain) -> {
            again[0] = changedAgain;
            return changedAgain ? Boolean.FALSE : null;
        });
        if (again[0]) {
            send(group);
        }
    }
}
