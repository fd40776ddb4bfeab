package org.apogeemq.store.compact;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import org.apogeemq.store.disk.Disk;
import org.apogeemq.store.disk.DiskFile;

/**
 * One compacted file of a queue: what is left of the queue's records in a range of the log. It never changes; it is
 * open only while somebody reads it. Big-endian:
 * <pre>
 *   0       8         12     16           24         32                  40        48                  60
 *   | magic | version | zero | from, log | to, log | next queue offset | entries | file length | zero | CRC32C |
 *   64
 *   | entries, 72 each, by queue offset: {@link CompactedEntry} | records, one behind the other |
 * </pre>
 * Its name is {@code from-to}, 20 digits each. The CRC covers the header before it.
 */
final class CompactedFile {
    static final int HEADER_BYTES = 64;
    static final int NAME_DIGITS = 20;
    static final int NAME_LENGTH = 2 * NAME_DIGITS + 1;

    private static final long MAGIC = 0x41504F47434F4D50L; // "APOGCOMP"
    private static final int VERSION = 1;
    private static final int CRC_AT = 60;
    private static final int BLOCK_ENTRIES = 64;

    private final Disk disk;
    private final Path path;
    private final Header header;
    private final long firstOffset;
    private final long lastOffset;

    // Set by whoever finds damage; such a file stays as it is.
    private volatile boolean damaged;

    /**
     * What a file says of itself.
     *
     * @param from it holds what is needed of the records from this log offset on
     * @param to up to this one
     * @param nextOffset queue offset of the first record of the queue behind {@code to}
     * @param count records
     * @param bytes length of the file
     */
    record Header(long from, long to, long nextOffset, int count, long bytes) {
        Header {
            if (from < 0 || to <= from || nextOffset < 0 || count < 0 || bytes < recordsAt(count)) {
                throw new IllegalArgumentException("a compacted file cannot hold log offsets %d to %d, %d records, %d"
                                .formatted(from, to, count, bytes)
                        + " bytes, next queue offset " + nextOffset);
            }
        }

        /** The file's name. */
        String name() {
            return "%020d-%020d".formatted(from, to);
        }

        ByteBuffer bytes64() {
            ByteBuffer bytes = ByteBuffer.allocate(HEADER_BYTES);
            bytes.putLong(MAGIC).putInt(VERSION).putInt(0).putLong(from).putLong(to);
            bytes.putLong(nextOffset).putLong(count).putLong(this.bytes).putInt(0);
            return bytes.putInt(crc(bytes)).flip();
        }
    }

    private CompactedFile(Disk disk, Path path, Header header, long firstOffset, long lastOffset) {
        this.disk = disk;
        this.path = path;
        this.header = header;
        this.firstOffset = firstOffset;
        this.lastOffset = lastOffset;
    }

    /**
     * Takes a file that is there.
     *
     * @throws DamagedFileException if it is not one, or was damaged where nothing can be found without it
     */
    static CompactedFile open(Disk disk, Path path) throws IOException {
        try (DiskFile file = disk.openForReading(path)) {
            ByteBuffer bytes = ByteBuffer.allocate(HEADER_BYTES);
            if (file.read(bytes, 0) < HEADER_BYTES) {
                throw new DamagedFileException(path + " has no header");
            }
            boolean credible =
                    bytes.getLong(0) == MAGIC && bytes.getInt(8) == VERSION && bytes.getInt(CRC_AT) == crc(bytes);
            if (!credible) {
                throw new DamagedFileException(path + " is not a compacted file, or its header was damaged");
            }
            Header header = new Header(
                    bytes.getLong(16),
                    bytes.getLong(24),
                    bytes.getLong(32),
                    (int) bytes.getLong(40),
                    bytes.getLong(48));
            if (file.size() < recordsAt(header.count)) {
                throw new DamagedFileException(
                        path + " was truncated: it has " + file.size() + " bytes of " + header.bytes);
            }
            return of(disk, path, header);
        }
    }

    /** Takes a file that was just written. */
    static CompactedFile of(Disk disk, Path path, Header header) throws IOException {
        CompactedFile unknown = new CompactedFile(disk, path, header, Long.MAX_VALUE, -1);
        try (Reading reading = unknown.reading()) {
            CompactedEntry first = reading.from(0);
            CompactedEntry last = reading.before(header.count);
            return first == null
                    ? unknown
                    : new CompactedFile(disk, path, header, first.queueOffset(), last.queueOffset());
        }
    }

    Path path() {
        return path;
    }

    /** Whether a file may be called that. */
    static boolean isName(String name) {
        return name.length() == NAME_LENGTH
                && name.charAt(NAME_DIGITS) == '-'
                && name.chars().filter(c -> c >= '0' && c <= '9').count() == NAME_LENGTH - 1;
    }

