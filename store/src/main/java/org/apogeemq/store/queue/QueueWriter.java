package org.apogeemq.store.queue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apogeemq.store.queue.FileQueues.Batch;

/**
 * Writes entries from memory to queue files: queues with a good piece, and the largest when there is too much in
 * memory. Confined to the background thread.
 */
final class QueueWriter {
    private static final int SCRATCH_BYTES = 64 * 1024;
    private static final int ASK_AFTER = 64;

    private final FileQueues queues;
    private final QueueFolders files;
    private final long entriesMax;
    private final ByteBuffer scratch = ByteBuffer.allocateDirect(SCRATCH_BYTES);
    private List<StoredQueue> failed = List.of();
    private final List<String> undeleted = new ArrayList<>();

    QueueWriter(FileQueues queues, QueueFolders files, long entriesMax) {
        this.queues = queues;
        this.files = files;
        this.entriesMax = entriesMax;
    }

    void write(Batch batch) throws IOException {
        batch.queues.addAll(failed);
        failed = batch.queues; // until they are written, whatever comes between
        undeleted.addAll(batch.removed);
        while (!undeleted.isEmpty()) {
            files.delete(undeleted.getFirst());
            queues.compacted().folder().delete(undeleted.getFirst());
            undeleted.removeFirst();
        }
        long left = batch.unwritten - writeQueues(batch);
        if (left > entriesMax) {
            batch.queues.addAll(largest(left - entriesMax / 2));
            writeQueues(batch);
        }
    }

    boolean writeAll(Batch batch, boolean tidy, BooleanSupplier more) throws IOException {
        int n = 0;
        for (StoredQueue queue : queues.all()) {
            if (++n % ASK_AFTER == 0 && !more.getAsBoolean()) {
                return false;
            }
            queue.write(batch.position, queue.firstToWrite(), scratch);
            if (tidy) {
                queue.cutFiles();
            }
        }
        return true;
    }

    /** Writes those queues of a batch that have not had their turn; returns the number of entries. */
    private long writeQueues(Batch batch) throws IOException {
        Set<StoredQueue> failing = new LinkedHashSet<>();
        IOException failure = null;
        long entries = 0;
        for (int i = batch.written.size(); i < batch.queues.size(); i++) {
            StoredQueue queue = batch.queues.get(i);
            long before = queue.written();
            try {
                queue.write(batch.position, queue.firstToWrite(), scratch);
            } catch (IOException e) {
                failing.add(queue);
                failure = e;
            }
            batch.written.add(queue.written());
            entries += queue.written() - before;
        }
        failed = List.copyOf(failing);
        if (failure != null) {
            throw failure;
        }
        return entries;
    }

    /** The queues with most in memory, which have about so many entries together. */
    private List<StoredQueue> largest(long entries) {
        List<StoredQueue> all = queues.all();
        long[] sums = new long[Long.SIZE]; // by number of bits of what a queue has
        for (StoredQueue queue : all) {
            long pending = queue.end() - queue.written();
            sums[bits(pending)] += pending;
        }
        int least = Long.SIZE - 1;
        for (long sum = sums[least]; sum < entries && least > 1; sum += sums[least]) {
            least--;
        }
        int bits = least;
        return all.stream()
                .filter(queue -> bits(queue.end() - queue.written()) >= bits)
                .toList();
    }

    private static int bits(long pending) {
        return Long.SIZE - Long.numberOfLeadingZeros(pending);
    }
}
