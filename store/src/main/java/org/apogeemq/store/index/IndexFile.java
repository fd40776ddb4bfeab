package org.apogeemq.store.index;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.apogeemq.store.disk.DiskFile;

/**
 * A file of the index that is full, big-endian as Apache's:
 * <pre>
 *   0        40           40 + 4 slots
 *   | header | slots (i4) | entries (20 bytes), the first unused |
 * </pre>
 * A slot is the number of its newest entry, 0 without one. An entry is the hash of the key (i4), the record's log
 * offset (i8), seconds since the begin of the file (i4), and the number of the previous entry of its slot (i4). The
 * file's name is the local time at which it was made, {@code yyyyMMddHHmmssSSS}.
 */
record IndexFile(Path path, IndexHeader header) {
    static final int ENTRY_BYTES = 20;
    static final int LOG_OFFSET_AT = 4;
    static final int SECONDS_AT = 12;
    static final int PREVIOUS_AT = 16;
    static final int SLOT_BYTES = 4;

    private static final int NAME_DIGITS = 17;
    private static final DateTimeFormatter NAME = DateTimeFormatter.ofPattern("yyyyMMddHHmmssSSS");

    /** Length of a file. */
    static long bytes(KeyIndexing shape) {
        return entryAt(shape, shape.entries());
    }

    static long slotAt(int slot) {
        return IndexHeader.BYTES + (long) slot * SLOT_BYTES;
    }

    static long entryAt(KeyIndexing shape, int entry) {
        return slotAt(shape.slots()) + (long) entry * ENTRY_BYTES;
    }

    static boolean isName(String name) {
        return name.length() == NAME_DIGITS && name.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** The name of a file made now; behind {@code last} in any case, which is 0 if there is none. */
    static long name(long wallMillis, long last) {
        LocalDateTime now = LocalDateTime.ofInstant(Instant.ofEpochMilli(wallMillis), ZoneId.systemDefault());
        return Math.max(Long.parseLong(NAME.format(now)), last + 1);
    }

    static String text(long name) {
        return "%017d".formatted(name);
    }

    long name() {
        return Long.parseLong(path.getFileName().toString());
    }

    /** Reads the newest entry of a slot. */
    static int head(DiskFile file, int slot) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(SLOT_BYTES);
        file.read(head, slotAt(slot));
        return head.getInt(0);
    }
}
