package org.apogeemq.broker.offset;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;
import org.apogeemq.protocol.body.OffsetTable;

/**
 * Queues whose group was told to go on elsewhere, until a client of it does: its first pull is sent to the new offset
 * whatever it asks for, so that it drops what it has fetched before, and so is every other until one begins there. As
 * long as that lasts, progress from before does not count. Part of the view of {@link Offsets}: what has changed here
 * waits to be written. Thread-safe; groups that were not moved cost a look.
 */
final class PendingResets {
    /** So often clients are sent to the new offset; whoever does not care is left alone then. */
    static final int SENT_MAX = 8;

    /** A queue of a topic as a group sees it. */
    record Place(String group, String topic, int queueId) {}

    private record Queue(String topic, int queueId) {}

    /** @param sent how often a client was sent there, above 0 also if it has come to know it otherwise */
    private record Pending(long target, int sent) {}

    // A group's queues are changed within compute of its name only, and read without a lock.
    private final Map<String, Map<Queue, Pending>> pending = new ConcurrentHashMap<>();
    private final Set<Place> unwritten = ConcurrentHashMap.newKeySet();

    void put(String group, String topic, int queueId, long target) {
        pending.compute(group, (name, present) -> {
            Map<Queue, Pending> queues = present == null ? new ConcurrentHashMap<>() : present;
            queues.put(new Queue(topic, queueId), new Pending(target, 0));
            unwritten.add(new Place(group, topic, queueId));
            return queues;
        });
    }

    // hot
    boolean isEmpty() {
        return pending.isEmpty();
    }

    /** Where the group is to go on, or {@link QueueOffsets#NONE}. */
    long target(String group, String topic, int queueId) {
        Pending present = find(group, topic, queueId);
        return present == null ? QueueOffsets.NONE : present.target;
    }

    /** Whether no client has taken notice yet. */
    boolean isUnknown(String group, String topic, int queueId) {
        Pending present = find(group, topic, queueId);
        return present != null && present.sent == 0;
    }

    /** A client has learned by itself where to go on: its next pull from there is in order. */
    void known(String group, String topic, int queueId) {
        pending.computeIfPresent(group, (name, queues) -> {
            queues.computeIfPresent(
                    new Queue(topic, queueId),
                    (key, present) -> present.sent == 0 ? new Pending(present.target, 1) : present);
            return queues;
        });
    }

    /** Where a pull at {@code offset} has to go on, or {@link QueueOffsets#NONE} if it may have what it wants. */
    long redirect(String group, String topic, int queueId, long offset) {
        if (find(group, topic, queueId) == null) {
            return QueueOffsets.NONE;
        }
        long[] target = {QueueOffsets.NONE};
        pending.computeIfPresent(group, (name, queues) -> {
            Pending present = queues.get(new Queue(topic, queueId));
            if (present == null) {
                return queues;
            }
            boolean arrived = present.sent > 0 && offset == present.target;
            if (arrived || present.sent >= SENT_MAX) {
                return without(new Queue(topic, queueId), group, queues);
            }
            target[0] = present.target;
            queues.put(new Queue(topic, queueId), new Pending(present.target, present.sent + 1));
            return queues;
        });
        return target[0];
    }

    /** The group goes on from where it is. */
    void end(String group, String topic, int queueId) {
        pending.computeIfPresent(group, (name, queues) -> without(new Queue(topic, queueId), group, queues));
    }

    /** Forgets the pairs of group and topic that {@code gone} names; nothing of it waits to be written. */
    void forget(BiPredicate<String, String> gone) {
        for (String group : pending.keySet()) {
            pending.computeIfPresent(group, (name, queues) -> {
                queues.keySet().removeIf(queue -> gone.test(group, queue.topic));
                return queues.isEmpty() ? null : queues;
            });
        }
        unwritten.removeIf(place -> gone.test(place.group, place.topic));
    }

    /** Whether anything waits to be written. */
    boolean isUnwritten() {
        return !unwritten.isEmpty();
    }

    /** The places that have changed since this was asked, some perhaps not. They count as written from now on. */
    Set<Place> takeUnwritten() {
        Set<Place> taken = new HashSet<>(unwritten);
        unwritten.removeAll(taken); // before they are looked at, so that a later change is taken next time
        return taken;
    }

    /** Has to be written after all. */
    void unwritten(Set<Place> places) {
        unwritten.addAll(places);
    }

    /** Nothing waits to be written: what is here comes from the log. */
    void allWritten() {
        unwritten.clear();
    }

    /** All targets: {@code topic@group} to queue id to offset. */
    Map<String, Map<Integer, Long>> table() {
        Map<String, Map<Integer, Long>> table = new TreeMap<>();
        pending.forEach((group, queues) -> queues.forEach(
                (queue, present) -> table.computeIfAbsent(OffsetTable.key(queue.topic, group), key -> new TreeMap<>())
                        .put(queue.queueId, present.target)));
        return table;
    }

    private Pending find(String group, String topic, int queueId) {
        Map<Queue, Pending> queues = pending.get(group);
        return queues == null ? null : queues.get(new Queue(topic, queueId));
    }

    private Map<Queue, Pending> without(Queue queue, String group, Map<Queue, Pending> queues) {
        if (queues.remove(queue) != null) {
            unwritten.add(new Place(group, queue.topic, queue.queueId));
        }
        return queues.isEmpty() ? null : queues;
    }
}
