package org.apogeemq.store.index;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.apogeemq.store.disk.Disk;
import org.apogeemq.store.disk.DiskFile;

/**
 * What of the index is on disk for sure, big-endian:
 * <pre>
 *   0       8         12      16        20             28      32
 *   | magic | version | slots | entries | log position | files | for each: name (i8), header (40) | CRC32C (i4) |
 * </pre>
 *
 * @param shape of the files
 * @param logPosition keys of records before it are in the files
 * @param files their names and heads, the oldest first; the last is being filled
 */
record IndexPosition(KeyIndexing shape, long logPosition, List<Named> files) {
    private static final long MAGIC = 0x41504F474B455953L; // "APOGKEYS"
    private static final int VERSION = 1;
    private static final int HEAD_BYTES = 32;
    private static final int FILE_BYTES = Long.BYTES + IndexHeader.BYTES;

    record Named(long name, IndexHeader header) {}

    IndexPosition {
        files = List.copyOf(files);
    }

    /** Reads the file; {@code null} if it is missing or damaged. */
    static IndexPosition read(Disk disk, Path path) throws IOException {
        if (!disk.exists(path)) {
            return null;
        }
        ByteBuffer bytes;
        try (DiskFile file = disk.open(path)) {
            bytes = ByteBuffer.allocate((int) Math.min(file.size(), 1 << 20));
            file.read(bytes, 0);
            bytes.flip();
        }
        boolean whole = bytes.limit() >= HEAD_BYTES + Integer.BYTES
                && bytes.getLong(0) == MAGIC
                && bytes.getInt(8) == VERSION
                && bytes.limit() == HEAD_BYTES + (long) bytes.getInt(28) * FILE_BYTES + Integer.BYTES
                && bytes.getInt(bytes.limit() - Integer.BYTES) == crc(bytes, bytes.limit() - Integer.BYTES);
        return whole ? get(bytes) : null;
    }

    /** Writes the file aside, forces it, and puts it in the place of the old one. */
    void write(Disk disk, Path path) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(HEAD_BYTES + files.size() * FILE_BYTES + Integer.BYTES);
        bytes.putLong(MAGIC).putInt(VERSION).putInt(shape.slots()).putInt(shape.entries());
        bytes.putLong(logPosition).putInt(files.size());
        for (Named named : files) {
            bytes.putLong(named.name);
            named.header.put(bytes, bytes.position());
            bytes.position(bytes.position() + IndexHeader.BYTES);
        }
        bytes.putInt(crc(bytes, bytes.position()));
        Path aside = path.resolveSibling(path.getFileName() + ".new");
        disk.delete(aside);
        try (DiskFile file = disk.open(aside)) {
            file.write(bytes.flip(), 0);
            file.force();
        }
        disk.rename(aside, path);
        disk.forceFolder(path.getParent());
    }

    private static IndexPosition get(ByteBuffer bytes) {
        List<Named> files = new ArrayList<>();
        for (int at = HEAD_BYTES; at < bytes.limit() - Integer.BYTES; at += FILE_BYTES) {
            files.add(new Named(bytes.getLong(at), IndexHeader.get(bytes, at + Long.BYTES)));
        }
        KeyIndexing shape = new KeyIndexing(true, bytes.getInt(12), bytes.getInt(16));
        return new IndexPosition(shape, bytes.getLong(20), files);
    }

    private static int crc(ByteBuffer bytes, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.array(), 0, length);
        return (int) crc.getValue();
    }
}
