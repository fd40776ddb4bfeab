package org.apogeemq.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.apogeemq.store.queue.FileQueues;
import org.apogeemq.store.view.View;
import org.apogeemq.store.view.ViewRecords;

/** Removal of a topic's queues as a record of the log, so that it has its place among the topic's messages. */
final class RemovedTopics implements View {
    private static final byte[] NOTHING = {};

    private final FileQueues queues;

    RemovedTopics(FileQueues queues) {
        this.queues = queues;
    }

    @Override
    public String id() {
        return ViewRecords.REMOVED_TOPICS;
    }

    /** @param change the topic */
    @Override
    public void apply(byte[] change) {
        queues.forget(new String(change, UTF_8));
    }

    @Override
    public byte[] snapshot() {
        return NOTHING;
    }

    @Override
    public void restore(byte[] snapshot) {} // the queue files are the state
}
