package org.apogeemq.store.queue;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import org.apogeemq.store.compact.CompactedQueue;

/** A queue with one unit a message: unit and queue offset are the same number. */
public final class FileQueue extends Units implements ConsumeQueue {
    private static final VarHandle MAX;

    static {
        try {
            MAX = MethodHandles.lookup().findVarHandle(FileQueue.class, "max", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final FileQueues queues;
    private final boolean timed;

    // Written by the log's owner, read by anyone. max is stored last.
    private volatile long min;

    @SuppressWarnings("UnusedVariable") // written through MAX
    private volatile long max;

    private volatile boolean removed;
    private volatile Watcher watcher;

    // Set by the background thread before min moves on, read by anyone; null: nothing is kept of what expires.
    private volatile CompactedFront front;

    // Confined to the log's owner.
    private long next;

    // Confined to the background thread.
    private long firstLogOffset = -1; // of the entry at min, once it was looked up

    /** @param timed whether the tags code is when the message is due */
    FileQueue(String topic, int queueId, FileQueues queues, boolean timed) {
        super(topic, queueId, queues.files());
        this.queues = queues;
        this.timed = timed;
    }

    @Override
    public long minOffset() {
        long inLog = min; // first: what is kept is never behind it
        CompactedFront kept = kept();
        return kept == null ? inLog : Math.min(inLog, kept.firstOffset());
    }

    /** First queue offset whose message is still in the log. */
    long firstInLog() {
        return min;
    }

    @Override
    public long maxOffset() {
        return max;
    }

    // hot
    @Override
    public int read(long from, int count, QueueEntries target) {
        long inLog = min;
        if (from < inLog) {
            return readKept(from, inLog, count, target);
        }
        long end = Math.min(max, from + Math.min(count, target.capacity()));
        target.clear(from);
        if (from < end) {
            copy(from, end, target);
        }
        if (from < min && kept() != null) { // it expired meanwhile, and its file may be gone
            return readKept(from, min, count, target);
        }
        return target.count();
    }

    private int readKept(long from, long inLog, int count, QueueEntries target) {
        target.clear(from);
        CompactedFront kept = kept();
        if (kept != null) {
            kept.read(from, inLog, Math.min(count, target.capacity()), target);
            return target.count() > 0 ? target.count() : read(inLog, count, target);
        }
        return 0;
    }

    private CompactedFront kept() {
        CompactedFront now = front;
        return now == null || removed ? null : now;
    }

    @Override
    public boolean hasGaps() {
        return kept() != null;
    }

    @Override
    public boolean readKept(long logOffset, ByteBuffer target) {
        CompactedFront kept = kept();
        return kept != null && kept.record(logOffset, target);
    }

    @Override
    public boolean isInMemory(long from) {
        return from >= max || isHeld(from) && (front == null || from >= min);
    }

    @Override
    public long offsetByTime(long timestamp, Boundary boundary) {
        long wanted = boundary == Boundary.LOWER || timestamp == Long.MAX_VALUE ? timestamp : timestamp + 1;
        QueueEntries entry = new QueueEntries(1);
        long begin = min;
        long low = begin;
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
        CompactedFront kept = kept();
        if (low > begin || kept == null) {
            return boundary == Boundary.LOWER ? low : Math.max(low - 1, begin);
        }
        long found = Math.min(kept.firstStoredAt(wanted), begin);
        return boundary == Boundary.LOWER ? found : Math.max(kept.lastBefore(found), minOffset());
    }

    @Override
    public void watcher(Watcher watcher) {
        this.watcher = watcher;
    }

    @Override
    public Watcher watcher() {
        return watcher;
    }

    // For the log's owner, and for the opening thread before there is one.

    @Override
    public boolean isRemoved() {
        return removed;
    }

    @Override
    ChunkPool pool() {
        return queues.pool();
    }

    /** The queue offset of the next message. It is taken for good by {@link #append}. */
    // hot
    public long take() {
        return next++;
    }

    /** Gives back what was taken, from {@code queueOffset} on: those messages were not stored. */
    public void giveBack(long queueOffset) {
        assert queueOffset >= appended();
        next = Math.min(next, queueOffset);
    }

    /** The offset behind the last entry. */
    public long appended() {
        return end();
    }

    /** Whether there is no entry at all, so that it may begin anywhere. */
    public boolean isEmpty() {
        return appended() == min;
    }

    /** Lets the queue begin at {@code queueOffset}; what came before is no longer there. */
    public void startAt(long queueOffset) {
        queues.countWritten(pending());
        beginAt(queueOffset, false);
        min = queueOffset;
        next = queueOffset;
        MAX.setRelease(this, queueOffset);
    }

    /** What a queue entry carries for a record with this hash of tags, stored at this time. */
    // hot
    public long tagsCode(long tagsHash, long storeTimestamp) {
        return timed ? storeTimestamp + queues.delayMillis(queueId()) : tagsHash;
    }

    /** Adds the next entry. Readers do not see it before {@link #publish}. */
    // hot
    public void append(long queueOffset, long logOffset, int recordBytes, long tagsCode) {
        assert queueOffset == end() : this + " is at " + end() + ", not " + queueOffset;
        Chunk chunk = room();
        QueueUnit.put(chunk.units(), chunk.at(queueOffset), logOffset, recordBytes, tagsCode);
        advance();
        if (next <= queueOffset) {
            next = queueOffset + 1;
        }
        queues.appended(this);
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

    /** Empties the queue for good. */
    void remove() {
        removed = true; // first: who finds no chunks any more must know why
        MAX.setRelease(this, min);
        dropAll();
        Watcher told = watcher;
        watcher = null;
        if (told != null) {
            told.removed(this);
        }
    }

    // For the opening thread.

    /** Takes over what the files hold: entries {@code [min, max)}. */
    void loaded(long min, long max) {
        beginAt(max, true);
        this.min = min;
        next = max;
        MAX.setRelease(this, max);
    }

    /** Takes over what is known: entries {@code [min, inFiles)} are in files, the others in {@code units}. */
    void restored(long min, long inFiles, int count, ByteBuffer units) {
        beginAt(inFiles, inFiles > min);
        hold(units, count);
        this.min = min;
        next = appended();
        MAX.setRelease(this, appended());
    }

    // For the background thread.

    /** What is kept of what expires; {@code null}: nothing is. */
    public CompactedQueue compacted() {
        CompactedFront kept = front;
        return kept == null ? null : kept.kept();
    }

    /** Sets it; never to {@code null}. */
    void compacted(CompactedQueue now) {
        if (front == null) {
            front = new CompactedFront(this, now);
        } else {
            front.kept(now);
        }
    }

    /** Length of the record that was at {@code logOffset} and is kept; 0 if it is not. Any thread. */
    int keptBytes(long logOffset) {
        CompactedFront kept = kept();
        return kept == null ? 0 : kept.recordBytes(logOffset);
    }

    /**
     * First queue offset of a message in the log that lies there at {@code logOffset} or behind it.
     *
     * @throws IllegalStateException if an entry cannot be read
     */
    public long firstAt(long logOffset) {
        QueueEntries entry = new QueueEntries(1);
        long low = min;
        long high = max;
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (read(middle, 1, entry) == 0 && !removed) {
                throw new IllegalStateException("entry " + middle + " of queue " + this + " cannot be read");
            }
            if (entry.count() == 0 || entry.logOffset(0) < logOffset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
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
        long first = -1;
        long high = end;
        while (low < high) { // the first that is still there is in [low, high]
            long middle = low == min ? low : (low + high) >>> 1;
            if (read(middle, 1, entry) == 0 || entry.logOffset(0) < logMin) {
                low = middle + 1;
            } else {
                high = middle;
                first = entry.logOffset(0);
            }
        }
        firstLogOffset = first; // not before: a read may fail, and then this is done again
        boolean moved = low > min && !removed;
        if (moved) {
            min = low;
        }
        return moved;
    }

    /** Deletes files of which nothing is left; the newest stays, since it tells how far the queue is. */
    void deleteFilesBefore(long oldMin) throws IOException {
        QueueFiles files = files();
        long kept = files.base(Math.min(min, Math.max(0, max - 1)) * files.unitBytes());
        for (long base = files.base(oldMin * files.unitBytes()); base < kept; base += files.fileBytes()) {
            files.delete(topic(), queueId(), base);
        }
    }
}
