package org.apogeemq.store.queue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.apogeemq.protocol.record.Names;
import org.apogeemq.store.disk.Disk;

/** All queues: the table of them, what of them is not in files yet, and their removal. */
public final class FileQueues implements ConsumeQueues {
    private static final int COLLECT_AT_MOST = 64 << 10;

    private final QueueFolders files;
    private final QueueMemory memory;
    private final int collectAt;
    private final List<Duration> delays;
    private final QueuesByTopic topics = new QueuesByTopic(this::newQueue);
    private final QueueWriter writer;
    private final QueueTable table;
    private final ExpiredEntries expired = new ExpiredEntries();
    private final CompactedQueues compacted;

    // Set once while the store is put together, before there are other threads.
    private StoreTimes times = logOffset -> -1;
    private Function<String, CompletableFuture<Void>> onRemove = topic -> CompletableFuture.completedFuture(null);
    private Runnable onManyAppended = () -> {};

    // Confined to the log's owner.
    private final Map<QueueKind, ChunkPool> pools = new EnumMap<>(QueueKind.class);
    private List<StoredQueue> ready = new ArrayList<>();
    private List<String> removedTopics = new ArrayList<>();
    private int appended; // since the last collect
    private long unwritten; // in memory only

    /**
     * @param root data folder
     * @param fileBytes length of each file of a kind, a multiple of its {@link QueueKind#unitBytes}
     * @param delays what the levels 1, 2, ... of the schedule topic mean
     */
    public FileQueues(
            Disk disk, Path root, ToIntFunction<QueueKind> fileBytes, QueueMemory memory, List<Duration> delays) {
        files = new QueueFolders(disk, root, fileBytes, memory.openFilesMax());
        for (QueueKind kind : QueueKind.values()) {
            pools.put(kind, new ChunkPool(kind.unitBytes()));
        }
        this.memory = memory;
        collectAt = Math.min(COLLECT_AT_MOST, Math.max(memory.entriesMax() / 2, 1));
        this.delays = delays;
        writer = new QueueWriter(this, files, memory.entriesMax());
        table = new QueueTable(disk, root.resolve("apogee").resolve("queues.table"), this);
        compacted = new CompactedQueues(disk, root.resolve("apogee").resolve("compacted"), this);
    }

    /** What queues need to know of the log: when a record was stored. */
    @FunctionalInterface
    public interface StoreTimes {
        /** When the record at {@code logOffset} was stored, in ms; -1 if it is no longer in the log. Any thread. */
        long storeTimestamp(long logOffset);
    }

    /** What there is to write up to a position of the log: made by the log's owner in one moment. */
    public static final class Batch {
        final long position;
        final long unwritten;
        final List<StoredQueue> queues;
        final List<String> removed;
        // Set by write: how far each queue is in files.
        final List<Long> written = new ArrayList<>();

        private Batch(long position, long unwritten, List<StoredQueue> queues, List<String> removed) {
            this.position = position;
            this.unwritten = unwritten;
            this.queues = queues;
            this.removed = removed;
        }

        /** Whether files are going to be deleted: the removal must be durable before. */
        public boolean removesTopics() {
            return !removed.isEmpty();
        }
    }

    /** Sets what queues know of the log, before {@link #connect} does. */
    public void connect(StoreTimes storeTimes) {
        times = storeTimes;
    }

    /** Sets what queues know of the log, what {@link #remove} does, and who is told that much was appended. */
    public void connect(StoreTimes times, Function<String, CompletableFuture<Void>> onRemove, Runnable onManyAppended) {
        this.times = times;
        this.onRemove = onRemove;
        this.onManyAppended = onManyAppended;
    }

    @Override
    public StoredQueue get(String topic, int queueId) {
        return topics.get(topic, queueId);
    }

    @Override
    public StoredQueue obtain(String topic, int queueId, QueueKind kind) {
        return topics.obtain(topic, queueId, kind);
    }

    @Override
    public StoredQueue obtain(String topic, int queueId) {
        return obtain(topic, queueId, QueueKind.SIMPLE);
    }

