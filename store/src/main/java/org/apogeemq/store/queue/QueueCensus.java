package org.apogeemq.store.queue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apogeemq.store.disk.Disk;
import org.apogeemq.store.disk.DiskFile;
import org.apogeemq.store.disk.OffsetName;

/**
 * What the queue files of a folder hold, counted without opening a store. Only reads.
 *
 * @param topics topics that have queues
 * @param queues queues that have files
 * @param entries messages in them that are still in the log
 * @param logEnd behind the last record that any of them names
 */
public record QueueCensus(int topics, int queues, long entries, long logEnd) {
    /**
     * Counts.
     *
     * @param fileBytes length of queue files
     * @param logMin where the log begins
     */
    public static QueueCensus of(Disk disk, Path folder, int fileBytes, long logMin) throws IOException {
        int topics = 0;
        int queues = 0;
        long entries = 0;
        long logEnd = logMin;
        for (String topic : disk.list(folder)) {
            topics++;
            for (String queue : disk.list(folder.resolve(topic))) {
                List<Path> files = files(disk, folder.resolve(topic).resolve(queue));
                if (!files.isEmpty()) {
                    queues++;
                    Ends ends = ends(disk, files, fileBytes / QueueUnit.BYTES, logMin);
                    entries += ends.count;
                    logEnd = Math.max(logEnd, ends.logEnd);
                }
            }
        }
        return new QueueCensus(topics, queues, entries, logEnd);
    }

    private record Ends(long count, long logEnd) {}

    private static Ends ends(Disk disk, List<Path> files, int perFile, long logMin) throws IOException {
        long count = 0;
        long logEnd = logMin;
        for (Path path : files.reversed()) { // the first that begins before the log is the last to look at
            try (DiskFile file = disk.open(path)) {
                ByteBuffer unit = ByteBuffer.allocate(QueueUnit.BYTES);
                int written = first(file, unit, perFile, entry -> !QueueUnit.isWritten(entry, 0));
                int present = first(
                        file,
                        unit,
                        written,
                        entry -> !QueueUnit.isFiller(entry, 0) && QueueUnit.logOffset(entry, 0) >= logMin);
                if (written > present && count == 0) {
                    read(file, unit, written - 1);
                    logEnd = QueueUnit.logOffset(unit, 0) + QueueUnit.recordBytes(unit, 0);
                }
                count += written - present;
                if (present > 0) {
                    break;
                }
            }
        }
        return new Ends(count, logEnd);
    }

    private interface Condition {
        boolean holds(ByteBuffer unit);
    }

    /** The first entry of the file for which, as for all behind it, the condition holds; {@code end} if none. */
    private static int first(DiskFile file, ByteBuffer unit, int end, Condition condition) throws IOException {
        int low = 0;
        int high = end;
        while (low < high) {
            int middle = (low + high) >>> 1;
            read(file, unit, middle);
            if (condition.holds(unit)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private static void read(DiskFile file, ByteBuffer unit, int entry) throws IOException {
        unit.clear();
        if (file.read(unit, (long) entry * QueueUnit.BYTES) < QueueUnit.BYTES) {
            unit.clear().putLong(0, 0).putInt(Long.BYTES, 0);
        }
    }

    private static List<Path> files(Disk disk, Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        for (String name : disk.list(folder)) {
            if (OffsetName.is(name)) {
                files.add(folder.resolve(name));
            }
        }
        return files;
    }
}
