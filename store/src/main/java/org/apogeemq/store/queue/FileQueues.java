package org.apogeemq.store.queue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apogeemq.protocol.record.Names;
import org.apogeemq.store.disk.Disk;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All queues: the table of them, what of them is not in files yet, and their removal. */
public final class FileQueues implements ConsumeQueues {
    private static final Logger LOG = LoggerFactory.getLogger(FileQueues.class);
    private static final int WAKE_AT_UNWRITTEN = 64 << 10;
    private static final int UNWRITTEN_MAX = 8 << 20;
    private static final int SCRATCH_BYTES = 64 * 1024;

    private final QueueFiles files;
    private final List<Duration> delays;
    private final ConcurrentHashMap<String, FileQueue[]> topics = new ConcurrentHashMap<>();

    // Set once while the store is put together, before there are other threads.
    private StoreTimes times = logOffset -> -1;
    private Function<String, CompletableFuture<Void>> onRemove = topic -> CompletableFuture.completedFuture(null);
    private Runnable onManyUnwritten = () -> {};

    // Confined to the log's owner.
    private List<FileQueue> dirty = new ArrayList<>();
    private List<String> removedTopics = new ArrayList<>();
    private int unwritten;
    private long handedOver;

    // Confined to the background thread.
    private final ByteBuffer scratch = ByteBuffer.allocateDirect(SCRATCH_BYTES);
    private List<FileQueue> failed = List.of();
    private final List<String> undeleted = new ArrayList<>();
    private final Map<FileQueue, Long> shortened = new HashMap<>(); // where they began, files before it are gone

    /**
     * @param folder where the files are
     * @param fileBytes length of each, a multiple of 20
     * @param openMax how many of them are kept open
     * @param delays what the levels 1, 2, ... of the schedule topic mean
     */
    public FileQueues(Disk disk, Path folder, int fileBytes, int openMax, List<Duration> delays) {
        files = new QueueFiles(disk, folder, fileBytes, openMax);
        this.delays = delays;
    }

    /** What was appended since the last time, for {@link #write}: made by the log's owner in one moment. */
    public static final class Batch {
        private final List<FileQueue> queues;
        private final List<String> removed;
        // Set by write.
        private long[] written = {};
        private long entriesWritten;

        private Batch(List<FileQueue> queues, List<String> removed) {
            this.queues = queues;
            this.removed = removed;
        }

        /** Whether files are going to be deleted: the removal must be durable before. */
        public boolean removesTopics() {
            return !removed.isEmpty();
        }
    }

    /** Sets what queues know of the log, what {@link #remove} does, and who is told of many unwritten entries. */
    public void connect(
            StoreTimes times, Function<String, CompletableFuture<Void>> onRemove, Runnable onManyUnwritten) {
        this.times = times;
        this.onRemove = onRemove;
        this.onManyUnwritten = onManyUnwritten;
    }

    @Override
    public FileQueue get(String topic, int queueId) {
        FileQueue[] queues = topics.get(topic);
        return queues == null ? null : find(queues, queueId);
    }

    @Override
    public FileQueue obtain(String topic, int queueId) {
        FileQueue queue = get(topic, queueId);
        return queue != null ? queue : create(topic, queueId);
    }

    @Override
    public List<ConsumeQueue> ofTopic(String topic) {
        FileQueue[] queues = topics.get(topic);
        return queues == null ? List.of() : List.of(queues);
    }

    @Override
    public CompletableFuture<Void> remove(String topic) {
        return onRemove.apply(topic);
    }

    /** All queues there are at this moment. */
    public List<FileQueue> all() {
        return topics.values().stream().flatMap(Arrays::stream).toList();
    }

    /** Queue files that are open. */
    public int openFiles() {
        return files.openFiles();
    }

    // For the log's owner.

    /** Whether so much is waiting to be written to files that nothing may be added. */
    public boolean isBehind() {
        return unwritten + handedOver >= UNWRITTEN_MAX;
    }

    /** Whether it is time for {@link #collect}. */
    public boolean isMuchUnwritten() {
        return unwritten >= WAKE_AT_UNWRITTEN;
    }

    /** Empties the queues of a topic; their files are deleted by the next {@link #write}. */
    public void forget(String topic) {
        FileQueue[] queues = topics.remove(topic);
        if (queues != null) {
            Arrays.stream(queues).forEach(FileQueue::remove);
        }
        removedTopics.add(topic);
    }

    /** Takes together what is not in files. */
    public Batch collect() {
        Batch batch = new Batch(dirty, removedTopics);
        dirty.forEach(FileQueue::collect);
        dirty = new ArrayList<>();
        removedTopics = new ArrayList<>();
        handedOver += unwritten;
        unwritten = 0;
        return batch;
    }