    @Override
    public List<ConsumeQueue> ofTopic(String topic) {
        return List.of(topics.of(topic));
    }

    @Override
    public List<String> topics() {
        return List.copyOf(topics.all().keySet());
    }

    @Override
    public CompletableFuture<Void> remove(String topic) {
        return onRemove.apply(topic);
    }

    /** How the queues of a topic hold their messages; {@code null} if it has none. */
    QueueKind kind(String topic) {
        StoredQueue[] queues = topics.of(topic);
        return queues.length == 0 ? null : queues[0].kind();
    }

    /** All queues there are at this moment. */
    public List<StoredQueue> all() {
        return topics.list();
    }

    /** How entries get from memory to files. */
    public QueueMemory memory() {
        return memory;
    }

    /** The queues of which something is kept when it expires. */
    public CompactedQueues compacted() {
        return compacted;
    }

    /** Queue files that are open. */
    public int openFiles() {
        return files.openFiles();
    }

    // For the log's owner.

    /** Whether so many entries are in memory only that nothing may be added. */
    public boolean isBehind() {
        return unwritten >= 2L * memory.entriesMax();
    }

    /** Whether so much was appended that it is time for {@link #collect}. */
    public boolean isCollectDue() {
        return appended >= collectAt;
    }

    /** Empties the queues of a topic; their files are deleted by the next {@link #write}. */
    public void forget(String topic) {
        for (StoredQueue queue : topics.remove(topic)) {
            countWritten(queue.pending());
            queue.remove();
            compacted.forget(queue);
        }
        removedTopics.add(topic);
    }

    /**
     * Makes the queues of a topic such of batches; their messages keep their offsets. For a topic that turns out to be
     * of this kind only after some of its records were met: nobody reads it yet.
     */
    public void convertToBatch(String topic) {
        StoredQueue[] queues = topics.of(topic);
        if (queues.length == 0 || queues[0].kind() == QueueKind.BATCH) {
            return;
        }
        StoredQueue[] converted = new StoredQueue[queues.length];
        for (int i = 0; i < queues.length; i++) {
            converted[i] = newQueue(queues[i].topic(), queues[i].queueId(), QueueKind.BATCH);
            converted[i].takeOver(queues[i]);
        }
        forget(topic);
        topics.put(topic, converted);
    }

    /** Takes together what is to be written. {@code position}: behind the last record whose entry was appended. */
    public Batch collect(long position) {
        Batch batch = new Batch(position, unwritten, ready, removedTopics);
        ready = new ArrayList<>();
        removedTopics = new ArrayList<>();
        appended = 0;
        pools.values().forEach(ChunkPool::release); // the round before has ended
        return batch;
    }

    /** Lets go of what {@link #write} has written of this batch. */
    public void drop(Batch batch) {
        for (int i = 0; i < batch.written.size(); i++) {
            StoredQueue queue = batch.queues.get(i);
            if (!queue.isRemoved()) {
                countWritten(queue.drop(batch.written.get(i)));
                tell(queue); // what was appended meanwhile may be a piece already
            }
        }
    }

    // hot
    void appended(StoredQueue queue) {
        unwritten++;
        tell(queue);
        if (++appended == collectAt) {
            onManyAppended.run();
        }
    }

    // hot
    private void tell(StoredQueue queue) {
        if (queue.tells(memory.pieceEntries())) {
            ready.add(queue);
        }
    }

    void countWritten(long entries) {
        unwritten -= entries;
    }

    // For the background thread.

    /**
     * Writes a batch, and what could not be written before. Not durable until {@link #force}.
     *
     * @throws IOException if anything is still unwritten; the next call tries again
     */
    public void write(Batch batch) throws IOException {
        writer.write(batch);
    }

    /**
     * Writes all entries of a batch's records, of every queue, for who reads queue files alone. Nothing is appended
     * meanwhile.
     *
     * @param tidy whether files are looked through for what is left of another run, also of queues that write nothing
     * @param more asked now and then whether there is time to go on
     * @return whether all was written
     */
    public boolean writeAll(Batch batch, boolean tidy, BooleanSupplier more) throws IOException {
        return writer.writeAll(batch, tidy, more);
    }

