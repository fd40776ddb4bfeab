package org.apogeemq.store.queue;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.apogeemq.store.queue.FileQueues.Standing;

/** Reads one {@link QueueTable}. Opening thread. */
final class QueueTableReader {
    private final ByteBuffer table;
    private final FileQueues queues;
    private Standing standing;
    private long logMin;
    private boolean trimmed;
    private String reason;

    QueueTableReader(ByteBuffer table, FileQueues queues) {
        this.table = table;
        this.queues = queues;
    }

    /** Why {@link #read} gave nothing. */
    String reason() {
        return reason;
    }

    /**
     * Takes over all queues.
     *
     * @return {@code null} if the table does not fit; some queues may be there
     * @throws java.nio.BufferUnderflowException the same
     */
    Standing read(long logMin, long least) throws IOException {
        int crcAt = table.limit() - QueueTable.CRC_BYTES;
        CRC32C crc = new CRC32C();
        crc.update(table.duplicate().limit(crcAt));
        if (table.getLong() != QueueTable.MAGIC || table.getInt() != QueueTable.VERSION) {
            return failed("it is not a table of this version");
        }
        standing = new Standing(table.getLong(), table.getLong(), table.getLong());
        if (table.getInt(crcAt) != (int) crc.getValue()) {
            return failed("its checksum is wrong");
        }
        if (standing.position() < Math.max(least, logMin) || standing.logMin() > logMin) {
            return failed("it is of another time");
        }
        this.logMin = logMin;
        trimmed = logMin > standing.logMin();
        for (int kind = table.get(); kind != 0; kind = table.get()) {
            if (!readTopic(kind)) {
                return null;
            }
        }
        return table.position() == crcAt ? standing : failed("something is behind its end");
    }

    private Standing failed(String why) {
        reason = why;
        return null;
    }

    private boolean readTopic(int unitBytes) throws IOException {
        QueueKind kind = kind(unitBytes);
        if (kind == null) {
            failed("it has a topic of unknown kind " + unitBytes);
            return false;
        }
        byte[] name = new byte[table.getShort()];
        table.get(name);
        String topic = new String(name, UTF_8);
        StoredQueue[] all = new StoredQueue[table.getInt()];
        for (int i = 0; i < all.length; i++) {
            all[i] = queues.newQueue(topic, table.getInt(), kind);
            if (!readQueue(all[i])) {
                failed("a file of queue " + all[i] + " is missing");
                return false;
            }
        }
        queues.restored(topic, all);
        return true;
    }

    private static QueueKind kind(int unitBytes) {
        for (QueueKind kind : QueueKind.values()) {
            if (kind.unitBytes() == unitBytes) {
                return kind;
            }
        }
        return null;
    }

    private boolean readQueue(StoredQueue queue) throws IOException {
        long first = table.getLong();
        long inFiles = table.getLong();
        int entries = table.getInt();
        long there = firstInFiles(queue, first, inFiles);
        if (there < 0) {
            return false;
        }
        queue.restored(there, inFiles, entries, table, queue.kind() == QueueKind.BATCH ? offsets() : null);
        return true;
    }

    private StoredQueue.Offsets offsets() {
        return new StoredQueue.Offsets(table.getLong(), table.getLong());
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
