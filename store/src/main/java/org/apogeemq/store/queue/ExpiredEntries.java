package org.apogeemq.store.queue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Entries whose records are gone from the front of the log, and files that hold nothing else. Background thread. */
final class ExpiredEntries {
    private static final Logger LOG = LoggerFactory.getLogger(ExpiredEntries.class);

    private final Map<FileQueue, Long> shortened = new HashMap<>(); // where they began, files before it are gone

    /** Lets queues begin where the log does; see {@link FileQueues#logBegins}. */
    void logBegins(long logMin, List<FileQueue> queues) {
        for (FileQueue queue : queues) {
            long before = queue.firstInLog();
            try {
                if (queue.logBegins(logMin)) {
                    shortened.putIfAbsent(queue, before);
                }
            } catch (UncheckedIOException e) {
                LOG.warn("queue {} goes on at {}: {}", queue, before, e.getMessage());
            }
        }
    }

    /** Deletes files of which nothing is left. What fails is tried again with the next call. */
    void deleteUnused() throws IOException {
        for (var left = shortened.entrySet().iterator(); left.hasNext(); ) {
            var entry = left.next();
            if (!entry.getKey().isRemoved()) {
                entry.getKey().deleteFilesBefore(entry.getValue());
            }
            left.remove();
        }
    }
}
