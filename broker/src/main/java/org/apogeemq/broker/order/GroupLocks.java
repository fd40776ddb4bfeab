package org.apogeemq.broker.order;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apogeemq.protocol.record.MessageQueue;

/** The locks of one group. Confined to whoever holds the group's entry in {@link QueueLocks}. */
final class GroupLocks {
    /** Who holds a queue since when, and who asked for it in vain. */
    private record Lock(String clientId, long takenNanos, Set<String> waiting) {
        boolean isExpired(long nowNanos) {
            return nowNanos - takenNanos >= QueueLocks.LIFE.toNanos();
        }
    }

    private final Map<MessageQueue, Lock> locks = new HashMap<>();
    // Clients that said they leave, and when: requests they made before may still come.
    private final Map<String, Long> left = new HashMap<>();

    /** Whether {@code clientId} holds the queue afterwards. */
    boolean take(MessageQueue queue, String clientId, long nowNanos) {
        Lock present = locks.get(queue);
        if (present == null || present.isExpired(nowNanos)) {
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

    boolean anyAlive(long nowNanos) {
        return locks.values().stream().anyMatch(lock -> !lock.isExpired(nowNanos));
    }

    void forgetExpired(long nowNanos) {
        locks.values().removeIf(lock -> lock.isExpired(nowNanos));
        left.values().removeIf(leftNanos -> nowNanos - leftNanos >= QueueLocks.LIFE.toNanos());
    }

    int size() {
        return locks.size();
    }

    boolean isEmpty() {
        return locks.isEmpty() && left.isEmpty();
    }
}
