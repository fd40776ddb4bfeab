package org.apogeemq.store.timer;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.apogeemq.store.disk.Disk;
import org.apogeemq.store.disk.DiskFile;

/** A file of timers being read in order. One thread. */
final class Run implements Closeable {
    private static final int BLOCKS_AT_ONCE = 16;

    private final long id;
    private final long entries;
    private final Path path;
    private final DiskFile file;
    private final TimerEntry head = new TimerEntry();
    private ByteBuffer buffer = ByteBuffer.allocate(0);
    private long bufferBegin; // first entry in the buffer
    private long bufferEnd; // behind the last
    private long next; // the entry in head, entries at the end

    /** @param entries how many the file holds, 1 or more */
    Run(Disk disk, Path folder, long id, long entries) throws IOException {
        this.id = id;
        this.entries = entries;
        path = RunFormat.path(folder, id);
        if (disk.size(path) < RunFormat.blocks(entries) * RunFormat.BLOCK_BYTES) {
            throw new DamagedTimersException(path + " is missing or too short, must hold " + entries + " timers");
        }
        file = disk.openForReading(path);
    }

    long id() {
        return id;
    }

    long entries() {
        return entries;
    }

    Path path() {
        return path;
    }

    boolean isAtEnd() {
        return next >= entries;
    }

    /** The timer that is next; not at the end. */
    TimerEntry head() {
        return head;
    }

    /** Goes to the first timer behind this key and log offset. */
    void seek(long key, long logOffset) throws IOException {
        long low = 0;
        long high = RunFormat.blocks(entries); // the first block that begins behind it
        while (low < high) {
            long middle = (low + high) >>> 1;
            load(middle, 1);
            if (head.isAfter(key, logOffset)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        load(Math.max(0, low - 1), BLOCKS_AT_ONCE);
        while (!isAtEnd() && !head.isAfter(key, logOffset)) {
            advance();
        }
    }

    // hot
    void advance() throws IOException {
        next++;
        if (next >= entries) {
            buffer = ByteBuffer.allocate(0);
        } else if (next >= bufferEnd) {
            load(next / RunFormat.ENTRIES_A_BLOCK, BLOCKS_AT_ONCE);
        } else {
            read();
        }
    }

    private void read() {
        int i = (int) (next - bufferBegin);
        int at = i / RunFormat.ENTRIES_A_BLOCK * RunFormat.BLOCK_BYTES
                + i % RunFormat.ENTRIES_A_BLOCK * TimerEntry.BYTES;
        RunFormat.get(buffer, at, head);
    }

    /** Reads blocks and stands at the first entry of the first of them. */
    private void load(long block, int most) throws IOException {
        int blocks = (int) Math.min(most, RunFormat.blocks(entries) - block);
        if (buffer.capacity() < blocks * RunFormat.BLOCK_BYTES) {
            buffer = ByteBuffer.allocate(blocks * RunFormat.BLOCK_BYTES);
        }
        bufferEnd = 0; // nothing, if this fails
        buffer.clear().limit(blocks * RunFormat.BLOCK_BYTES);
        int read = file.read(buffer, block * RunFormat.BLOCK_BYTES);
        for (int i = 0; i < blocks; i++) {
            int at = i * RunFormat.BLOCK_BYTES;
            boolean whole = at + RunFormat.BLOCK_BYTES <= read
                    && RunFormat.isWhole(buffer, at, count(block + i), block + i, id);
            if (!whole) {
                throw new DamagedTimersException("block " + (block + i) + " of " + path + " is damaged");
            }
        }
        bufferBegin = block * RunFormat.ENTRIES_A_BLOCK;
        bufferEnd = Math.min(entries, bufferBegin + (long) blocks * RunFormat.ENTRIES_A_BLOCK);
        next = bufferBegin;
        read();
    }

    private int count(long block) {
        return (int) Math.min(RunFormat.ENTRIES_A_BLOCK, entries - block * RunFormat.ENTRIES_A_BLOCK);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
