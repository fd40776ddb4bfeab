package org.apogeemq.store.queue;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** All queues of the store by topic and number. Any thread. */
public interface ConsumeQueues {
    /** The queue, or {@code null} if nothing was ever stored there and nobody has {@linkplain #obtain obtained} it. */
    ConsumeQueue get(String topic, int queueId);

    /**
     * The queue; it is created if there is none. No file is created before the first record.
     *
     * @param queueId 0 or more
     * @param kind what it becomes if it is the first of its topic; otherwise it is as the others are
     */
    ConsumeQueue obtain(String topic, int queueId, QueueKind kind);

    /** The same for a topic whose messages each have an entry. */
    default ConsumeQueue obtain(String topic, int queueId) {
        return obtain(topic, queueId, QueueKind.SIMPLE);
    }

    /** The queues of a topic by rising number; empty if there are none. */
    List<ConsumeQueue> ofTopic(String topic);

    /** The topics that have queues, in no order; as of now. */
    List<String> topics();

    /**
     * Forgets the queues of a deleted topic and deletes their files. Takes place behind what has been submitted to the
     * log so far, and survives a restart. The topic may be used again afterwards; it then begins at queue offset 0.
     *
     * @return completes when it has taken place and is confirmed, on the thread that owns the log then; exceptionally
     *     if the disk did not take it: nothing was removed then, but if it is making the log durable that failed
     */
    CompletableFuture<Void> remove(String topic);
}
