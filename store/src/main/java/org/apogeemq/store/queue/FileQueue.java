package org.apogeemq.store.queue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;

/**
 * A queue whose newest entries are in memory and whose others are in files of Apache's layout.
 *
 * <p>The log's owner appends to chunks in memory; the background thread writes them to files, and afterwards the owner
 * lets go of what is in a file. A reader finds each entry in one of the two at any moment: the owner drops a chunk only
 * when its file has been written. An idle queue keeps nothing in memory but its numbers.
 */
public final class FileQueue implements ConsumeQueue {
    private static final Chunk[] NONE = {};
    private static final VarHandle MAX;

    static {
        try {
            MAX = MethodHandles.lookup().findVarHandle(FileQueue.class, "max", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final String topic;
    private final int queueId;
    private final FileQueues queues;
    private final long delayMillis;

    // Written by the log's owner, read by anyone. max is stored last.
    private volatile Chunk[] chunks = NONE;
    private volatile long min;

    @SuppressWarnings("UnusedVariable") // written through MAX
    private volatile long max;

    private volatile boolean removed;
    private volatile Watcher watcher;

    // Confined to the log's owner.
    private long next;
    private long appended;
    private boolean dirty;
    private long dropTo;

    // Confined to the background thread, but for writeTo, which the owner hands over with the queue.
    private long writeTo;
    private long written;
    private boolean frontMissing;
    private long firstLogOffset = -1; // of the entry at min, once it was looked up

    /** @param delayMillis what is added to the store time to make the tags code, or -1 to leave it alone */
    FileQueue(String topic, int queueId, FileQueues queues, long delayMillis) {
        this.topic = topic;
        this.queueId = queueId;
        this.queues = queues;
        this.delayMillis = delayMillis;
    }

    @Override
    public String topic() {
        return topic;
    }

    @Override
    public int queueId() {
        return queueId;
    }

    @Override
    public long minOffset() {
        return min;
    }

    @Override
    public long maxOffset() {
        return max;
    }

    // hot
    @Override
    public int read(long from, int count, QueueEntries target) {
        long end = Math.min(max, from + Math.min(count, target.capacity()));
        target.count = 0;
        if (from < min || from >= end) {
            return 0;
        }
        Chunk[] memory = chunks;
        long at = from;
        if (memory.length == 0 || at < memory[0].base) {
            long fileEnd = memory.length == 0 ? end : Math.min(end, memory[0].base);
            at += readFiles(at, fileEnd, target);
            if (at < fileEnd) {
                return target.count;
            }
        }
        for (int i = 0; i < memory.length && at < end; i++) {
            if (at < memory[i].end()) {
                int n = (int) (Math.min(end, memory[i].end()) - at);
                memory[i].copy(at, n, target, target.count);
                target.count += n;
                at += n;
            }
        }
        return target.count;
    }

    @Override
    public boolean isInMemory(long from) {
        Chunk[] memory = chunks;
        return from >= max || memory.length > 0 && from >= memory[0].base;
    }

    @Override
    public long offsetByTime(long timestamp, Boundary boundary) {
        long wanted = boundary == Boundary.LOWER || timestamp == Long.MAX_VALUE ? timestamp : timestamp + 1;
        QueueEntries entry = new QueueEntries(1);
        long low = min;
        long high = max;
        while (low < high) { // the first stored at wanted or later is in [low, high]
            long middle = (low + high) >>> 1;
            boolean earlier = read(middle, 1, entry) == 0 || queues.storeTimestamp(entry.logOffset(0)) < wanted;
            if (earlier) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return boundary == Boundary.LOWER ? low : Math.max(low - 1, min);
    }

    @Override
    public void watcher(Watcher watcher) {
        this.watcher = watcher;
    }

    @Override
    public Watcher watcher() {
        return watcher;
    }

    @Override
    public String toString() {
        return topic + "/" + queueId;
    }

    // For the log's owner, and for the opening thread before there is one.

    /** Whether the queue was removed; what is meant for it then goes to the new queue of that name. */
    public boolean isRemoved() {
        return removed;
    }

    /** The queue offset of the next message. It is taken for good by {@link #append}. */
    // hot
    public long take() {
        return next++;
    }

    /** Gives back what was taken, from {@code queueOffset} on: those messages were not stored. */
    public void giveBack(long queueOffset) {
        assert queueOffset >= appended;
        next = Math.min(next, queueOffset);
    }

    /** The offset behind the last entry. */
    public long appended() {
        return appended;
    }

    /** Whether there is no entry at all, so that it may begin anywhere. */
    public boolean isEmpty() {
        return appended == min;
    }

    /** Lets the queue begin at {@code queueOffset}; what came before is no longer there. */
    public void startAt(long queueOffset) {
        chunks = NONE;
        min = queueOffset;
        next = queueOffset;
        appended = queueOffset;
        written = queueOffset;
        writeTo = queueOffset;
        dropTo = queueOffset;
        frontMissing = queues.files().base(queueOffset * QueueUnit.BYTES) != queueOffset * QueueUnit.BYTES;
        MAX.setRelease(this, queueOffset);
    }

    /** What a queue entry carries for a record with this hash of tags, stored at this time. */
    // hot
    public long tagsCode(long tagsHash, long storeTimestamp) {
        return delayMillis < 0 ? tagsHash : storeTimestamp + delayMillis;
    }

    /** Adds the next entry. Readers do not see it before {@link #publish}. */
    // hot
    public void append(long queueOffset, long logOffset, int recordBytes, long tagsCode) {
        assert queueOffset == appended : this + " is at " + appended + ", not " + queueOffset;
        Chunk[] memory = chunks;
        Chunk last = memory.length == 0 || queueOffset == memory[memory.length - 1].end()
                ? grow(memory, queueOffset)
                : memory[memory.length - 1];
        last.set(queueOffset, logOffset, recordBytes, tagsCode);
        appended = queueOffset + 1;
        if (next < appended) {
            next = appended;
        }
        if (!dirty) {
            dirty = true;
            queues.dirty(this);
        }
        queues.countUnwritten();
    }

    /** Lets readers see the entry at {@code queueOffset} and all before it, and tells the watcher. */
    // hot
    public void publish(long queueOffset, long tagsCode) {
        if (removed) {
            return;
        }
        // Volatile, not release: a reader begins to wait, then looks at max; we set max, then look who waits. Were our
        // two steps to change places, both could miss each other.
        MAX.setVolatile(this, queueOffset + 1);
        Watcher told = watcher;
        if (told != null) {
            told.arrived(this, queueOffset, tagsCode);
        }
    }

    /** Hands what was appended to the background thread. */
    void collect() {
        dirty = false;
        writeTo = appended;
    }

    /** Lets go of chunks whose entries are in a file. */
    void drop(long writtenTo) {
        dropTo = Math.max(dropTo, writtenTo);
        Chunk[] memory = chunks;
        if (dropTo >= appended) {
            chunks = NONE;
            return;
        }
        int gone = 0;
        while (gone < memory.length && memory[gone].end() <= dropTo) {
            gone++;
        }
        if (gone > 0) {
            Chunk[] rest = new Chunk[memory.length - gone];
            System.arraycopy(memory, gone, rest, 0, rest.length);
            chunks = rest;
        }
    }

    /** Empties the queue for good. */
    void remove() {
        removed = true;
        MAX.setRelease(this, min);
        chunks = NONE;
        Watcher told = watcher;
        watcher = null;
        if (told != null) {
            told.removed(this);
        }
    }

    // For the opening thread.

    /** Takes over what the files hold: entries {@code [min, max)}. */
    void loaded(long min, long max) {
        startAt(max);
        frontMissing = false;
        this.min = min;
    }

    // For the background thread.

    /** Writes to files what was handed over. What failed is written with the next call. */
    void write(ByteBuffer scratch) throws IOException {
        if (removed) {
            written = writeTo;
            return;
        }
        if (frontMissing) {
            writeFront(scratch);
        }
        for (Chunk chunk : chunks) {
            while (written < writeTo && written >= chunk.base && written < chunk.end()) {
                writePart(chunk, scratch);
            }
        }
        assert written == writeTo || removed;
    }

    long written() {
        return written;
    }

    /**
     * Lets the queue begin at the first entry whose record is at {@code logMin} or behind it.
     *
     * @return whether it begins elsewhere now
     */
    boolean logBegins(long logMin) {
        long end = max;
        long low = min;
        if (removed || low == end || firstLogOffset >= logMin) {
            return false;
        }
        QueueEntries entry = new QueueEntries(1);
        long high = end;
        while (low < high) { // the first that is still there is in [low, high]
            long middle = low == min ? low : (low + high) >>> 1;
            if (read(middle, 1, entry) == 0 || entry.logOffset(0) < logMin) {
                low = middle + 1;
            } else {
                high = middle;
                firstLogOffset = entry.logOffset(0);
            }
        }
        boolean moved = low > min && !removed;
        if (moved) {
            min = low;
        }
        return moved;
    }

    /** Deletes files of which nothing is left; the newest stays, since it tells how far the queue is. */
    void deleteFilesBefore(long oldMin) throws IOException {
        QueueFiles files = queues.files();
        long kept = files.base(Math.min(min, Math.max(0, max - 1)) * QueueUnit.BYTES);
        for (long base = files.base(oldMin * QueueUnit.BYTES); base < kept; base += files.fileBytes()) {
            files.delete(topic, queueId, base);
        }
    }

    private void writePart(Chunk chunk, ByteBuffer scratch) throws IOException {
        QueueFiles files = queues.files();
        long position = written * QueueUnit.BYTES;
        long fileEnd = (files.base(position) + files.fileBytes()) / QueueUnit.BYTES;
        long to = Math.min(Math.min(writeTo, chunk.end()), fileEnd);
        to = Math.min(to, written + scratch.capacity() / QueueUnit.BYTES);
        scratch.clear();
        chunk.encode(written, to, scratch);
        files.write(topic, queueId, scratch.flip(), position);
        written = to;
    }

    private void writeFront(ByteBuffer scratch) throws IOException {
        QueueFiles files = queues.files();
        long position = files.base(written * QueueUnit.BYTES);
        while (position < written * QueueUnit.BYTES) {
            scratch.clear();
            while (scratch.remaining() >= QueueUnit.BYTES
                    && position + scratch.position() < written * QueueUnit.BYTES) {
                QueueUnit.putFiller(scratch);
            }
            int bytes = scratch.position();
            files.write(topic, queueId, scratch.flip(), position);
            position += bytes;
        }
        frontMissing = false;
    }

    private Chunk grow(Chunk[] memory, long base) {
        int entries = memory.length == 0
                ? Chunk.ENTRIES_FIRST
                : Math.min(memory[memory.length - 1].entries() * 2, Chunk.ENTRIES_MAX);
        Chunk chunk = new Chunk(base, entries);
        Chunk[] longer = new Chunk[memory.length + 1];
        System.arraycopy(memory, 0, longer, 0, memory.length);
        longer[memory.length] = chunk;
        chunks = longer;
        return chunk;
    }

    private int readFiles(long from, long end, QueueEntries target) {
        ByteBuffer units = ByteBuffer.allocate((int) (end - from) * QueueUnit.BYTES);
        long at = from;
        try {
            while (units.hasRemaining() && queues.files().read(topic, queueId, units, at * QueueUnit.BYTES) > 0) {
                at = from + units.position() / QueueUnit.BYTES;
                units.limit(units.capacity());
            }
        } catch (IOException e) {
            if (removed) {
                return 0;
            }
            throw new UncheckedIOException("cannot read entries " + from + ".." + end + " of queue " + this, e);
        }
        int n = units.position() / QueueUnit.BYTES;
        for (int i = 0; i < n; i++) {
            target.logOffsets[i] = QueueUnit.logOffset(units, i * QueueUnit.BYTES);
            target.recordBytes[i] = QueueUnit.recordBytes(units, i * QueueUnit.BYTES);
            target.tagsCodes[i] = QueueUnit.tagsCode(units, i * QueueUnit.BYTES);
        }
        target.count = n;
        return n;
    }
}
