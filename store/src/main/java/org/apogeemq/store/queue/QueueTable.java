package org.apogeemq.store.queue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apogeemq.store.disk.Disk;
import org.apogeemq.store.disk.DiskFile;
import org.apogeemq.store.disk.MappedBytes;
import org.apogeemq.store.queue.FileQueues.Standing;
import org.apogeemq.store.queue.TableCursor.BadTableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file that holds the standing of all queues and their entries that are in no queue file, so that opening need not
 * look into queue files, and so that they need not be written for every message. Big-endian:
 * <pre>
 *   header  0       8         12             20           28        36
 *           | magic | version | log position | store time | log min |
 *   topic   | kind, 1: entry bytes | name length, 2 | name | queues, 4 |
 *   queue   | id, 4 | first, 8 | in files, 8 | entries, 4 | entries ... |
 *   of batches   | id, 4 | first, 8 | in files, 8 | entries, 4 | min offset, 8 | offset behind, 8 | entries ... |
 *   end     | kind 0 | CRC32C of all before |
 * </pre>
 * Entries {@code [first, in files)} of a queue are in its files, the others here. They are numbered by their place in
 * the files; where each is one message that is its queue offset. Written aside, forced, renamed. A table of another
 * version is not used.
 */
final class QueueTable {
    static final long MAGIC = 0x41504F4751544142L; // "APOGQTAB"
    static final int VERSION = 2; // 1 had no queues of batches
    static final int HEADER_BYTES = 36;
    static final int CRC_BYTES = 4;

    private static final Logger LOG = LoggerFactory.getLogger(QueueTable.class);

    private final Disk disk;
    private final Path path;
    private final FileQueues queues;

    QueueTable(Disk disk, Path path, FileQueues queues) {
        this.disk = disk;
        this.path = path;
        this.queues = queues;
    }

    /** Writes the table; see {@link FileQueues#saveTable}. */
    void write(Standing standing) throws IOException {
        Path aside = path.resolveSibling(path.getFileName() + ".new");
        disk.delete(aside);
        try (DiskFile file = disk.open(aside)) {
            new QueueTableWriter(file).write(standing, queues.byTopic());
            file.force();
        }
        disk.rename(aside, path);
        disk.forceFolder(path.getParent());
    }

    /** Takes over all queues; {@code null} if the table does not exist or does not fit, when some may be there. */
    Standing read(long logMin, long least) throws IOException {
        long bytes = disk.size(path);
        if (bytes < 0) {
            return null;
        }
        String reason = "it is too short or too long";
        if (bytes > CRC_BYTES && bytes < Integer.MAX_VALUE) {
            try (DiskFile file = disk.open(path);
                    MappedBytes mapped = file.map((int) bytes)) {
                return new Reader(mapped.bytes().duplicate(), queues, logMin).read(least);
            } catch (BadTableException e) {
                reason = e.getMessage();
            }
        }
        LOG.warn("{} is not used, the queues are made again from the log: {}", path, reason);
        return null;
    }

    /** Deletes the table. */
    void delete() throws IOException {
        if (disk.exists(path)) {
            disk.delete(path);
            disk.forceFolder(path.getParent());
        }
    }

    /** Takes over the queues of one table. Opening thread. */
    private static final class Reader {
        private final TableCursor table;
        private final FileQueues queues;
        private final long logMin;
        private final boolean trimmed;

        Reader(ByteBuffer table, FileQueues queues, long logMin) throws BadTableException {
            this.table = new TableCursor(table);
            this.queues = queues;
            this.logMin = logMin;
            trimmed = logMin > this.table.standing().logMin();
        }

        /**
         * Takes over all queues.
         *
         * @throws BadTableException if the table does not fit; some queues may be there
         */
        Standing read(long least) throws BadTableException, IOException {
            Standing standing = table.standing();
            if (standing.position() < Math.max(least, logMin) || standing.logMin() > logMin) {
                throw new BadTableException("it is of another time");
            }
            while (table.nextTopic()) {
                List<StoredQueue> all = new ArrayList<>();
                while (table.nextQueue()) {
                    all.add(queue());
                }
                queues.restored(table.topic(), all.toArray(StoredQueue[]::new));
            }
            return standing;
        }

        private StoredQueue queue() throws BadTableException, IOException {
            StoredQueue queue = queues.newQueue(table.topic(), table.queueId(), table.kind());
            long there = firstInFiles(queue, table.first(), table.inFiles());
            if (there < 0) {
                throw new BadTableException("a file of queue " + queue + " is missing");
            }
            queue.restored(there, table.inFiles(), table.entries(), table.units(), table.offsets());
            return queue;
        }

        /** First entry from {@code first} on that files hold, or {@code inFiles}; -1 if a file is missing. */
        private long firstInFiles(StoredQueue queue, long first, long inFiles) throws IOException {
            QueueFiles files = queue.files();
            int unitBytes = files.unitBytes();
            long end = inFiles * unitBytes;
            if (first >= inFiles || files.hold(queue.topic(), queue.queueId(), first * unitBytes, end)) {
                return first;
            }
            if (!trimmed) {
                return -1;
            }
            // The log was trimmed since the table was written, and its files with it.
            long from = end;
            while (from > 0 && files.hold(queue.topic(), queue.queueId(), files.base(from - 1), end)) {
                from = files.base(from - 1);
            }
            return from < end && isBeforeLog(queue, from) ? Math.max(first, from / unitBytes) : -1;
        }

        /** Whether the record of an entry is gone, and with it those of all entries before. */
        private boolean isBeforeLog(StoredQueue queue, long position) throws IOException {
            ByteBuffer unit = ByteBuffer.allocate(queue.files().unitBytes());
            int read = queue.files().read(queue.topic(), queue.queueId(), unit, position);
            return read == unit.capacity() && QueueUnit.logOffset(unit, 0) < logMin;
        }
    }
}
