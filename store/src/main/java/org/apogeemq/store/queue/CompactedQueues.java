package org.apogeemq.store.queue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apogeemq.store.compact.CompactedFolder;
import org.apogeemq.store.compact.CompactedQueue;
import org.apogeemq.store.disk.Disk;

/** The queues of which something is kept when it expires, and where. */
public final class CompactedQueues {
    private final FileQueues queues;
    private final CompactedFolder folder;
    private final Set<FileQueue> all = ConcurrentHashMap.newKeySet();

    CompactedQueues(Disk disk, Path folder, FileQueues queues) {
        this.queues = queues;
        this.folder = new CompactedFolder(disk, folder);
    }

    /** Where it is kept. */
    public CompactedFolder folder() {
        return folder;
    }

    /** Sets what is kept of a queue; readers see it when {@link FileQueues#logBegins} moves on. Background thread. */
    public void set(FileQueue queue, CompactedQueue now) {
        queue.compacted(now);
        all.add(queue);
        if (queue.isRemoved()) {
            all.remove(queue);
        }
    }

    /** A record that was in the log and is kept; {@code null} if there is none. Any thread; may wait for the disk. */
    public ByteBuffer record(long logOffset) {
        for (FileQueue queue : all) {
            int bytes = queue.keptBytes(logOffset);
            ByteBuffer record = ByteBuffer.allocate(bytes);
            if (bytes > 0 && queue.readKept(logOffset, record)) {
                return record.flip();
            }
        }
        return null;
    }

    /** The queue is removed. */
    void forget(StoredQueue queue) {
        all.remove(queue);
    }

    // For the opening thread.

    void clear() {
        all.clear();
    }

    /** Takes over what is kept, but of topics whose files are going to be deleted. */
    void load(Set<String> removedTopics) throws IOException {
        folder.load(topic -> !removedTopics.contains(topic), (topic, queueId, kept) -> {
            if (!(queues.obtain(topic, queueId) instanceof FileQueue queue)) {
                return; // nothing is kept of queues of batches
            }
            if (queue.isEmpty() && queue.appended() < kept.nextOffset()) {
                queue.startAt(kept.nextOffset()); // nothing else tells how far the queue was
            }
            set(queue, kept);
        });
    }
}
