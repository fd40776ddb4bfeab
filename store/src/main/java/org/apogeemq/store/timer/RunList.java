package org.apogeemq.store.timer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.apogeemq.store.disk.Disk;
import org.apogeemq.store.disk.DiskFile;

/**
 * Which files make up the index, and how far they go, big-endian:
 * <pre>
 *   0       8         12              20       24      28
 *   | magic | version | taken in to   | files | CRC32C | id 8, timers 8 of each file |
 * </pre>
 * The CRC is over all but itself.
 *
 * @param takenTo queue offset of the first timer that is in none of the files
 * @param runs the files
 */
record RunList(long takenTo, List<Entry> runs) {
    static final RunList NONE = new RunList(0, List.of());

    private static final String NAME = "runs";
    private static final long MAGIC = 0x41504F4754494D52L; // "APOGTIMR"
    private static final int VERSION = 1;
    private static final int CRC_AT = 24;
    private static final int HEADER_BYTES = 28;
    private static final int ENTRY_BYTES = 16;

    RunList {
        runs = List.copyOf(runs);
    }

    /** A file, and how many timers it holds. */
    record Entry(long id, long timers) {}

    /** The list in {@code folder}; {@code null} if there is none or it is damaged. */
    static RunList read(Disk disk, Path folder) throws IOException {
        Path path = folder.resolve(NAME);
        long bytes = disk.size(path);
        if (bytes < HEADER_BYTES || bytes > Integer.MAX_VALUE) {
            return null;
        }
        ByteBuffer text = ByteBuffer.allocate((int) bytes);
        try (DiskFile file = disk.openForReading(path)) {
            file.read(text, 0);
        }
        text.flip();
        boolean whole = text.limit() == bytes
                && text.getLong(0) == MAGIC
                && text.getInt(8) == VERSION
                && text.getInt(20) == (bytes - HEADER_BYTES) / ENTRY_BYTES
                && text.getInt(CRC_AT) == crc(text);
        if (!whole) {
            return null;
        }
        List<Entry> runs = new ArrayList<>();
        for (int at = HEADER_BYTES; at < bytes; at += ENTRY_BYTES) {
            runs.add(new Entry(text.getLong(at), text.getLong(at + 8)));
        }
        return new RunList(text.getLong(12), runs);
    }

    /** Writes it in place of the one before, in one step. */
    void write(Disk disk, Path folder) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(HEADER_BYTES + runs.size() * ENTRY_BYTES);
        text.putLong(MAGIC).putInt(VERSION).putLong(takenTo).putInt(runs.size()).putInt(0);
        runs.forEach(run -> text.putLong(run.id).putLong(run.timers));
        text.flip();
        text.putInt(CRC_AT, crc(text));
        Path path = folder.resolve(NAME);
        Path aside = folder.resolve(NAME + ".new");
        disk.delete(aside);
        try (DiskFile file = disk.open(aside)) {
            file.write(text, 0);
            file.force();
        }
        disk.rename(aside, path);
        disk.forceFolder(folder);
    }

    private static int crc(ByteBuffer text) {
        CRC32C crc = new CRC32C();
        crc.update(text.array(), 0, CRC_AT);
        crc.update(text.array(), HEADER_BYTES, text.limit() - HEADER_BYTES);
        return (int) crc.getValue();
    }
}
