package org.apogeemq.store.index;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.apogeemq.store.disk.Disk;
import org.apogeemq.store.disk.DiskFile;

/**
 * The file of the index that is being filled. Entries are collected and written in one piece; slots and header are
 * written when the file is saved. If entries cannot be written they are taken back, as if they had never been added.
 * For one thread at a time.
 */
final class GrowingFile implements Closeable {
    /** Entries that are written in one piece at most. */
    static final int COLLECTED_MAX = 2048;

    private final KeyIndexing shape;
    private final Path path;
    private final DiskFile file;
    private final SlotTable slots;
    private final ByteBuffer collected = ByteBuffer.allocateDirect(COLLECTED_MAX * IndexFile.ENTRY_BYTES);

    private IndexHeader written; // without what is collected
    private boolean saved;
    private boolean lost; // a force failed: what is on disk is not known

    private long begin;
    private long end;
    private long beginLog;
    private long endLog;
    private int slotsUsed;
    private int next;

    /** The file {@code path}, made if it is missing; {@code header} says what of it counts. */
    GrowingFile(Disk disk, Path path, KeyIndexing shape, IndexHeader header) throws IOException {
        this.path = path;
        this.shape = shape;
        slots = new SlotTable(shape.slots());
        written = header;
        takeBack();
        file = disk.open(path);
        try {
            if (file.size() != IndexFile.bytes(shape)) {
                file.resize(IndexFile.bytes(shape)); // sparse: takes no space
                disk.forceFolder(path.getParent());
            }
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    Path path() {
        return path;
    }

    boolean isFull() {
        return next >= shape.entries();
    }

    /** Whether so many more can be added without writing or beginning another file. */
    // hot
    boolean hasRoom(int entries) {
        return collected.remaining() >= (long) entries * IndexFile.ENTRY_BYTES && shape.entries() - next >= entries;
    }

    /** Adds an entry; the file is not full. Writes if need be. */
    // hot
    void add(int hash, long logOffset, long storeMillis) throws IOException {
        if (!collected.hasRemaining()) {
            commit();
        }
        int slot = hash % shape.slots();
        int previous = slots.get(file, slot);
        if (previous <= 0 || previous >= next) {
            previous = 0;
            slotsUsed++;
        }
        if (next <= 1) {
            begin = storeMillis;
            beginLog = logOffset;
        }
        long seconds = Math.clamp((storeMillis - begin) / 1000, 0, Integer.MAX_VALUE);
        collected.putInt(hash).putLong(logOffset).putInt((int) seconds).putInt(previous);
        slots.set(slot, next);
        next++;
        end = storeMillis;
        endLog = logOffset;
    }

    /** Writes what is collected, if anything. If that fails, none of it has been added. */
    boolean commit() throws IOException {
        if (collected.position() == 0) {
            return false;
        }
        try {
            file.write(collected.flip(), IndexFile.entryAt(shape, written.next()));
        } catch (IOException e) {
            collected.position(collected.limit());
            rollBack();
            throw e;
        }
        collected.clear();
        written = header();
        saved = false;
        return true;
    }

    /** Takes back what was added since the last commit. */
    void rollBack() {
        for (int at = collected.position() - IndexFile.ENTRY_BYTES; at >= 0; at -= IndexFile.ENTRY_BYTES) {
            int slot = collected.getInt(at) % shape.slots();
            slots.set(slot, collected.getInt(at + IndexFile.PREVIOUS_AT));
        }
        collected.clear();
        takeBack();
    }

    /** Makes everything committed durable in the file. A failed force is never tried again. */
    void save() throws IOException {
        if (saved) {
            return;
        }
        if (lost) {
            throw new IOException("what " + path + " holds is not known since it could not be forced to disk");
        }
        slots.write(file);
        ByteBuffer header = ByteBuffer.allocate(IndexHeader.BYTES);
        written.put(header, 0);
        file.write(header, 0);
        lost = true;
        file.force();
        lost = false;
        saved = true;
    }

    /** Gives memory back until the next entry comes, if everything is saved. */
    void release() {
        if (saved && collected.position() == 0 && !slots.isDirty()) {
            slots.release();
        }
    }

    /** What is committed. */
    IndexHeader header() {
        return collected.position() == 0 ? new IndexHeader(begin, end, beginLog, endLog, slotsUsed, next) : written;
    }

    /** The newest entry of the slot of a hash; nothing is collected. */
    int head(int hash) throws IOException {
        int head = slots.get(file, hash % shape.slots());
        return head > 0 && head < next ? head : 0;
    }

    /**
     * Makes the slots again from the entries, as after a crash.
     *
     * @throws DamagedIndexException if an entry cannot be one of this file
     */
    void makeSlots() throws IOException {
        ByteBuffer entries = ByteBuffer.allocateDirect(IndexFile.ENTRY_BYTES * 16 * 1024);
        int made = 1;
        slotsUsed = 0;
        while (made < next) {
            entries.clear().limit((int) Math.min(entries.capacity(), (long) (next - made) * IndexFile.ENTRY_BYTES));
            int bytes = file.read(entries, IndexFile.entryAt(shape, made));
            if (bytes < entries.limit()) {
                throw new DamagedIndexException(path + " is too short");
            }
            for (int at = 0; at < bytes; at += IndexFile.ENTRY_BYTES) {
                link(made++, entries, at);
            }
        }
        slots.madeAgain(file);
        written = header();
        saved = false;
    }

    private void link(int entry, ByteBuffer entries, int at) throws DamagedIndexException {
        int hash = entries.getInt(at);
        int previous = entries.getInt(at + IndexFile.PREVIOUS_AT);
        long logOffset = entries.getLong(at + IndexFile.LOG_OFFSET_AT);
        if (hash < 0 || previous < 0 || previous >= entry || logOffset < beginLog || logOffset > endLog) {
            throw new DamagedIndexException("entry " + entry + " of " + path + " is damaged");
        }
        slotsUsed += previous == 0 ? 1 : 0;
        slots.setAgain(hash % shape.slots(), entry);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private void takeBack() {
        begin = written.begin();
        end = written.end();
        beginLog = written.beginLog();
        endLog = written.endLog();
        slotsUsed = written.slotsUsed();
        next = written.next();
    }
}
