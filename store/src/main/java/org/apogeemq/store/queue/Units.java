package org.apogeemq.store.queue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;

/**
 * The units of one queue, numbered without gaps: the newest in memory, the others in files of Apache's layout.
 *
 * <p>The log's owner appends to chunks in memory; the background thread writes them to files, and afterwards the owner
 * lets go of what is in a file. A reader finds each unit in one of the two at any moment: the owner drops a chunk only
 * when its file has been written. A superclass and not a part, because there may be a million queues.
 */
abstract class Units {
    private static final Chunk[] NONE = {};
    private static final VarHandle END;

    static {
        try {
            END = MethodHandles.lookup().findVarHandle(Units.class, "end", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final String topic;
    private final int queueId;
    private final QueueFiles files;

    // Written by the log's owner, read by anyone. A chunk is in chunks before end says that a unit of it is there.
    private volatile Chunk[] chunks = NONE;

    @SuppressWarnings("UnusedVariable") // written through END
    private long end;

    // Confined to the log's owner: what is dropped from memory, or could be; whether the background thread was told.
    private long dropTo;
    private boolean told;

    // Confined to the background thread: what is in files; what must be done before the first unit is written.
    private long written;
    private boolean frontMissing;
    private boolean cut;

    Units(String topic, int queueId, QueueFiles files) {
        this.topic = topic;
        this.queueId = queueId;
        this.files = files;
    }

    /** The topic. */
    public String topic() {
        return topic;
    }

    /** The number of the queue in its topic. */
    public int queueId() {
        return queueId;
    }

    /** Whether the queue was removed; what is meant for it then goes to the new queue of that name. */
    public abstract boolean isRemoved();

    /** Where chunks come from and go to. */
    abstract ChunkPool pool();

    final QueueFiles files() {
        return files;
    }

    /** The number behind the last unit; all before it can be read by who asks. */
    // hot
    final long end() {
        return (long) END.getAcquire(this);
    }

    @Override
    public String toString() {
        return topic + "/" + queueId;
    }

    // For any thread.

    /** Whether reading at {@code unit} surely touches no file. */
    final boolean isHeld(long unit) {
        Chunk[] memory;
        boolean held;
        do {
            memory = chunks;
            held = memory.length > 0 && unit >= memory[0].base();
            VarHandle.loadLoadFence();
        } while (memory != chunks); // a chunk that went may belong to another queue already
        return held;
    }

    /** The first unit that is in memory, if it was appended already; -1 if all are in files. */
    final long firstHeld() {
        Chunk[] memory;
        long first;
        do {
            memory = chunks;
            first = memory.length == 0 ? -1 : memory[0].base();
            VarHandle.loadLoadFence();
        } while (memory != chunks);
        return first;
    }

    /** Adds units {@code [from, to)}, which are there, to {@code target}; fewer if a file ends early. */
    // hot
    final void copy(long from, long to, QueueEntries target) {
        int before = target.count();
        Chunk[] memory;
        boolean settled;
        do {
            memory = chunks;
            target.truncate(before);
            settled = copy(memory, from, to, target);
            VarHandle.loadLoadFence();
        } while (!settled || memory != chunks); // what was copied may have been let go, and be other units by now
    }

    /** Returns false if {@code memory} was given up before it was read; {@link #NONE} may be back by now. */
    // hot
    private boolean copy(Chunk[] memory, long from, long to, QueueEntries target) {
        long at = from;
        long fileEnd = memory.length == 0 ? to : Math.min(to, memory[0].base());
        if (at < fileEnd) {
            VarHandle.loadLoadFence();
            if (memory != chunks) {
                return false;
            }
            at += copyFiles(at, fileEnd, target);
            if (at < fileEnd) {
                return true;
            }
        }
        for (int i = 0; i < memory.length && at < to; i++) {
            at = memory[i].copy(at, to, target);
        }
        return true;
    }

    private int copyFiles(long from, long to, QueueEntries target) {
        int unitBytes = files.unitBytes();
        ByteBuffer units = ByteBuffer.allocate((int) (to - from) * unitBytes);
        long at = from;
        try {
            while (units.hasRemaining() && files.read(topic, queueId, units, at * unitBytes) > 0) {
                at = from + units.position() / unitBytes;
                units.limit(units.capacity());
            }
        } catch (IOException e) {
            if (isRemoved()) {
                return 0;
            }
            throw new UncheckedIOException("cannot read entries " + from + ".." + to + " of queue " + this, e);
        }
        int n = units.position() / unitBytes;
        for (int i = 0; i < n; i++) {
            target.add(units.array(), i * unitBytes);
        }
        return n;
    }

    // For the log's owner, and for the opening thread before there is one.

    /** The chunk in which the next unit has a place; {@link #advance} makes it count. */
    // hot
    final Chunk room() {
        Chunk[] memory = chunks;
        return memory.length == 0 || end == memory[memory.length - 1].end() ? grow(memory) : memory[memory.length - 1];
    }

    // hot
    final void advance() {
        END.setRelease(this, end + 1);
    }

    /** Units that are not in files for all the owner knows. */
    final long pending() {
        return end - dropTo;
    }

    /** Whether the background thread is to be told that there is a piece for a file: true once a piece. */
    // hot
    final boolean tells(int pieceUnits) {
        if (told || end - dropTo < pieceUnits) {
            return false;
        }
        told = true;
        return true;
    }

    /** Lets go of chunks whose units are in a file; returns how many units have got there since the last time. */
    final long drop(long writtenTo) {
        told = false;
        long more = writtenTo - dropTo;
        if (more <= 0) {
            return 0;
        }
        dropTo = writtenTo;
        Chunk[] memory = chunks;
        int gone = 0;
        while (gone < memory.length && (memory[gone].end() <= dropTo || dropTo >= end)) {
            gone++;
        }
        if (gone == memory.length) {
            chunks = NONE;
        } else if (gone > 0) {
            Chunk[] rest = new Chunk[memory.length - gone];
            System.arraycopy(memory, gone, rest, 0, rest.length);
            chunks = rest;
        }
        for (int i = 0; i < gone; i++) {
            pool().rest(memory[i]);
        }
        return more;
    }

    final void dropAll() {
        chunks = NONE;
    }

    private Chunk grow(Chunk[] memory) {
        int capacity = memory.length == 0
                ? Chunk.UNITS_FIRST
                : Math.min(Integer.highestOneBit(memory[memory.length - 1].capacity()) * 2, Chunk.UNITS_MAX);
        Chunk chunk = pool().take(end, capacity);
        add(memory, chunk);
        return chunk;
    }

    private void add(Chunk[] memory, Chunk chunk) {
        Chunk[] longer = new Chunk[memory.length + 1];
        System.arraycopy(memory, 0, longer, 0, memory.length);
        longer[memory.length] = chunk;
        chunks = longer;
    }

    // For the opening thread.

    /** Forgets all units and goes on at {@code unit}. {@code inFiles}: whether the one before it is in a file. */
    final void beginAt(long unit, boolean inFiles) {
        chunks = NONE;
        dropTo = unit;
        written = unit;
        frontMissing = !inFiles && files.base(unit * files.unitBytes()) != unit * files.unitBytes();
        cut = false;
        END.setRelease(this, unit);
    }

    /** Takes over the next {@code count} units, which are in no file. */
    final void hold(ByteBuffer units, int count) {
        int left = count;
        while (left > 0) {
            int n = Math.min(left, Chunk.UNITS_MAX);
            Chunk chunk = new Chunk(end, n, files.unitBytes());
            chunk.fill(end, end + n, units);
            add(chunks, chunk);
            END.setRelease(this, end + n);
            left -= n;
        }
    }

    // For the background thread.

    /** The number behind the last unit in a file. */
    final long written() {
        return written;
    }

    /** The number behind the last unit of a record before {@code logOffset}, all of which have been appended. */
    final long endBefore(long logOffset) {
        return endBefore(logOffset, end(), chunks);
    }

    private static long endBefore(long logOffset, long end, Chunk[] memory) {
        long to = end;
        for (int i = memory.length - 1; i >= 0; i--) {
            Chunk chunk = memory[i];
            while (to > chunk.base() && QueueUnit.logOffset(chunk.units(), chunk.at(to - 1)) >= logOffset) {
                to--;
            }
            if (to > chunk.base()) {
                return to;
            }
        }
        return to;
    }

    /**
     * Writes the units of records before {@code logOffset} to files, from {@code first} on, which is where the queue
     * begins. What is in files behind what was written is of a run that ended otherwise, and goes with the first write.
     */
    final void write(long logOffset, long first, ByteBuffer scratch) throws IOException {
        long to = endBefore(logOffset);
        if (to <= written || isRemoved()) {
            return;
        }
        cutFiles();
        long begin = Math.min(first, to);
        if (begin > written) {
            written = begin; // nobody asks for what expired in memory
            frontMissing = files.base(begin * files.unitBytes()) != begin * files.unitBytes();
        }
        if (frontMissing) {
            writeFront(scratch);
        }
        for (Chunk chunk : chunks) {
            while (written < to && written >= chunk.base() && written < chunk.end()) {
                writePart(chunk, to, scratch);
            }
        }
        assert written >= to || isRemoved();
    }

    /** Sees to it that files hold nothing behind the last unit written. */
    final void cutFiles() throws IOException {
        if (!cut && !isRemoved()) {
            files.cut(topic, queueId, written * files.unitBytes());
            cut = true;
        }
    }

    /**
     * What the table on disk says of this queue: units {@code [from, to)} are in no file.
     *
     * @return the chunks that hold them, or {@code null} if the queue was removed
     */
    final Pending pending(long logOffset, long min) {
        long last = end();
        Chunk[] memory = chunks;
        if (isRemoved()) { // asked last: memory was complete if not
            return null;
        }
        long to = endBefore(logOffset, last, memory);
        return new Pending(Math.min(Math.max(written, min), to), to, memory);
    }

    /** Units {@code [from, to)}, held by {@code memory} if there are any. */
    record Pending(long from, long to, Chunk[] memory) {}

    private void writePart(Chunk chunk, long end, ByteBuffer scratch) throws IOException {
        int unitBytes = files.unitBytes();
        long position = written * unitBytes;
        long fileEnd = (files.base(position) + files.fileBytes()) / unitBytes;
        long to = Math.min(Math.min(end, chunk.end()), fileEnd);
        to = Math.min(to, written + scratch.capacity() / unitBytes);
        scratch.clear();
        chunk.copy(written, to, scratch);
        files.write(topic, queueId, scratch.flip(), position);
        written = to;
    }

    private void writeFront(ByteBuffer scratch) throws IOException {
        int unitBytes = files.unitBytes();
        long end = written * unitBytes;
        long position = files.base(end);
        while (position < end) {
            scratch.clear();
            while (scratch.remaining() >= unitBytes && position + scratch.position() < end) {
                QueueUnit.putFiller(scratch);
            }
            int bytes = scratch.position();
            files.write(topic, queueId, scratch.flip(), position);
            position += bytes;
        }
        frontMissing = false;
    }
}