    /** Whether a {@link Fold} has found damage in it. */
    boolean isDamaged() {
        return damaged;
    }

    Header header() {
        return header;
    }

    /** Queue offset of the first record; {@code Long.MAX_VALUE} if there is none. */
    long firstOffset() {
        return firstOffset;
    }

    /** Queue offset of the last record; -1 if there is none. */
    long lastOffset() {
        return lastOffset;
    }

    /** Opens the file to read in it; {@link java.nio.file.NoSuchFileException} if it was replaced meanwhile. */
    Reading reading() throws IOException {
        DiskFile file = disk.openForReading(path);
        try {
            return new Reading(file, file.size());
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** The file, open. Confined to one thread. */
    final class Reading implements Closeable {
        private final DiskFile file;
        private final long length;
        private final ByteBuffer block =
                ByteBuffer.allocate(Math.min(BLOCK_ENTRIES, Math.max(header.count, 1)) * CompactedEntry.BYTES);
        private int blockFirst = -1;
        private int blockCount;

        private Reading(DiskFile file, long length) {
            this.file = file;
            this.length = length;
        }

        /** Entry {@code i}; {@code null} if it is damaged, or its record is behind the end of the file. */
        CompactedEntry entry(int i) throws IOException {
            int perBlock = block.capacity() / CompactedEntry.BYTES;
            int first = i - i % perBlock;
            if (first != blockFirst) {
                blockFirst = -1;
                block.clear();
                int bytes = file.read(block, HEADER_BYTES + (long) first * CompactedEntry.BYTES);
                blockCount = bytes / CompactedEntry.BYTES;
                blockFirst = first;
            }
            int at = i - first;
            CompactedEntry entry = at < blockCount ? CompactedEntry.get(block, at * CompactedEntry.BYTES) : null;
            return entry != null && entry.position() + entry.recordBytes() <= length ? entry : null;
        }

        /** The first whole entry from {@code i} on; {@code null} if there is none. */
        CompactedEntry from(int i) throws IOException {
            CompactedEntry entry = null;
            for (int at = i; at < header.count && entry == null; at++) {
                entry = entry(at);
            }
            return entry;
        }

        /** The last whole entry before {@code i}; {@code null} if there is none. */
        CompactedEntry before(int i) throws IOException {
            CompactedEntry entry = null;
            for (int at = i - 1; at >= 0 && entry == null; at--) {
                entry = entry(at);
            }
            return entry;
        }

        /** Number of the first entry that has {@code least} or more of what grows from entry to entry. */
        int first(Measure measure, long least) throws IOException {
            int low = 0;
            int high = header.count;
            while (low < high) {
                int middle = (low + high) >>> 1;
                int whole = middle;
                CompactedEntry entry = entry(whole);
                while (entry == null && ++whole < high) { // damaged: its neighbour says nearly the same
                    entry = entry(whole);
                }
                if (entry == null || measure.of(entry) >= least) {
                    high = middle;
                } else {
                    low = whole + 1;
                }
            }
            return low;
        }

        /** Reads the record of an entry into {@code target}, which has exactly room for it. */
        void record(CompactedEntry entry, ByteBuffer target) throws IOException {
            file.read(target, entry.position());
            if (target.hasRemaining()) {
                throw new EOFException(path + " ends before byte " + (entry.position() + entry.recordBytes()));
            }
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    /** Something of an entry that grows from one to the next. */
    interface Measure {
        long of(CompactedEntry entry);
    }

    /** All of this file for a {@link Fold}; it throws {@link DamagedFileException} where an entry is damaged. */
    Part part() throws IOException {
        Reading reading = reading();
        return new Part() {
            @Override
            public int count() {
                return header.count;
            }

            @Override
            public CompactedEntry entry(int i) throws IOException {
                CompactedEntry entry = reading.entry(i);
                if (entry == null) {
                    damaged = true;
                    throw new DamagedFileException("entry " + i + " of " + path + " is damaged");
                }
                return entry;
            }

            @Override
            public void read(CompactedEntry entry, ByteBuffer target) throws IOException {
                reading.record(entry, target);
            }

            @Override
            public void close() throws IOException {
                reading.close();
            }
        };
    }

    @Override
    public String toString() {
        return path.toString();
    }

    /** Where records begin in a file with so many. */
    static long recordsAt(long count) {
        return HEADER_BYTES + count * CompactedEntry.BYTES;
    }

    private static int crc(ByteBuffer header) {
        CRC32C crc = new CRC32C();
        crc.update(header.array(), header.arrayOffset(), CRC_AT);
        return (int) crc.getValue();
    }
}
