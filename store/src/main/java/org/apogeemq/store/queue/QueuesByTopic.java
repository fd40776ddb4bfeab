package org.apogeemq.store.queue;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The table of queues: those of a topic by rising number, and all of one kind. Any thread. */
final class QueuesByTopic {
    private static final StoredQueue[] NONE = {};

    private final ConcurrentHashMap<String, StoredQueue[]> topics = new ConcurrentHashMap<>();
    private final Maker maker;

    /** Makes a queue. */
    interface Maker {
        StoredQueue make(String topic, int queueId, QueueKind kind);
    }

    QueuesByTopic(Maker maker) {
        this.maker = maker;
    }

    /** The queues of every topic; not to be changed. */
    Map<String, StoredQueue[]> all() {
        return topics;
    }

    /** The queues of a topic; none if there is no such topic. */
    StoredQueue[] of(String topic) {
        return topics.getOrDefault(topic, NONE);
    }

    // hot
    StoredQueue get(String topic, int queueId) {
        return find(of(topic), queueId);
    }

    /** The queue; it is made if there is none, of the kind of the others if there are any. */
    StoredQueue obtain(String topic, int queueId, QueueKind kind) {
        StoredQueue queue = get(topic, queueId);
        if (queue != null) {
            return queue;
        }
        if (queueId < 0) {
            throw new IllegalArgumentException("queueId is " + queueId + ", must be 0 or more");
        }
        StoredQueue[] queues =
                topics.compute(topic, (name, old) -> with(old == null ? NONE : old, name, queueId, kind));
        return find(queues, queueId);
    }

    void put(String topic, StoredQueue[] queues) {
        topics.put(topic, queues);
    }

    /** Takes the queues of a topic out. */
    StoredQueue[] remove(String topic) {
        StoredQueue[] queues = topics.remove(topic);
        return queues == null ? NONE : queues;
    }

    void clear() {
        topics.clear();
    }

    List<StoredQueue> list() {
        return topics.values().stream().flatMap(Arrays::stream).toList();
    }

    private StoredQueue[] with(StoredQueue[] old, String topic, int queueId, QueueKind kind) {
        if (find(old, queueId) != null) {
            return old;
        }
        StoredQueue[] more = Arrays.copyOf(old, old.length + 1);
        more[old.length] = old.length == 0
                ? maker.make(topic, queueId, kind)
                : maker.make(old[0].topic(), queueId, old[0].kind()); // one string for all
        Arrays.sort(more, Comparator.comparingInt(StoredQueue::queueId));
        return more;
    }

    private static StoredQueue find(StoredQueue[] queues, int queueId) {
        int low = 0;
        int high = queues.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int id = queues[middle].queueId();
            if (id == queueId) {
                return queues[middle];
            } else if (id < queueId) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return null;
    }
}
