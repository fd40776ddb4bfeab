package org.apogeemq.store.compact;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.apogeemq.store.disk.Disk;
import org.apogeemq.store.disk.DiskFile;

/**
 * Writes one {@link CompactedFile} under a temporary name. Nobody finds it before {@link #finish}; without that it is
 * deleted by {@link #close}, or when the store is opened the next time. Background thread.
 */
final class CompactedFileWriter implements Closeable {
    static final String TEMPORARY = ".new";

    private static final int BUFFER_BYTES = 64 << 10;

    private final Disk disk;
    private final Path folder;
    private final Path aside;
    private final Range range;
    private final DiskFile file;
    private final ByteBuffer entries = ByteBuffer.allocate(BUFFER_BYTES);
    private final ByteBuffer records = ByteBuffer.allocate(4 * BUFFER_BYTES);
    private int count;
    private int added;
    private long entriesAt;
    private long recordsAt;
    private Path renamed;
    private boolean finished;

    /**
     * What the file stands for.
     *
     * @param from first log offset
     * @param to the log offset behind it
     * @param nextOffset queue offset of the first record of the queue behind that
     */
    record Range(long from, long to, long nextOffset) {}

    CompactedFileWriter(Disk disk, Path folder, Range range) throws IOException {
        this.disk = disk;
        this.folder = folder;
        this.range = range;
        aside = folder.resolve("%020d-%020d".formatted(range.from, range.to) + TEMPORARY);
        disk.delete(aside);
        file = disk.open(aside);
    }

    /** Says how many records are going to be added. */
    void begin(long records) throws IOException {
        if (records > Integer.MAX_VALUE) {
            throw new IOException(aside + " would have " + records + " records, more than a file holds");
        }
        count = (int) records;
        entriesAt = CompactedFile.HEADER_BYTES;
        recordsAt = CompactedFile.recordsAt(count);
    }

    /** Adds a record behind the last one. */
    void add(CompactedEntry entry, ByteBuffer record) throws IOException {
        assert record.remaining() == entry.recordBytes();
        added++;
        if (entries.remaining() < CompactedEntry.BYTES) {
            writeEntries();
        }
        entry.at(recordsAt + records.position()).put(entries);
        if (record.remaining() > records.remaining()) {
            writeRecords();
        }
        if (record.remaining() > records.remaining()) {
            int bytes = record.remaining();
            file.write(record, recordsAt);
            recordsAt += bytes;
        } else {
            records.put(record);
        }
    }

    /** Makes the file durable and gives it its name: from now on it is there, whatever happens. */
    CompactedFile finish() throws IOException {
        assert added == count : added + " of " + count + " records were added";
        writeEntries();
        writeRecords();
        CompactedFile.Header header =
                new CompactedFile.Header(range.from, range.to, range.nextOffset, count, recordsAt);
        file.write(header.bytes64(), 0);
        file.force();
        file.close();
        Path path = folder.resolve(header.name());
        disk.rename(aside, path);
        renamed = path;
        disk.forceFolder(folder);
        CompactedFile made = CompactedFile.of(disk, path, header);
        finished = true;
        return made;
    }

    private void writeEntries() throws IOException {
        entries.flip();
        int bytes = entries.remaining();
        file.write(entries, entriesAt);
        entriesAt += bytes;
        entries.clear();
    }

    private void writeRecords() throws IOException {
        records.flip();
        int bytes = records.remaining();
        file.write(records, recordsAt);
        recordsAt += bytes;
        records.clear();
    }

    @Override
    public void close() throws IOException {
        if (!finished) {
            file.close();
            disk.delete(renamed == null ? aside : renamed);
        }
    }
}
