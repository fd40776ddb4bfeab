package org.apogeemq.store.apache;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.apogeemq.store.disk.Disk;
import org.apogeemq.store.disk.DiskFile;
import org.apogeemq.store.disk.OffsetName;
import org.apogeemq.store.queue.QueueKind;

/**
 * What the queue files of a data folder hold, counted without opening a store. Only reads.
 *
 * @param topics topics that have queues
 * @param queues queues that have files
 * @param entries messages in them that are still in the log
 * @param logEnd behind the last record that any of them names
 */
public record QueueCensus(int topics, int queues, long entries, long logEnd) {
    private static final int RECORD_BYTES_AT = 8;
    private static final int QUEUE_OFFSET_AT = 28; // of queues of batches
    private static final int MESSAGES_AT = 36;

    /**
     * Counts.
     *
     * @param root the data folder
     * @param fileBytes length of queue files of a kind
     * @param logMin where the log begins
     */
    public static QueueCensus of(Disk disk, Path root, ToIntFunction<QueueKind> fileBytes, long logMin)
            throws IOException {
        int topics = 0;
        int queues = 0;
        long messages = 0;
        long logEnd = logMin;
        for (QueueKind kind : QueueKind.values()) {
            Path folder = root.resolve(kind.folder());
            for (String topic : disk.list(folder)) {
                topics++;
                for (String queue : disk.list(folder.resolve(topic))) {
                    List<Path> files = files(disk, folder.resolve(topic).resolve(queue));
                    if (!files.isEmpty()) {
                        queues++;
                        Ends ends = ends(disk, files, kind, fileBytes.applyAsInt(kind), logMin);
                        messages += ends.count;
                        logEnd = Math.max(logEnd, ends.logEnd);
                    }
                }
            }
        }
        return new QueueCensus(topics, queues, messages, logEnd);
    }

    private record Ends(long count, long logEnd) {}

    private static Ends ends(Disk disk, List<Path> files, QueueKind kind, int fileBytes, long logMin)
            throws IOException {
        int perFile = fileBytes / kind.unitBytes();
        long count = 0;
        long logEnd = logMin;
        for (Path path : files.reversed()) { // the first that begins before the log is the last to look at
            try (DiskFile file = disk.open(path)) {
                ByteBuffer unit = ByteBuffer.allocate(kind.unitBytes());
                int written = first(file, unit, perFile, entry -> !isWritten(entry));
                int present = first(file, unit, written, entry -> !isFiller(entry) && entry.getLong(0) >= logMin);
                if (written > present && count == 0) {
                    read(file, unit, written - 1);
                    logEnd = unit.getLong(0) + unit.getInt(RECORD_BYTES_AT);
                }
                count += messages(file, unit, kind, present, written);
                if (present > 0) {
                    break;
                }
            }
        }
        return new Ends(count, logEnd);
    }

    /** Messages of the entries {@code [from, to)} of a file. */
    private static long messages(DiskFile file, ByteBuffer unit, QueueKind kind, int from, int to) throws IOException {
        if (kind == QueueKind.SIMPLE || from == to) {
            return to - from;
        }
        read(file, unit, from);
        long first = unit.getLong(QUEUE_OFFSET_AT);
        read(file, unit, to - 1);
        return unit.getLong(QUEUE_OFFSET_AT) + unit.getShort(MESSAGES_AT) - first;
    }

    private static boolean isWritten(ByteBuffer unit) {
        return unit.getInt(RECORD_BYTES_AT) > 0 && unit.getLong(0) >= 0;
    }

    /** In front of a queue that begins in the middle of its file. */
    private static boolean isFiller(ByteBuffer unit) {
        return unit.getInt(RECORD_BYTES_AT) == Integer.MAX_VALUE && unit.getLong(0) == 0;
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
        if (file.read(unit, (long) entry * unit.capacity()) < unit.capacity()) {
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
