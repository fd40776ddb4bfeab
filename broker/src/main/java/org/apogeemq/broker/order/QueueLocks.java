package org.apogeemq.broker.order;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apogeemq.broker.face.RefusedException;
import org.apogeemq.protocol.command.ResponseCodes;
import org.apogeemq.protocol.record.MessageQueue;
import org.apogeemq.time.Clock;
import org.apogeemq.time.Scheduler;

/**
 * Which client of a group holds which queue. In memory only. Whoever asked for a queue in vain is told when it is free,
 * since clients ask again after up to 20 s only. Thread-safe; never waits.
 */
public final class QueueLocks {
    /** Between two looks for locks that nobody asks for any more. */
    static final Duration SCAN_PERIOD = Duration.ofSeconds(60);

    /** How long it is remembered that a client has left. */
    static final Duration FAREWELL = Duration.ofSeconds(60);

    /** Most queues one group may hold. */
    static final int QUEUES_PER_GROUP_MAX = 100_000;

    private final Clock clock;
    private final Scheduler scheduler;
    private final Membership membership;
    private final Map<String, GroupLocks> groups = new ConcurrentHashMap<>();
    // Replaced while the broker runs.
    private volatile Duration life;

    /**
     * Expired locks are forgotten by a task on {@code scheduler}; they are without effect before that.
     *
     * @param life how long a lock lives after the last call that asked for it
     */
    public QueueLocks(Duration life, Clock clock, Scheduler scheduler, Membership membership) {
        this.life = life;
        this.clock = clock;
        this.scheduler = scheduler;
        this.membership = membership;
        scheduler.every(SCAN_PERIOD, SCAN_PERIOD, this::forgetExpired);
    }

    /** Locks, also those that are held, live so long from now on. */
    public void change(Duration changed) {
        life = changed;
    }

    /**
     * Takes, or renews, every queue of {@code wanted} that is free, expired or held by {@code clientId}.
     *
     * A client that said it leaves the group gets none until it is a member again: what it asked for before may come
     * late, when nobody would give the queue back.
     *
     * @return those of {@code wanted} that {@code clientId} holds now
     * @throws RefusedException if the group holds too many queues; nothing is changed then
     */
    public Set<MessageQueue> lock(String group, String clientId, Collection<MessageQueue> wanted) {
        long now = clock.monotonicNanos();
        Duration lives = life;
        Set<MessageQueue> held = new LinkedHashSet<>();
        Duration[] look = new Duration[1];
        groups.compute(group, (name, present) -> {
            GroupLocks locks = present == null ? new GroupLocks() : present;
            if (locks.size() + wanted.size() > QUEUES_PER_GROUP_MAX) {
                throw new RefusedException(
                        ResponseCodes.SYSTEM_ERROR,
                        "group[" + group + "] would hold more than " + QUEUES_PER_GROUP_MAX + " queue locks");
            }
            if (locks.hasLeft(clientId)) {
                if (!membership.isMember(group, clientId)) {
                    return locks;
                }
                locks.isBack(clientId);
            }
            for (MessageQueue queue : wanted) {
                if (locks.take(queue, clientId, now, lives)) {
                    held.add(queue);
                }
            }
            look[0] = held.size() < wanted.size() ? locks.untilNextLook(now, lives) : null;
            return locks;
        });
        lookAfter(look[0], group);
        return held;
    }

    private void lookAfter(Duration delay, String group) {
        if (delay != null) {
            scheduler.after(delay, () -> look(group));
        }
    }

    /** Who holds a queue may have died: whoever waits for it is told when its lock is over. */
    private void look(String group) {
        long now = clock.monotonicNanos();
        Duration lives = life;
        Duration[] next = new Duration[1];
        release(group, locks -> {
            locks.looked();
            Set<String> waiting = locks.releaseExpired(now, lives);
            next[0] = locks.untilNextLook(now, lives);
            return waiting;
        });
        lookAfter(next[0], group);
    }

    /** Gives back those of {@code queues} that {@code clientId} holds. */
    public void unlock(String group, String clientId, Collection<MessageQueue> queues) {
        release(group, locks -> locks.release(queues, clientId));
    }

    /**
     * Gives back all that {@code clientId} holds, because it leaves the group. A client that shuts down gives back only
     * the queues it still knows: one it was about to hand over would stay locked until the lock's life is over.
     */
    public void leave(String group, String clientId) {
        long now = clock.monotonicNanos();
        release(group, locks -> locks.leave(clientId, now));
    }

    private void release(String group, Function<GroupLocks, Set<String>> release) {
        Set<String> waiting = new HashSet<>();
        groups.computeIfPresent(group, (name, locks) -> {
            waiting.addAll(release.apply(locks));
            return locks; // stays until the next round: it remembers who leaves
        });
        if (!waiting.isEmpty()) {
            membership.queuesFreed(group, waiting);
        }
    }

    /** Whether any client of {@code group} holds a lock that has not expired: the group consumes in order. */
    public boolean anyHeld(String group) {
        boolean[] held = new boolean[1];
        long now = clock.monotonicNanos();
        groups.computeIfPresent(group, (name, locks) -> {
            held[0] = locks.anyAlive(now, life);
            return locks;
        });
        return held[0];
    }

    private void forgetExpired() {
        long now = clock.monotonicNanos();
        Duration lives = life;
        for (String group : groups.keySet()) {
            release(group, locks -> locks.releaseExpired(now, lives));
            groups.computeIfPresent(group, (name, locks) -> locks.isEmpty() ? null : locks);
        }
    }
}
