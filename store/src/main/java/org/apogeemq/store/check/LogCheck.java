package org.apogeemq.store.check;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.apogeemq.protocol.record.RecordFormat;
import org.apogeemq.protocol.record.VoidRecord;
import org.apogeemq.store.check.LogFiles.LogFile;
import org.apogeemq.store.disk.Disk;
import org.apogeemq.store.disk.DiskFile;
import org.apogeemq.store.trust.NextValid;
import org.apogeemq.store.trust.RecordTrust;

/**
 * Walks through the log from its first to its last record. Where one is not whole, it goes on at the next, as opening
 * the store would. Every file is looked at to its end.
 */
final class LogCheck {
    private static final int PIECE_BYTES = 1 << 20;
    private static final int AHEAD_BYTES = 5 << 20; // more than a record

    private final Disk disk;
    private final LogFiles files;
    private final Findings findings;
    private final QueueCheck queues;
    private final TableCheck table;
    private final CheckProgress progress;

    private long damagedFrom = -1; // where damage begins whose end is not found yet
    private String flaw;
    private long to;
    private long records;
    private long voids;
    private long timestamp;

    LogCheck(
            Disk disk, LogFiles files, Findings findings, QueueCheck queues, TableCheck table, CheckProgress progress) {
        this.disk = disk;
        this.files = files;
        this.findings = findings;
        this.queues = queues;
        this.table = table;
        this.progress = progress;
        to = files.from();
    }

    /** Looks at every file; returns the figures. */
    CheckReport.Log run() throws IOException {
        for (List<LogFile> row : files.rows()) {
            try (CheckedLog log = new CheckedLog(disk, files, row, progress)) {
                walk(log);
            }
        }
        atEnd();
        progress.at(files.bytes(), files.bytes());
        return new CheckReport.Log(files.files().size(), files.from(), to, files.bytes(), records, voids);
    }

    private void walk(CheckedLog log) throws IOException {
        NextValid next = new NextValid(log, this::accepts);
        long at = log.begin();
        while (at < log.end()) {
            log.readAhead(at, AHEAD_BYTES);
            ByteBuffer segment = log.view(at);
            int i = log.at(at);
            if (segment.capacity() - i < RecordFormat.BLANK_BYTES) {
                at += files.segmentBytes() - i; // that a file is too short has been said
                continue;
            }
            String found = flaw(segment, i, at);
            if (found == null) {
                endDamage(at);
                at += take(log, at);
            } else {
                if (damagedFrom < 0) {
                    damagedFrom = at;
                    flaw = found;
                }
                long valid = next.after(at);
                at = valid < 0 ? log.end() : valid;
            }
        }
    }

    /** Whether a whole record behind damage can be part of the log, and is not left over from an older end of it. */
    private boolean accepts(ByteBuffer segment, int at) {
        return RecordFormat.storeTimestamp(segment, at) >= timestamp || queues.isNew(segment, at);
    }

    private String flaw(ByteBuffer segment, int i, long at) {
        if (RecordTrust.isBlank(segment, i)) {
            return RecordFormat.totalSize(segment, i) == files.segmentBytes() - i
                    ? null
                    : "a filler that does not end with its file";
        }
        return RecordTrust.flaw(segment, i, at);
    }

    /** Takes what begins here, which is whole; returns its length. */
    private int take(CheckedLog log, long at) throws IOException {
        ByteBuffer segment = log.view(at);
        int i = log.at(at);
        int size = RecordFormat.totalSize(segment, i);
        if (!RecordTrust.isBlank(segment, i)) {
            records++;
            voids += VoidRecord.isVoid(segment, i) ? 1 : 0;
            timestamp = Math.max(timestamp, RecordFormat.storeTimestamp(segment, i));
            if (VoidRecord.isVoid(segment, i)) {
                table.voidRecord(at);
            }
            if (QueueCheck.isQueued(segment, i)) {
                table.record(queues.topic(segment, i), segment, i, at);
            }
            queues.record(segment, i, log.file(at));
        }
        to = at + size;
        return size;
    }

    private void endDamage(long at) {
        if (damagedFrom < 0) {
            return;
        }
        LogFile begun = files.holding(damagedFrom);
        findings.add(
                begun.path(),
                damagedFrom - begun.base(),
                at - damagedFrom,
                flaw,
                "healed: a void record takes the place, the records behind it stay");
        damagedFrom = -1;
    }

    /** Nothing follows: zeros are the end of a log, anything else was a record once. */
    private void atEnd() throws IOException {
        if (damagedFrom < 0) {
            return;
        }
        long last = -1;
        LogFile first = null;
        for (LogFile file : files.files()) {
            if (file.base() + file.bytes() > damagedFrom) {
                long from = Math.max(damagedFrom - file.base(), 0);
                long end = behindLastByte(file, from);
                if (end > from) {
                    last = file.base() + end;
                    first = first == null ? files.holding(damagedFrom) : first;
                }
            }
        }
        if (last >= 0) {
            findings.add(
                    first.path(),
                    damagedFrom - first.base(),
                    last - damagedFrom,
                    flaw,
                    "cut: the log ends here, no whole record follows");
        }
    }

    /** Position behind the last byte of a file that is not zero; {@code from} if all behind that are. */
    private long behindLastByte(LogFile file, long from) throws IOException {
        ByteBuffer piece = ByteBuffer.allocate((int) Math.min(file.bytes(), PIECE_BYTES));
        long behind = from;
        try (DiskFile opened = disk.openForReading(file.path())) {
            for (long at = opened.nextData(from); at < file.bytes(); at = opened.nextData(at + piece.limit())) {
                piece.clear();
                int n = opened.read(piece, at);
                piece.flip();
                for (int i = n - 1; i >= 0; i--) {
                    if (piece.get(i) != 0) {
                        behind = at + i + 1;
                        break;
                    }
                }
                if (n == 0) {
                    return behind;
                }
            }
        }
        return behind;
    }
}
