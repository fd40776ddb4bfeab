package org.apogeemq.store.index;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.LongPredicate;
import org.apogeemq.store.disk.DiskFile;

/**
 * Follows the entries of one slot of a file from the newest to the oldest. Entries of a chain often lie close together,
 * so what is read at once ends with the entry wanted and reaches back some way.
 */
final class ChainWalk {
    private static final int WINDOW_ENTRIES = 200;
    /** Times are kept in whole seconds: a record may be so many milliseconds younger. */
    private static final long FRACTION = 999;

    private final DiskFile file;
    private final KeyIndexing shape;
    private final IndexHeader header;
    private final ByteBuffer window = ByteBuffer.allocate(WINDOW_ENTRIES * IndexFile.ENTRY_BYTES);
    private int windowFrom;
    private int windowTo; // behind the last entry in the window

    ChainWalk(DiskFile file, KeyIndexing shape, IndexHeader header) {
        this.file = file;
        this.shape = shape;
        this.header = header;
    }

    /**
     * Shows the log offsets of entries with that hash and a time in the range.
     *
     * @param head the newest entry of the slot; 0: there is none
     * @return false if {@code more} said so
     * @throws DamagedIndexException if the chain is broken
     */
    boolean walk(int head, int hash, KeyIndex.TimeRange range, LongPredicate more) throws IOException {
        int entry = head;
        while (entry > 0) {
            int at = load(entry);
            long earliest = header.begin() + seconds(entry, at) * 1000;
            if (earliest + FRACTION < range.from()) {
                return true; // all that follow are older
            }
            boolean found = window.getInt(at) == hash && earliest <= range.to();
            if (found && !more.test(window.getLong(at + IndexFile.LOG_OFFSET_AT))) {
                return false;
            }
            int previous = window.getInt(at + IndexFile.PREVIOUS_AT);
            if (previous < 0 || previous >= entry) {
                throw new DamagedIndexException("entry " + entry + " follows entry " + previous);
            }
            entry = previous;
        }
        return true;
    }

    /** Apache reckons the time of a file's first entry from the end of the file before. */
    private long seconds(int entry, int at) {
        return entry == 1 ? 0 : window.getInt(at + IndexFile.SECONDS_AT);
    }

    private int load(int entry) throws IOException {
        if (entry < windowFrom || entry >= windowTo) {
            windowFrom = Math.max(1, entry - WINDOW_ENTRIES + 1);
            windowTo = entry + 1;
            window.clear().limit((windowTo - windowFrom) * IndexFile.ENTRY_BYTES);
            int bytes = file.read(window, IndexFile.entryAt(shape, windowFrom));
            if (bytes < window.limit()) {
                throw new DamagedIndexException("the file is too short for entry " + entry);
            }
        }
        return (entry - windowFrom) * IndexFile.ENTRY_BYTES;
    }
}
