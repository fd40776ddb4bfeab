package org.apogeemq.store.queue;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.apogeemq.store.disk.DiskFile;
import org.apogeemq.store.queue.FileQueues.Standing;

/** Writes one {@link QueueTable} from front to end, while messages are appended: what comes later is left out. */
final class QueueTableWriter {
    private static final int BUFFER_BYTES = 256 * 1024;
    private static final int ROW_BYTES_MAX = 40;

    private final DiskFile file;
    private final CRC32C crc = new CRC32C();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private long position;

    QueueTableWriter(DiskFile file) {
        this.file = file;
    }

    /** A queue from its first unit on, the queue offset behind its last, and what of it is in no file. */
    private record Row(StoredQueue queue, long first, long end, Units.Pending pending) {
        long entries() {
            return pending.to() - pending.from();
        }
    }

    void write(Standing standing, Map<String, StoredQueue[]> topics) throws IOException {
        buffer.putLong(QueueTable.MAGIC).putInt(QueueTable.VERSION);
        buffer.putLong(standing.position()).putLong(standing.storeTimestamp()).putLong(standing.logMin());
        for (Map.Entry<String, StoredQueue[]> topic : topics.entrySet()) {
            List<Row> rows = rows(topic.getValue(), standing.position());
            if (!rows.isEmpty()) {
                writeTopic(topic.getKey(), rows);
            }
        }
        room(1).put((byte) 0);
        write();
        buffer.putInt((int) crc.getValue());
        write();
    }

    /** None if the topic is being removed: that is behind the position, where the log says so. */
    private static List<Row> rows(StoredQueue[] queues, long position) {
        List<Row> rows = new ArrayList<>(queues.length);
        for (StoredQueue queue : queues) {
            Units.Pending pending = queue.pending(position, queue.firstUnit());
            long end = pending == null ? 0 : queue.offsetBehind(pending.to());
            if (pending == null || queue.isRemoved()) {
                return List.of();
            }
            if (end > 0) {
                rows.add(new Row(queue, Math.min(queue.firstUnit(), pending.to()), end, pending));
            }
        }
        return rows;
    }

    private void writeTopic(String topic, List<Row> rows) throws IOException {
        byte[] name = topic.getBytes(UTF_8);
        QueueKind kind = rows.getFirst().queue.kind();
        room(name.length + 7).put((byte) kind.unitBytes()).putShort((short) name.length);
        buffer.put(name).putInt(rows.size());
        for (Row row : rows) {
            room(ROW_BYTES_MAX).putInt(row.queue.queueId()).putLong(row.first).putLong(row.pending.from());
            buffer.putInt((int) row.entries());
            if (kind == QueueKind.BATCH) {
                buffer.putLong(row.queue.minOffset()).putLong(row.end);
            }
            writeEntries(row.pending, kind.unitBytes());
        }
    }

    private void writeEntries(Units.Pending pending, int unitBytes) throws IOException {
        long at = pending.from();
        for (Chunk chunk : pending.memory()) {
            while (at < pending.to() && at >= chunk.base() && at < chunk.end()) {
                int fit = room(unitBytes).remaining() / unitBytes;
                long to = Math.min(Math.min(pending.to(), chunk.end()), at + fit);
                chunk.copy(at, to, buffer);
                at = to;
            }
        }
        if (at < pending.to()) {
            throw new IllegalStateException(
                    "entries " + at + ".." + pending.to() + " are neither in memory nor in files");
        }
    }

    private ByteBuffer room(int bytes) throws IOException {
        if (buffer.remaining() < bytes) {
            write();
        }
        return buffer;
    }

    private void write() throws IOException {
        buffer.flip();
        crc.update(buffer.duplicate());
        int bytes = buffer.remaining();
        file.write(buffer, position);
        position += bytes;
        buffer.clear();
    }
}
