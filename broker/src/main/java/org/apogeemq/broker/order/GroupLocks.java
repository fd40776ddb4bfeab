package org.apogeemq.broker.order;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.apogeemq.protocol.record.MessageQueue;

/** The locks of one group. Confined to whoever holds the group's entry in {@link QueueLocks}. */
final class GroupLocks {
    /** Who holds a queue since when, and who asked for it in vain. */
    private record Lock(String clientId, long takenNanos, Set<String> waiting) {
        long leftNanos(long nowNanos, Duration life) {
            return life.toNanos() - (nowNanos - takenNanos);
        }

        boolean isExpired(long nowNanos, Duration life) {
            return leftNanos(nowNanos, life) <= 0;
        }
    }

    private final Map<MessageQueue, Lock> locks = new HashMap<>();
    // Clients that said they leave, and when: requests they made before may still come.
    private final Map<String, Long> left = new HashMap<>();
    private boolean watched;

    /** Whether {@code clientId} holds the queue afterwards. */
    boolean take(MessageQueue queue, String clientId, long nowNanos, Duration life) {
        Lock present = locks.get(queue);
        if (present == null || present.isExpired(nowNanos, life)) {
            locks.put(queue, new Lock(clientId, nowNanos, new HashSet<>(0)));
            return true;
        }
        if (present.clientId.equals(clientId)) {
            locks.put(queue, new Lock(clientId, nowNanos, present.waiting));
            return true;
        }
        present.waiting.add(clientId);
        return false;
    }

    /** Frees those of {@code queues} that {@code clientId} holds, and says who asked for them in vain. */
    Set<String> release(Collection<MessageQueue> queues, String clientId) {
        Set<String> waiting = new TreeSet<>();
        for (MessageQueue queue : queues) {
            Lock present = locks.get(queue);
            if (present != null && present.clientId.equals(clientId)) {
                locks.remove(queue);
                waiting.addAll(present.waiting);
            }
        }
        waiting.remove(clientId);
        return waiting;
    }

    /** The same for all that {@code clientId} holds, who leaves; it waits for nothing any more. */
    Set<String> leave(String clientId, long nowNanos) {
        left.put(clientId, nowNanos);
        locks.values().forEach(lock -> lock.waiting.remove(clientId));
        return release(
                locks.entrySet().stream()
                        .filter(entry -> entry.getValue().clientId.equals(clientId))
                        .map(Map.Entry::getKey)
                        .toList(),
                clientId);
    }

    boolean hasLeft(String clientId) {
        return left.containsKey(clientId);
    }

    void isBack(String clientId) {
        left.remove(clientId);
    }

    /** Forgets locks whose life is over, and says who asked for them in vain. */
    Set<String> releaseExpired(long nowNanos, Duration life) {
        Set<String> waiting = new TreeSet<>();
        locks.values().stream()
                .filter(lock -> lock.isExpired(nowNanos, life))
                .forEach(lock -> waiting.addAll(lock.waiting));
        locks.values().removeIf(lock -> lock.isExpired(nowNanos, life));
        left.values().removeIf(leftNanos -> nowNanos - leftNanos >= QueueLocks.FAREWELL.toNanos());
        return waiting;
    }

    /** Time until the first lock for which somebody waits is over; null if nobody waits or a look is due anyway. */
    Duration untilNextLook(long nowNanos, Duration life) {
        if (watched) {
            return null;
        }
        OptionalLong least = locks.values().stream()
                .filter(lock -> !lock.waiting.isEmpty())
                .mapToLong(lock -> lock.leftNanos(nowNanos, life))
                .min();
        watched = least.isPresent();
        return watched ? Duration.ofNanos(Math.max(0, least.getAsLong())) : null;
    }

    /** The look that was due begins. */
    void looked() {
        watched = false;
    }

    boolean anyAlive(long nowNanos, Duration life) {
        return locks.values().stream().anyMatch(lock -> !lock.isExpired(nowNanos, life));
    }

    int size() {
        return locks.size();
    }

    boolean isEmpty() {
        return locks.isEmpty() && left.isEmpty();
    }
}
