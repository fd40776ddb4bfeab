package org.apogeemq.store.compact;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.apogeemq.protocol.record.RecordCheck;
import org.apogeemq.protocol.record.RecordFormat;
import org.apogeemq.store.disk.Disk;

/** Verifies compacted files without changing anything: header, index, and each record. One thread. */
public final class CompactedCheck {
    private final Disk disk;
    private final Path root;
    private final Findings findings;

    /** Takes what is wrong. */
    public interface Findings {
        /**
         * Something is damaged.
         *
         * @param at first byte of it in the file
         * @param bytes how many
         * @param what in words
         * @param opening what opening the store or reading makes of it
         */
        void damaged(Path file, long at, long bytes, String what, String opening);
    }

    /** @param root folder of all compacted files, which need not be there */
    public CompactedCheck(Disk disk, Path root, Findings findings) {
        this.disk = disk;
        this.root = root;
        this.findings = findings;
    }

    /** Does it. */
    public void run() throws IOException {
        for (String topic : disk.list(root)) {
            for (String queue : disk.list(root.resolve(topic))) {
                Path folder = root.resolve(topic).resolve(queue);
                for (String name : disk.list(folder)) {
                    if (CompactedFile.isName(name)) {
                        check(folder.resolve(name));
                    }
                }
            }
        }
    }

    private void check(Path path) throws IOException {
        CompactedFile file;
        try {
            file = CompactedFile.open(disk, path);
        } catch (DamagedFileException e) {
            findings.damaged(
                    path,
                    0,
                    disk.size(path),
                    e.getMessage(),
                    "set aside with the ending .damaged; the last values in it are lost");
            return;
        }
        try (CompactedFile.Reading reading = file.reading()) {
            long before = -1;
            for (int i = 0; i < file.header().count(); i++) {
                CompactedEntry entry = reading.entry(i);
                if (entry == null || entry.queueOffset() <= before) {
                    long at = CompactedFile.recordsAt(i);
                    findings.damaged(
                            path,
                            at,
                            CompactedEntry.BYTES,
                            "entry %d of the index is damaged".formatted(i),
                            "passed over, its record cannot be read; the file is not rewritten");
                } else {
                    before = entry.queueOffset();
                    checkRecord(path, reading, entry);
                }
            }
        }
    }

    private void checkRecord(Path path, CompactedFile.Reading reading, CompactedEntry entry) throws IOException {
        ByteBuffer record = ByteBuffer.allocate(entry.recordBytes());
        reading.record(entry, record);
        boolean whole = RecordFormat.check(record, 0, record.limit(), true) == RecordCheck.VALID
                && RecordFormat.totalSize(record, 0) == entry.recordBytes()
                && RecordFormat.queueOffset(record, 0) == entry.queueOffset()
                && RecordFormat.logOffset(record, 0) == entry.logOffset();
        if (!whole) {
            findings.damaged(
                    path,
                    entry.position(),
                    entry.recordBytes(),
                    "message %d of the queue is damaged".formatted(entry.queueOffset()),
                    "readers pass over it");
        }
    }
}
