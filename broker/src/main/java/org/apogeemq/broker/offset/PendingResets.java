package org.apogeemq.broker.offset;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;

/**
 * Queues whose group was told to go on elsewhere, until a client of it does: its first pull is sent to the new offset
 * whatever it asks for, so that it drops what it has fetched before, and so is every other until one begins there. As
 * long as that lasts, progress from before does not count. In memory only: what is lost with a crash is the word to the
 * clients, not the offset. Thread-safe; while nothing is pending it costs a look.
 */
final class PendingResets {
    /** So often clients are sent to the new offset; whoever does not care is left alone then. */
    static final int SENT_MAX = 8;

    private record Key(String group, String topic, int queueId) {}

    /** @param sent how often a client was sent there, above 0 also if it has come to know it otherwise */
    private record Pending(long target, int sent) {}

    private final Map<Key, Pending> pending = new ConcurrentHashMap<>();

    void put(String group, String topic, int queueId, long target) {
        pending.put(new Key(group, topic, queueId), new Pending(target, 0));
    }

    // hot
    boolean isEmpty() {
        return pending.isEmpty();
    }

    /** Where the group is to go on, or {@link QueueOffsets#NONE}. */
    long target(String group, String topic, int queueId) {
        Pending present = pending.get(new Key(group, topic, queueId));
        return present == null ? QueueOffsets.NONE : present.target;
    }

    /** Whether no client has taken notice yet. */
    boolean isUnknown(String group, String topic, int queueId) {
        Pending present = pending.get(new Key(group, topic, queueId));
        return present != null && present.sent == 0;
    }

    /** A client has learned by itself where to go on: its next pull from there is in order. */
    void known(String group, String topic, int queueId) {
        pending.computeIfPresent(
                new Key(group, topic, queueId),
                (key, present) -> present.sent == 0 ? new Pending(present.target, 1) : present);
    }

    /** Where a pull at {@code offset} has to go on, or {@link QueueOffsets#NONE} if it may have what it wants. */
    long redirect(String group, String topic, int queueId, long offset) {
        long[] target = {QueueOffsets.NONE};
        pending.computeIfPresent(new Key(group, topic, queueId), (key, present) -> {
            boolean arrived = present.sent > 0 && offset == present.target;
            if (arrived || present.sent >= SENT_MAX) {
                return null;
            }
            target[0] = present.target;
            return new Pending(present.target, present.sent + 1);
        });
        return target[0];
    }

    /** Forgets the pairs of group and topic that {@code gone} names. */
    void forget(BiPredicate<String, String> gone) {
        pending.keySet().removeIf(key -> gone.test(key.group, key.topic));
    }
}
