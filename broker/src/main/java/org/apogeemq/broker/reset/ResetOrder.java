package org.apogeemq.broker.reset;

import java.util.Objects;

/**
 * Where a group is to go on in a topic.
 *
 * @param millis the first message stored at this time or later; below 0 the end
 * @param force false: a queue is only moved backwards in time; an offset is meant as it is said
 * @param queueId the queue, -1 for all
 * @param offset instead of the time, an offset of that one queue; null or -1 if the time counts
 */
public record ResetOrder(String topic, String group, long millis, boolean force, int queueId, Long offset) {
    /** All queues of a topic. */
    public static final int ALL_QUEUES = -1;

    public ResetOrder {
        Objects.requireNonNull(topic, "topic");
        Objects.requireNonNull(group, "group");
    }

    boolean isToOffset() {
        return queueId >= 0 && offset != null && offset != -1;
    }
}
