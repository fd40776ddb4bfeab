package org.apogeemq.store.check;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apogeemq.protocol.record.RecordFormat;
import org.apogeemq.protocol.record.VoidRecord;
import org.apogeemq.store.check.LogFiles.LogFile;
import org.apogeemq.store.disk.Disk;
import org.apogeemq.store.disk.DiskFile;
import org.apogeemq.store.disk.MappedBytes;
import org.apogeemq.store.open.RecordTrust;

/**
 * Walks through the log from its first to its last record. Where one is not whole, it looks for the next: at the end
 * the damaged one claims, byte by byte, in the next files. Each file is read in big pieces ahead of the walk and looked
 * at through a mapping.
 */
final class LogCheck {
    private static final int PIECE_BYTES = 8 << 20;

    private final Disk disk;
    private final LogFiles files;
    private final Findings findings;
    private final QueueCheck queues;
    private final CheckProgress progress;
    private final ByteBuffer piece;

    // The file looked at.
    private LogFile file;
    private DiskFile open;
    private ByteBuffer view;
    private int readTo;

    private long damagedFrom = -1; // where damage begins whose end is not found yet
    private String flaw;
    private long to;
    private long done;
    private long records;
    private long voids;
    private long timestamp;

    LogCheck(Disk disk, LogFiles files, Findings findings, QueueCheck queues, CheckProgress progress) {
        this.disk = disk;
        this.files = files;
        this.findings = findings;
        this.queues = queues;
        this.progress = progress;
        to = files.from();
        piece = ByteBuffer.allocateDirect(Math.clamp(files.segmentBytes(), 1, PIECE_BYTES));
    }

    /** Looks at every file; returns the figures. */
    CheckReport.Log run() throws IOException {
        for (LogFile next : files.files()) {
            file = next;
            readTo = 0;
            int bytes = (int) Math.min(next.bytes(), files.segmentBytes());
            if (bytes > 0) {
                try (DiskFile opened = disk.openForReading(next.path());
                        MappedBytes mapped = opened.map(bytes)) {
                    open = opened;
                    view = mapped.bytes();
                    walk(bytes);
                }
            }
            done += next.bytes();
        }
        atEnd();
        return new CheckReport.Log(files.files().size(), files.from(), to, files.bytes(), records, voids);
    }

    private void walk(int bytes) throws IOException {
        int at = 0;
        while (at < bytes) {
            readAhead(at);
            String found = damagedFrom >= 0 && !isGoingOn(at) ? flaw : flaw(at);
            if (found == null) {
                endDamage(at);
                at += take(at);
            } else {
                if (damagedFrom < 0) {
                    damagedFrom = file.base() + at;
                    flaw = found;
                }
                at = next(at, bytes);
            }
        }
    }

    /** Where the next record or last filler may begin behind damage at {@code at}. */
    private int next(int at, int bytes) throws IOException {
        if (bytes - at >= RecordFormat.FIXED_BYTES) {
            int claimed = RecordFormat.totalSize(view, at);
            if (claimed >= RecordFormat.FIXED_BYTES && claimed <= bytes - at && isGoingOn(at + claimed)) {
                return at + claimed;
            }
        }
        int i = at + 1;
        long looked = i; // for holes, up to here
        while (i + RecordFormat.BLANK_BYTES <= bytes && !isGoingOn(i)) {
            if (i >= looked) {
                i = overHole(i);
                looked = i + (long) PIECE_BYTES;
            }
            readAhead(i);
            i += i + 2 * RecordFormat.BLANK_BYTES <= bytes && view.getLong(i + 4) == 0 ? RecordFormat.BLANK_BYTES : 1;
        }
        return i + RecordFormat.BLANK_BYTES <= bytes ? i : bytes;
    }

    /** Where to go on looking: what was never written, as behind the end of a log, is not read. */
    private int overHole(int at) throws IOException {
        int data = (int) Math.min(open.nextData(at), view.capacity());
        readTo = Math.max(readTo, data);
        return Math.max(at, data - RecordFormat.BLANK_BYTES); // the length of a record may be zeros of the hole
    }

    /** Whether a whole record begins here that may follow damage. */
    private boolean isGoingOn(int at) {
        if (view.capacity() - at < RecordFormat.FIXED_BYTES) {
            return false;
        }
        int magic = RecordFormat.magic(view, at);
        return (magic == RecordFormat.MAGIC_V1 || magic == RecordFormat.MAGIC_V2)
                && RecordFormat.logOffset(view, at) == file.base() + at
                && flaw(at) == null
                && (RecordFormat.storeTimestamp(view, at) >= timestamp || queues.isNew(view, at));
    }

    private String flaw(int at) {
        if (view.capacity() - at < RecordFormat.BLANK_BYTES) {
            return "no room for a record";
        }
        if (RecordFormat.magic(view, at) == RecordFormat.BLANK_MAGIC) {
            return RecordFormat.totalSize(view, at) == files.segmentBytes() - at
                    ? null
                    : "a filler that does not end with its file";
        }
        return RecordTrust.flaw(view, at, file.base() + at);
    }

    /** Takes what begins here, which is whole; returns its length. */
    private int take(int at) throws IOException {
        int size = RecordFormat.totalSize(view, at);
        if (RecordFormat.magic(view, at) != RecordFormat.BLANK_MAGIC) {
            records++;
            voids += VoidRecord.isVoid(view, at) ? 1 : 0;
            timestamp = Math.max(timestamp, RecordFormat.storeTimestamp(view, at));
            queues.record(view, at, file);
        }
        to = file.base() + at + size;
        return Math.min(size, view.capacity() - at);
    }

    private void endDamage(int at) {
        if (damagedFrom < 0) {
            return;
        }
        LogFile begun = files.holding(damagedFrom);
        findings.add(
                begun.path(),
                damagedFrom - begun.base(),
                file.base() + at - damagedFrom,
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

    /** Reads the next piece in one go, so that the walk finds it in memory. */
    private void readAhead(int at) throws IOException {
        while (at + piece.capacity() / 2 > readTo && readTo < view.capacity()) {
            readTo += Math.max(open.read(piece.clear(), readTo), 1);
            progress.at(done + at, files.bytes());
        }
    }
}
