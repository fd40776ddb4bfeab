package org.apogeemq.store.check;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.apogeemq.store.disk.Disk;
import org.apogeemq.store.disk.DiskFile;

/**
 * Looks whether the files of the key index can be right: heads, slots, and entries, each of which must point into the
 * log and to an older entry. Files of another shape than Apache's default are told apart by their head only.
 */
final class IndexCheck {
    private static final int NAME_DIGITS = 17;
    private static final int HEAD_BYTES = 40;
    private static final int SLOTS = 5_000_000;
    private static final int ENTRIES = 20_000_000;
    private static final int SLOT_BYTES = 4;
    private static final int ENTRY_BYTES = 20;
    private static final int PIECE_BYTES = 4 << 20;
    private static final String OUTCOME = "opening makes good what it can from the file, the rest from the log";

    private final Disk disk;
    private final Path folder;
    private final long logEnd;
    private final Findings findings;

    IndexCheck(Disk disk, Path folder, long logEnd, Findings findings) {
        this.disk = disk;
        this.folder = folder;
        this.logEnd = logEnd;
        this.findings = findings;
    }

    /** @param clean whether the store was stopped so that the last file is complete */
    void run(boolean clean) throws IOException {
        String[] names = disk.list(folder).stream()
                .filter(name -> name.length() == NAME_DIGITS && name.chars().allMatch(c -> c >= '0' && c <= '9'))
                .toArray(String[]::new);
        for (int i = 0; i < names.length; i++) {
            if (clean || i < names.length - 1) { // the last one of a killed store is mended by every opening
                file(folder.resolve(names[i]));
            }
        }
    }

    private void file(Path path) throws IOException {
        try (DiskFile file = disk.openForReading(path)) {
            ByteBuffer head = ByteBuffer.allocate(HEAD_BYTES);
            if (file.read(head, 0) < HEAD_BYTES) {
                findings.add(path, 0, file.size(), "the index file has no head", OUTCOME);
                return;
            }
            long endLog = head.getLong(24);
            int next = head.getInt(36);
            boolean possible = head.getLong(0) <= head.getLong(8)
                    && head.getLong(16) >= 0
                    && head.getLong(16) <= endLog
                    && endLog <= logEnd
                    && head.getInt(32) >= 0
                    && next >= 0;
            if (!possible) {
                findings.add(path, 0, HEAD_BYTES, "the head of the index file cannot be right", OUTCOME);
            } else if (file.size() == entryAt(ENTRIES) && next <= ENTRIES) {
                slots(path, file, next);
                entries(path, file, next, endLog);
            }
        }
    }

    private void slots(Path path, DiskFile file, int next) throws IOException {
        ByteBuffer piece = ByteBuffer.allocate(PIECE_BYTES);
        for (long at = HEAD_BYTES; at < entryAt(0); at += piece.limit()) {
            piece.clear().limit((int) Math.min(PIECE_BYTES, entryAt(0) - at));
            file.read(piece, at);
            piece.flip();
            for (int i = 0; i < piece.limit(); i += SLOT_BYTES) {
                int newest = piece.getInt(i);
                if (newest < 0 || newest >= Math.max(next, 1)) {
                    findings.add(path, at + i, SLOT_BYTES, "a slot points to entry " + newest + " of " + next, OUTCOME);
                    return;
                }
            }
        }
    }

    private void entries(Path path, DiskFile file, int next, long endLog) throws IOException {
        ByteBuffer piece = ByteBuffer.allocate(PIECE_BYTES / ENTRY_BYTES * ENTRY_BYTES);
        int number = 1;
        while (number < next) {
            int count = Math.min(piece.capacity() / ENTRY_BYTES, next - number);
            piece.clear().limit(count * ENTRY_BYTES);
            file.read(piece, entryAt(number));
            piece.flip();
            for (int i = 0; i < count; i++, number++) {
                long logOffset = piece.getLong(i * ENTRY_BYTES + 4);
                int previous = piece.getInt(i * ENTRY_BYTES + 16);
                if (logOffset < 0 || logOffset > endLog || previous < 0 || previous >= number) {
                    findings.add(
                            path,
                            entryAt(number),
                            ENTRY_BYTES,
                            "entry %d points to log offset %d and entry %d".formatted(number, logOffset, previous),
                            OUTCOME);
                    return;
                }
            }
        }
    }

    private static long entryAt(int entry) {
        return HEAD_BYTES + (long) SLOTS * SLOT_BYTES + (long) entry * ENTRY_BYTES;
    }
}
