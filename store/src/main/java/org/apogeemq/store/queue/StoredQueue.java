package org.apogeemq.store.queue;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.util.function.Predicate;

/**
 * A queue as those see it who bring records to it: what both kinds have in common. Queue offsets count messages, units
 * are entries; which unit stands for which offsets is the kind's.
 */
public abstract sealed class StoredQueue extends Units implements ConsumeQueue permits FileQueue, BatchQueue {
    private static final int TAKEN_AT_ONCE = 64;
    private static final VarHandle MAX;

    static {
        try {
            MAX = MethodHandles.lookup().findVarHandle(StoredQueue.class, "max", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final FileQueues queues;
    private final boolean timed;

    // Written by the log's owner, min by the background thread too; read by anyone. max is stored last.
    private volatile long min;

    @SuppressWarnings("UnusedVariable") // written through MAX
    private volatile long max;

    private volatile boolean removed;
    private volatile Watcher watcher;

    // Confined to the log's owner.
    private long next;

    // Confined to the background thread.
    private long firstLogOffset = -1; // of the first entry, once it was looked up

    /** @param timed whether the tags code is when the message is due */
    StoredQueue(String topic, int queueId, QueueFiles files, FileQueues queues, boolean timed) {
        super(topic, queueId, files);
        this.queues = queues;
        this.timed = timed;
    }

    /** How the queue holds its messages. */
    public abstract QueueKind kind();

    @Override
    public long minOffset() {
        return min;
    }

    /** First queue offset whose message is still in the log. */
    final long firstInLog() {
        return min;
    }

    @Override
    public final long maxOffset() {
        return max;
    }

    @Override
    public long offsetByTime(long timestamp, Boundary boundary) {
        long wanted = wanted(timestamp, boundary);
        long later = first(firstUnit(), end(), new QueueEntries(1), entry -> storeTimestamp(entry) >= wanted);
        long offset = Math.min(offsetOf(later), max);
        return boundary == Boundary.LOWER ? offset : Math.max(offset - 1, min);
    }

    /** What is looked for is the first message stored at this time or later, or the one before it. */
    static long wanted(long timestamp, Boundary boundary) {
        return boundary == Boundary.LOWER || timestamp == Long.MAX_VALUE ? timestamp : timestamp + 1;
    }

    @Override
    public final void watcher(Watcher watcher) {
        this.watcher = watcher;
    }

    @Override
    public final Watcher watcher() {
        return watcher;
    }

    // What a kind says of its units.

    /** The first unit that counts. */
    abstract long firstUnit();

    /** Lets the queue begin at a unit. Background thread. */
    abstract void beginAtUnit(long unit);

    /** Queue offset of the first message of a unit; behind the last unit {@link #maxOffset}. */
    abstract long offsetOf(long unit);

    /** Queue offset behind the last message of the units before {@code unit}, which is not above {@link #end}. */
    abstract long offsetBehind(long unit);

    /** From where on units must be in files, whoever reads these. */
    abstract long firstToWrite();

    /** When the record of the only entry of {@code entry} was stored, in ms. */
    abstract long storeTimestamp(QueueEntries entry);

    /** Empties {@code target} for units from {@code unit} on. */
    abstract void clear(QueueEntries target, long unit);

    final FileQueues queues() {
        return queues;
    }

    /** Sets where the queue begins and ends. For the opening thread and the log's owner. */
    final void range(long from, long to) {
        min = from;
        next = to;
        MAX.setRelease(this, to);
    }

    final void firstInLog(long queueOffset) {
        min = queueOffset;
    }

    /** Reads one unit, whether it is confirmed or not; false if it cannot be read any more. */
    final boolean readUnit(long unit, QueueEntries entry) {
        clear(entry, unit);
        copy(unit, unit + 1, entry);
        return entry.count() == 1;
    }

    /** The first unit in {@code [from, to)} for which, as for all behind it, a condition holds; {@code to} if none. */
    final long first(long from, long to, QueueEntries entry, Predicate<QueueEntries> condition) {
        long low = from;
        long high = to;
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (readUnit(middle, entry) && condition.test(entry)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    // For the log's owner, and for the opening thread before there is one.

    @Override
    public final boolean isRemoved() {
        return removed;
    }

    @Override
    final ChunkPool pool() {
        return queues.pool(kind());
    }

    /** The queue offset of the next {@code messages} messages. They are taken for good by {@link #append}. */
    // hot
    public final long take(int messages) {
        long first = next;
        next = first + messages;
        return first;
    }

    /** Gives back what was taken, from {@code queueOffset} on: those messages were not stored. */
    public final void giveBack(long queueOffset) {
        assert queueOffset >= appended();
        next = Math.min(next, queueOffset);
    }

    /** The queue offset behind the last entry. */
    public abstract long appended();

    /** Whether there is no entry at all, so that it may begin anywhere. */
    public final boolean isEmpty() {
        return appended() == min;
    }

    /** Lets the queue begin at {@code queueOffset}; what came before is no longer there. */
    public abstract void startAt(long queueOffset);

    /** What a queue entry carries for a record with this hash of tags, stored at this time. */
    // hot
    public final long tagsCode(long tagsHash, long storeTimestamp) {
        return timed ? storeTimestamp + queues.delayMillis(queueId()) : tagsHash;
    }

    /**
     * Adds the next entry. Readers do not see it before {@link #publish}.
     *
     * @param queueOffset {@link #appended}
     * @param messages 1 to {@link QueueKind#messagesMax}
     * @param storeTimestamp of the record, in ms
     */
    // hot
    public abstract void append(
            long queueOffset, int messages, long logOffset, int recordBytes, long tagsCode, long storeTimestamp);

    // hot
    final void appendedTo(long queueOffset) {
        if (next < queueOffset) {
            next = queueOffset;
        }
        queues.appended(this);
    }

    /** Lets readers see all entries of messages before {@code end}, and tells the watcher of the last. */
    // hot
    public final void publish(long end, long tagsCode) {
        if (removed) {
            return;
        }
        // Volatile, not release: a reader begins to wait, then looks at max; we set max, then look who waits. Were our
        // two steps to change places, both could miss each other.
        MAX.setVolatile(this, end);
        Watcher told = watcher;
        if (told != null) {
            told.arrived(this, end - 1, tagsCode);
        }
    }

    /** Empties the queue for good. */
    final void remove() {
        removed = true; // first: who finds no chunks any more must know why
        MAX.setRelease(this, min);
        dropAll();
        Watcher told = watcher;
        watcher = null;
        if (told != null) {
            told.removed(this);
        }
    }

    /** Takes over the entries of a queue that is of another kind. This one is new. */
    final void takeOver(StoredQueue other) {
        startAt(other.firstInLog());
        QueueEntries entries = new QueueEntries(TAKEN_AT_ONCE);
        long stored = 0;
        while (appended() < other.maxOffset()) {
            if (other.read(appended(), TAKEN_AT_ONCE, entries) == 0) {
                throw new IllegalStateException("entry " + appended() + " of queue " + other + " cannot be read");
            }
            for (int i = 0; i < entries.count(); i++) {
                stored = Math.max(stored, queues.storeTimestamp(entries.logOffset(i))); // -1: it is not known
                append(
                        appended(),
                        entries.messages(i),
                        entries.logOffset(i),
                        entries.recordBytes(i),
                        entries.tagsCode(i),
                        stored);
            }
        }
        range(min, appended());
    }

    // For the opening thread.

    /** Takes over what the files hold: units {@code [first, end)}. */
    abstract void loaded(long first, long end);

    /**
     * Takes over what is known: units {@code [first, inFiles)} are in files, the next {@code count} in {@code units}.
     *
     * @param offsets what the table says of the queue offsets, {@code null} for a kind of which it says nothing
     */
    abstract void restored(long first, long inFiles, int count, ByteBuffer units, Offsets offsets);

    /** Queue offsets {@code [min, end)}. */
    record Offsets(long min, long end) {}

    // For the background thread.

    /**
     * Lets the queue begin at the first entry whose record is at {@code logMin} or behind it.
     *
     * @return whether it begins elsewhere now
     */
    final boolean logBegins(long logMin) {
        long begin = firstUnit();
        long end = end();
        if (removed || begin == end || firstLogOffset >= logMin) {
            return false;
        }
        QueueEntries entry = new QueueEntries(1);
        // The first entry first: mostly its record is still there.
        long found = first(begin, begin + 1, entry, first -> first.logOffset(0) >= logMin);
        if (found > begin) {
            found = first(found, end, entry, later -> later.logOffset(0) >= logMin);
        }
        firstLogOffset = found < end && readUnit(found, entry) ? entry.logOffset(0) : firstLogOffset;
        boolean moved = found > begin && !removed;
        if (moved) {
            beginAtUnit(found);
        }
        return moved;
    }

    /** Deletes files of which nothing is left; the newest stays, since it tells how far the queue is. */
    final void deleteFilesBefore(long oldFirst) throws IOException {
        QueueFiles files = files();
        long kept = files.base(Math.min(firstUnit(), Math.max(0, end() - 1)) * files.unitBytes());
        for (long base = files.base(oldFirst * files.unitBytes()); base < kept; base += files.fileBytes()) {
            files.delete(topic(), queueId(), base);
        }
    }
}