    /** Queue files that {@link #force} would force. */
    public int unforcedFiles() {
        return files.unforcedFiles();
    }

    /**
     * Says that the log begins at {@code logMin}: no queue gives entries of records before it any more. Called before
     * these records go, so that who reads finds either a record or that the queue begins later.
     */
    public void logBegins(long logMin) {
        expired.logBegins(logMin, all());
    }

    /** Deletes files of which {@link #logBegins} has left nothing. What fails is tried again with the next call. */
    public void deleteUnused() throws IOException {
        expired.deleteUnused();
    }

    /** Makes all that was written durable. A failure is final. */
    public void force() throws IOException {
        files.force();
    }

    /**
     * Writes the table: how things stand with every queue, and all entries that are in no file, up to the position of
     * the batch that was written last. What is in files up to there has been forced.
     */
    public void saveTable(Standing standing) throws IOException {
        table.write(standing);
    }

    /**
     * How far the log was when the table was written.
     *
     * @param position entries of all records before this log offset are in the table or in files
     * @param storeTimestamp store time of the last of them, in ms
     * @param logMin where the log began
     */
    public record Standing(long position, long storeTimestamp, long logMin) {}

    /** Closes the files. Nobody uses the queues any more. */
    public void close() throws IOException {
        files.close();
    }

    // For the opening thread.

    /**
     * Takes the queues from the table.
     *
     * @param logMin where the log begins
     * @param least the table is of no use if it was written before the log got there
     * @return what the table holds; {@code null} if there is none, or none that fits log and files: there are then no
     *     queues, and no table
     */
    public Standing restore(long logMin, long least) throws IOException {
        clear();
        Standing standing = table.read(logMin, least);
        if (standing == null) {
            clear();
            table.delete();
        } else if (standing.logMin() < logMin) {
            logBegins(logMin);
        }
        return standing;
    }

    /**
     * Finds the queues in their files.
     *
     * @param logMin entries before it are no longer there
     * @param trustedTo entries of records before this log offset are in files for sure; what lies behind is dropped
     *     and comes again from the log
     * @param clean whether nothing can lie behind but what the log has too; if not, it is cut off in the files
     */
    public void load(long logMin, long trustedTo, boolean clean) throws IOException {
        clear();
        table.delete(); // it may say that there is more in the files than there is from now on
        for (QueueKind kind : List.of(QueueKind.BATCH, QueueKind.SIMPLE)) {
            new QueueLoader(files.of(kind), this, logMin, trustedTo, clean).load();
        }
    }

    /** Takes over what is kept of what has expired. When the queues are as the log says. */
    public void loadCompacted() throws IOException {
        compacted.load(Set.copyOf(removedTopics));
    }

    QueueFiles files(QueueKind kind) {
        return files.of(kind);
    }

    ChunkPool pool(QueueKind kind) {
        return pools.get(kind);
    }

    Map<String, StoredQueue[]> byTopic() {
        return topics.all();
    }

    /** Takes over the queues of a topic, by rising number. */
    void restored(String topic, StoredQueue[] queues) {
        topics.put(topic, queues);
        for (StoredQueue queue : queues) {
            unwritten += queue.pending();
        }
    }

    StoredQueue newQueue(String topic, int queueId, QueueKind kind) {
        return switch (kind) {
            case SIMPLE -> new FileQueue(topic, queueId, this, topic.equals(Names.SCHEDULE_TOPIC));
            case BATCH -> new BatchQueue(topic, queueId, this);
        };
    }

    long storeTimestamp(long logOffset) {
        return times.storeTimestamp(logOffset);
    }

    /** In the schedule topic, the queue of level n is n - 1; a level that is no longer set counts as the last. */
    long delayMillis(int queueId) {
        return delays.get(Math.min(queueId, delays.size() - 1)).toMillis();
    }

    private void clear() throws IOException {
        topics.clear();
        ready.clear();
        removedTopics.clear();
        appended = 0;
        unwritten = 0;
        compacted.clear();
        files.forget();
    }
}
