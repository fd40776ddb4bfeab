package org.apogeemq.store.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32C;
import org.apogeemq.protocol.record.RecordFormat;
import org.apogeemq.store.disk.Disk;
import org.apogeemq.store.open.Checkpoint;
import org.apogeemq.store.view.ViewRecords;

/**
 * Compares the table of queues with the log: each of its entries must point to the next record of its queue, or, where
 * messages are known to be lost, to a void record.
 */
final class TableCheck {
    private static final long MAGIC = 0x41504F4751544142L; // "APOGQTAB"
    private static final int VERSION_MAX = 2; // from 2 on there are queues of batches
    private static final int HEADER_BYTES = 36;
    private static final int CRC_BYTES = 4;
    private static final int ENTRY_BYTES = 20;
    private static final int BATCH_ENTRY_BYTES = 46; // begins as the other
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
        String flaw;
        try {
            flaw = flaw(checkpoint, log);
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            flaw = "the table of queues ends early";
        }
        if (flaw != null) {
            findings.add(path, 0, table.limit(), flaw, OUTCOME);
            rows.clear();
            position = 0;
        }
    }

    private String flaw(Checkpoint checkpoint, LogFiles log) {
        int crcAt = table.limit() - CRC_BYTES;
        if (crcAt < HEADER_BYTES || table.getLong() != MAGIC) {
            return "this is no table of queues";
        }
        int version = table.getInt();
        if (version < 1 || version > VERSION_MAX) {
            return "the table of queues is of version " + version;
        }
        CRC32C crc = new CRC32C();
        crc.update(table.array(), 0, crcAt);
        if (table.getInt(crcAt) != (int) crc.getValue()) {
            return "the checksum of the table of queues is wrong";
        }
        position = table.getLong();
        table.getLong(); // store time
        long min = table.getLong();
        if (position < checkpoint.queuesTo() || position < log.from() || position > log.end() || min > log.from()) {
            return "the table of queues is of another time: it was written when the log was at " + position;
        }
        for (int entryBytes = table.get(); entryBytes != 0; entryBytes = table.get()) {
            if (entryBytes != ENTRY_BYTES && entryBytes != BATCH_ENTRY_BYTES) {
                return "the table of queues has entries of " + entryBytes + " bytes";
            }
            readTopic(entryBytes);
        }
        return table.position() == crcAt ? null : "something is behind the end of the table of queues";
    }

    private void readTopic(int entryBytes) {
        byte[] name = new byte[table.getShort()];
        table.get(name);
        Map<Integer, Row> queues = rows.computeIfAbsent(new String(name, UTF_8), topic -> new HashMap<>());
        for (int left = table.getInt(); left > 0; left--) {
            int queueId = table.getInt();
            table.getLong(); // first entry
            long inFiles = table.getLong();
            int entries = table.getInt();
            boolean batches = entryBytes == BATCH_ENTRY_BYTES;
            table.position(table.position() + (batches ? 2 * Long.BYTES : 0));
            queues.put(queueId, new Row(table.position(), entryBytes, entries, batches ? -1 : inFiles + entries));
            table.position(table.position() + entries * entryBytes);
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
