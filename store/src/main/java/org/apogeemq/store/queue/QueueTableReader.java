package org.apogeemq.store.queue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apogeemq.store.queue.FileQueues.Standing;

/** Takes over the queues of one {@link QueueTable}. Opening thread. */
final class QueueTableReader {
    private final TableCursor table;
    private final FileQueues queues;
    private final long logMin;
    private final boolean trimmed;

    QueueTableReader(ByteBuffer table, FileQueues queues, long logMin) throws BadTableException {
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
