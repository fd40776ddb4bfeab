package org.apogeemq.chaos.history;

import java.util.List;

/**
 * What a reader found in a queue, in the order in which it came.
 *
 * @param queue the queue that was asked for
 * @param minOffset first queue offset, as the broker said
 * @param maxOffset queue offset behind the last, as the broker said
 * @param messages all messages
 */
public record QueueContents(QueueName queue, long minOffset, long maxOffset, List<Stored> messages) {
    public QueueContents {
        messages = List.copyOf(messages);
    }

    /**
     * A message as a reader got it.
     *
     * @param queue where it says it is
     * @param queueOffset its place there
     * @param name which it is, {@code null} if that cannot be read
     * @param digest of its body
     */
    public record Stored(QueueName queue, long queueOffset, MessageName name, long digest) {}
}
