package org.apogeemq.broker.order;

import java.util.HashMap;
import java.util.Map;
import org.apogeemq.protocol.record.MessageQueue;

/** The locks of one group. Confined to whoever holds the group's entry in {@link QueueLocks}. */
final class GroupLocks {
    private record Lock(String clientId, long takenNanos) {
        boolean isExpired(long nowNanos) {
            return nowNanos - takenNanos >= QueueLocks.LIFE.toNanos();
        }
    }

    private final Map<MessageQueue, Lock> locks = new HashMap<>();

    /** Whether {@code clientId} holds the queue afterwards. */
    boolean take(MessageQueue queue, String clientId, long nowNanos) {
        Lock present = locks.get(queue);
        boolean free = present == null || present.clientId.equals(clientId) || present.isExpired(nowNanos);
        if (free) {
            locks.put(queue, new Lock(clientId, nowNanos));
        }
        return free;
    }

    void release(MessageQueue queue, String clientId) {
        Lock present = locks.get(queue);
        if (present != null && present.clientId.equals(clientId)) {
            locks.remove(queue);
        }
    }

    boolean anyAlive(long nowNanos) {
        return locks.values().stream().anyMatch(lock -> !lock.isExpired(nowNanos));
    }

    void forgetExpired(long nowNanos) {
        locks.values().removeIf(lock -> lock.isExpired(nowNanos));
    }

    int size() {
        return locks.size();
    }

    boolean isEmpty() {
        return locks.isEmpty();
    }
}
