package org.apogeemq.store.batch;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apogeemq.store.TestStore;
import org.apogeemq.store.disk.FaultyDisk;

/** Reads files of queues of batches as Apache's broker lays them out, with nothing of ours. */
final class BatchFile {
    private static final int ENTRY_BYTES = 46;

    /** What an entry says besides its tags. */
    record Entry(long logOffset, int recordBytes, long storeTime, long queueOffset, int messages) {}

    private BatchFile() {}

    /** All entries of a queue up to the first that is not written. */
    static List<Entry> entries(FaultyDisk disk, int queueId) {
        Path folder = TestStore.ROOT.resolve("batchconsumequeue").resolve(BatchTopic.NAME + "/" + queueId);
        List<Entry> entries = new ArrayList<>();
        for (String file : disk.list(folder)) {
            if (Long.parseLong(file) != (long) entries.size() * ENTRY_BYTES) {
                throw new AssertionError(file + " does not follow " + entries.size() + " entries");
            }
            ByteBuffer bytes = ByteBuffer.wrap(disk.bytes(folder.resolve(file)));
            for (int at = 0; at < bytes.capacity() && bytes.getInt(at + 8) > 0; at += ENTRY_BYTES) {
                if (bytes.getInt(at + 38) != -1 || bytes.getInt(at + 42) != 0) {
                    throw new AssertionError("entry " + entries.size() + " of " + file + " ends otherwise");
                }
                entries.add(new Entry(
                        bytes.getLong(at),
                        bytes.getInt(at + 8),
                        bytes.getLong(at + 20),
                        bytes.getLong(at + 28),
                        bytes.getShort(at + 36)));
            }
        }
        return entries;
    }
}
