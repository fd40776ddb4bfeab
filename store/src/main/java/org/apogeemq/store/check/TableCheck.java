package org.apogeemq.store.check;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apogeemq.protocol.record.RecordFormat;
import org.apogeemq.store.disk.Disk;
import org.apogeemq.store.open.Checkpoint;
import org.apogeemq.store.queue.FileQueues;
import org.apogeemq.store.queue.QueueKind;
import org.apogeemq.store.queue.TableCursor;
import org.apogeemq.store.queue.TableCursor.BadTableException;
import org.apogeemq.store.view.ViewRecords;

/**
 * Compares the table of queues with the log: each of its entries must point to the next record of its queue, or, where
 * messages are known to be lost, to a void record.
 */
final class TableCheck {
    private static final String OUTCOME = "not used: queues are made again from the log";

    private final Path path;
    private final Findings findings;
    private final long logMin;
    private final Map<String, Map<Integer, Row>> rows = new HashMap<>();
    private final Set<Long> voids = new HashSet<>();

    private ByteBuffer table;
    private long position;

    /** Of one queue: the entries that are in no file, and how many of them have been found. */
    private static final class Row {
        final int at;
        final int entryBytes;
        final int entries;
        final long end; // queue offset behind the last; -1: not known
        int found;
        int flaws;
        int flawAt;
        String flaw;

        Row(int at, int entryBytes, int entries, long end) {
            this.at = at;
            this.entryBytes = entryBytes;
            this.entries = entries;
            this.end = end;
        }

        int next() {
            return at + found * entryBytes;
        }

        void flaw(int at, String text) {
            if (flaws++ == 0) {
                flawAt = at;
                flaw = text;
            }
        }
    }

    TableCheck(Path root, Findings findings, LogFiles log) {
        this.findings = findings;
        path = root.resolve("apogee").resolve("queues.table");
        logMin = log.from();
    }

    /** Reads the table, which counts if the store is ours; says so if it cannot be used. */
    void read(Disk disk, Checkpoint checkpoint, LogFiles log) throws IOException {
        if (!checkpoint.sealed() || checkpoint.equals(Checkpoint.LOST)) {
            return;
        }
        if (disk.size(path) < 0) {
            findings.add(path, 0, 0, "the table of queues is missing", OUTCOME);
            return;
        }
        table = Bytes.of(disk, path);
        try {
            TableCursor cursor = new TableCursor(table);
            position = position(cursor.standing(), checkpoint, log);
            while (cursor.nextTopic()) {
                readTopic(cursor);
            }
            if (position < 0) {
                findings.add(path, 0, table.limit(), "the table of queues is of another time", OUTCOME);
            }
        } catch (BadTableException e) {
            findings.add(path, 0, table.limit(), "the table of queues cannot be used: " + e.getMessage(), OUTCOME);
            position = -1;
        }
        if (position < 0) {
            rows.clear();
            position = 0;
        }
    }

    /** Log offset up to which the table holds everything; -1 if it is of another time than the log. */
    private static long position(FileQueues.Standing standing, Checkpoint checkpoint, LogFiles log) {
        boolean fits = standing.position() >= Math.max(checkpoint.queuesTo(), log.from())
                && standing.position() <= log.end()
                && standing.logMin() <= log.from();
        return fits ? standing.position() : -1;
    }

    private void readTopic(TableCursor cursor) throws BadTableException {
        Map<Integer, Row> queues = rows.computeIfAbsent(cursor.topic(), topic -> new HashMap<>());
        while (cursor.nextQueue()) {
            long end = cursor.kind() == QueueKind.BATCH ? -1 : cursor.inFiles() + cursor.entries();
            int unitBytes = cursor.kind().unitBytes();
            queues.put(cursor.queueId(), new Row(cursor.entriesAt(), unitBytes, cursor.entries(), end));
        }
    }

    /** Takes a void record, which covers damage. */
    void voidRecord(long logOffset) {
        if (logOffset < position) {
            voids.add(logOffset);
        }
    }

    /** Takes a record that has a place in a queue. */
    void record(String topic, ByteBuffer segment, int at, long logOffset) {
        if (logOffset >= position) {
            return;
        }
        String removed = topic.equals(ViewRecords.TOPIC) ? ViewRecords.removedTopic(segment, at) : null;
        if (removed != null) { // what was said of it before counts for nothing
            rows.getOrDefault(removed, Map.of()).values().forEach(row -> row.flaws = 0);
        }
        Map<Integer, Row> queues = rows.get(topic);
        Row row = queues == null ? null : queues.get(RecordFormat.queueId(segment, at));
        if (row == null) {
            return; // the topic was removed before the table was written
        }
        passLost(row, logOffset);
        if (row.found < row.entries && table.getLong(row.next()) == logOffset) {
            int bytes = table.getInt(row.next() + Long.BYTES);
            if (bytes != RecordFormat.totalSize(segment, at)) {
                row.flaw(row.next(), "says that the record at " + logOffset + " has " + bytes + " bytes");
            }
            row.found++;
        } else if (row.found == row.entries && row.end >= 0 && RecordFormat.queueOffset(segment, at) >= row.end) {
            row.flaw(row.next(), "is missing, of the record at " + logOffset);
        }
    }

    /** Entries that point before {@code logOffset} have no record of their queue. */
    private void passLost(Row row, long logOffset) {
        for (; row.found < row.entries && table.getLong(row.next()) < logOffset; row.found++) {
            long to = table.getLong(row.next());
            if (to >= logMin && !voids.contains(to)) {
                row.flaw(row.next(), "points to log offset " + to + ", where no record of the queue is");
            }
        }
    }

    /** All records were taken: says what is wrong. */
    void end() {
        rows.forEach((topic, queues) -> queues.forEach((queueId, row) -> {
            passLost(row, Long.MAX_VALUE);
            if (row.flaws > 0) {
                String more = row.flaws > 1 ? "; " + (row.flaws - 1) + " more in this queue" : "";
                findings.add(
                        path,
                        row.flawAt,
                        row.entryBytes,
                        "an entry of queue %s/%d %s%s".formatted(topic, queueId, row.flaw, more),
                        "not noticed by opening; delete the file checkpoint to have the queues made again from the"
                                + " log");
            }
        }));
    }
}
