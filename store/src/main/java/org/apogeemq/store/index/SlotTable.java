package org.apogeemq.store.index;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import org.apogeemq.store.disk.DiskFile;

/**
 * The slots of the file that is being filled, in memory by pages of the disk: a page is read when it is first
 * touched, and those that changed are written together. Nothing is mapped for writing, so a full disk is an error of a
 * write. For one thread at a time.
 */
final class SlotTable {
    private static final int PAGE_BYTES = 4096;
    private static final int PAGE_INTS = PAGE_BYTES / IndexFile.SLOT_BYTES;
    /** The header takes the beginning of the first page. */
    private static final int HEADER_INTS = IndexHeader.BYTES / IndexFile.SLOT_BYTES;

    private final int slots;
    private final int[][] pages;
    private final BitSet dirty = new BitSet();
    private final ByteBuffer bytes = ByteBuffer.allocateDirect(PAGE_BYTES);

    SlotTable(int slots) {
        this.slots = slots;
        pages = new int[page(slots - 1) + 1][];
    }

    // hot
    int get(DiskFile file, int slot) throws IOException {
        int[] page = pages[page(slot)];
        return (page != null ? page : load(file, page(slot)))[index(slot)];
    }

    /** Sets a slot that was gotten before. */
    // hot
    void set(int slot, int entry) {
        pages[page(slot)][index(slot)] = entry;
        dirty.set(page(slot));
    }

    /** Sets a slot of a table that is made again: what the file holds of it does not count. */
    void setAgain(int slot, int entry) {
        int page = page(slot);
        if (pages[page] == null) {
            pages[page] = new int[PAGE_INTS];
        }
        set(slot, entry);
    }

    /** Ends making the table again: pages of the file that have no slot any more will be written as empty. */
    void madeAgain(DiskFile file) throws IOException {
        for (int i = 0; i < pages.length; i++) {
            if (pages[i] == null) {
                int[] page = load(file, i);
                int used = 0;
                for (int entry : page) {
                    used |= entry;
                }
                pages[i] = used == 0 ? null : new int[PAGE_INTS];
                dirty.set(i, used != 0);
            }
        }
    }

    boolean isDirty() {
        return !dirty.isEmpty();
    }

    /** Writes the pages that have changed. After a failure the rest is still to be written. */
    void write(DiskFile file) throws IOException {
        for (int i = dirty.nextSetBit(0); i >= 0; i = dirty.nextSetBit(i + 1)) {
            int from = i == 0 ? HEADER_INTS : 0;
            int to = Math.min(PAGE_INTS, slots + HEADER_INTS - i * PAGE_INTS);
            bytes.clear();
            for (int j = from; j < to; j++) {
                bytes.putInt(pages[i][j]);
            }
            file.write(bytes.flip(), (long) i * PAGE_BYTES + from * IndexFile.SLOT_BYTES);
            dirty.clear(i);
        }
    }

    /** Gives the memory back. Everything has been written. */
    void release() {
        assert dirty.isEmpty();
        Arrays.fill(pages, null);
    }

    private int[] load(DiskFile file, int i) throws IOException {
        int from = i == 0 ? HEADER_INTS : 0;
        int to = Math.min(PAGE_INTS, slots + HEADER_INTS - i * PAGE_INTS);
        bytes.clear().limit((to - from) * IndexFile.SLOT_BYTES);
        file.read(bytes, (long) i * PAGE_BYTES + from * IndexFile.SLOT_BYTES);
        int read = bytes.position() / IndexFile.SLOT_BYTES;
        int[] page = new int[PAGE_INTS];
        for (int j = 0; j < read; j++) {
            page[from + j] = bytes.getInt(j * IndexFile.SLOT_BYTES);
        }
        pages[i] = page;
        return page;
    }

    private static int page(int slot) {
        return (slot + HEADER_INTS) / PAGE_INTS;
    }

    private static int index(int slot) {
        return (slot + HEADER_INTS) % PAGE_INTS;
    }
}