    /** Lets go of what {@link #write} has written of this batch. */
    public void drop(Batch batch) {
        for (int i = 0; i < batch.written.length; i++) {
            batch.queues.get(i).drop(batch.written[i]);
        }
        handedOver -= batch.entriesWritten;
    }

    void dirty(FileQueue queue) {
        dirty.add(queue);
    }

    // hot
    void countUnwritten() {
        if (++unwritten == WAKE_AT_UNWRITTEN) {
            onManyUnwritten.run();
        }
    }

    // For the background thread.

    /**
     * Writes a batch, and what could not be written before. Not durable until {@link #force}.
     *
     * @throws IOException if anything is still unwritten; the next call tries again
     */
    public void write(Batch batch) throws IOException {
        batch.queues.addAll(failed);
        failed = batch.queues; // until they are written, whatever comes between
        undeleted.addAll(batch.removed);
        while (!undeleted.isEmpty()) {
            files.delete(undeleted.getFirst());
            undeleted.removeFirst();
        }
        batch.written = new long[batch.queues.size()];
        List<FileQueue> failing = new ArrayList<>();
        IOException failure = null;
        for (int i = 0; i < batch.written.length; i++) {
            FileQueue queue = batch.queues.get(i);
            long before = queue.written();
            try {
                queue.write(scratch);
            } catch (IOException e) {
                failing.add(queue);
                failure = e;
            }
            batch.written[i] = queue.written();
            batch.entriesWritten += queue.written() - before;
        }
        failed = failing;
        if (failure != null) {
            throw failure;
        }
    }

    /**
     * Says that the log begins at {@code logMin}: no queue gives entries of records before it any more. Called before
     * these records go, so that who reads finds either a record or that the queue begins later.
     */
    public void logBegins(long logMin) {
        for (FileQueue queue : all()) {
            long before = queue.minOffset();
            try {
                if (queue.logBegins(logMin)) {
                    shortened.putIfAbsent(queue, before);
                }
            } catch (UncheckedIOException e) {
                LOG.warn("queue {} goes on at {}: {}", queue, before, e.getMessage());
            }
        }
    }

    /** Deletes files of which {@link #logBegins} has left nothing. What fails is tried again with the next call. */
    public void deleteUnused() throws IOException {
        for (var left = shortened.entrySet().iterator(); left.hasNext(); ) {
            var entry = left.next();
            if (!entry.getKey().isRemoved()) {
                entry.getKey().deleteFilesBefore(entry.getValue());
            }
            left.remove();
        }
    }

    /** Makes all that was written durable. A failure is final. */
    public void force() throws IOException {
        files.force();
    }

    /** Closes the files. Nobody uses the queues any more. */
    public void close() throws IOException {
        files.close();
    }

    // For the opening thread.

    /**
     * Finds the queues in the folder.
     *
     * @param logMin entries before it are no longer there
     * @param trustedTo entries of records before this log offset are in files for sure; what lies behind is dropped
     *     and comes again from the log
     * @param clean whether nothing can lie behind but what the log has too; if not, it is cut off in the files
     */
    public void load(long logMin, long trustedTo, boolean clean) throws IOException {
        topics.clear();
        dirty.clear();
        removedTopics.clear();
        unwritten = 0;
        files.forget();
        new QueueLoader(files, this, logMin, trustedTo, clean).load();
    }

    QueueFiles files() {
        return files;
    }

    long storeTimestamp(long logOffset) {
        return times.storeTimestamp(logOffset);
    }

    private FileQueue create(String topic, int queueId) {
        if (queueId < 0) {
            throw new IllegalArgumentException("queueId is " + queueId + ", must be 0 or more");
        }
        FileQueue[] queues = topics.compute(topic, (name, present) -> {
            FileQueue[] old = present == null ? new FileQueue[0] : present;
            if (find(old, queueId) != null) {
                return old;
            }
            FileQueue[] more = Arrays.copyOf(old, old.length + 1);
            more[old.length] = new FileQueue(topic, queueId, this, delayMillis(topic, queueId));
            Arrays.sort(more, Comparator.comparingInt(FileQueue::queueId));
            return more;
        });
        return find(queues, queueId);
    }

    private static FileQueue find(FileQueue[] queues, int queueId) {
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

    /** In the schedule topic, the queue of level n is n - 1; an unknown level counts as 1 s. */
    private long delayMillis(String topic, int queueId) {
        if (!topic.equals(Names.SCHEDULE_TOPIC)) {
            return -1;
        }
        return queueId < delays.size() ? delays.get(queueId).toMillis() : 1000;
    }
}
