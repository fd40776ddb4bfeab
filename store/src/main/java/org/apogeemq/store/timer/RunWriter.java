package org.apogeemq.store.timer;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.apogeemq.store.disk.Disk;
import org.apogeemq.store.disk.DiskFile;

/** Writes one file of timers, which come in order. One thread. */
final class RunWriter implements Closeable {
    private static final int BUFFER_BYTES = 32 * RunFormat.BLOCK_BYTES;

    private final long id;
    private final DiskFile file;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    private int blockAt; // in the buffer
    private int count; // entries of this block
    private long number; // blocks before it
    private long written; // bytes
    private long entries;

    RunWriter(Disk disk, Path folder, long id) throws IOException {
        this.id = id;
        Path path = RunFormat.path(folder, id);
        disk.delete(path);
        file = disk.open(path);
    }

    // hot
    void add(TimerEntry entry) throws IOException {
        RunFormat.put(buffer, blockAt + count * TimerEntry.BYTES, entry);
        count++;
        entries++;
        if (count == RunFormat.ENTRIES_A_BLOCK) {
            endBlock();
        }
    }

    /** Writes what is left; returns the number of timers. */
    long finish() throws IOException {
        if (count > 0) {
            endBlock();
        }
        write();
        return entries;
    }

    private void endBlock() throws IOException {
        RunFormat.seal(buffer, blockAt, count, number, id);
        number++;
        count = 0;
        blockAt += RunFormat.BLOCK_BYTES;
        if (blockAt == buffer.capacity()) {
            write();
        }
    }

    private void write() throws IOException {
        file.write(buffer.limit(blockAt).position(0), written);
        buffer.clear();
        written += blockAt;
        blockAt = 0;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
