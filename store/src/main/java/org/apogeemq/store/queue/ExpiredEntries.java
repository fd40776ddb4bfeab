package org.apogeemq.store.queue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Entries whose records are gone from the front of the log, and files that hold nothing else. Background thread. */
final class ExpiredEntries {
    private static final Logger LOG = LoggerFactory.getLogger(ExpiredEntries.class);

    private final Map<StoredQueue, Long> shortened = new HashMap<>(); // their first units before
    private final Set<StoredQueue> late = new HashSet<>(); // whose files the disk did not return
    private long logMin;

    /** Lets queues begin where the log does; see {@link FileQueues#logBegins}. */
    void logBegins(long newLogMin, List<StoredQueue> queues) {
        logMin = newLogMin;
        late.retainAll(queues);
        queues.forEach(this::shorten);
    }

    private void shorten(StoredQueue queue) {
        long before = queue.firstUnit();
        try {
            if (queue.logBegins(logMin)) {
                shortened.putIfAbsent(queue, before);
            }
            late.remove(queue);
        } catch (UncheckedIOException e) {
            if (late.add(queue)) {
                LOG.warn("queue {} goes on at {} for now: {}", queue, before, e.getMessage());
            }
        }
    }

    /** Deletes files of which nothing is left. What fails is tried again with the next call. */
    void deleteUnused() throws IOException {
        List.copyOf(late).forEach(this::shorten);
        for (var left = shortened.entrySet().iterator(); left.hasNext(); ) {
            var entry = left.next();
            if (!entry.getKey().isRemoved()) {
                entry.getKey().deleteFilesBefore(entry.getValue());
            }
            left.remove();
        }
    }
}
