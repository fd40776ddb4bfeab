package org.apogeemq.store.queue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apogeemq.store.disk.Disk;
import org.apogeemq.store.disk.DiskFile;

/**
 * Finds the queues in their folder when the store opens. Of each queue those entries count that point before
 * {@code trustedTo}: they lie at the front without a gap, because they were forced before that position was noted.
 * What lies behind may have holes, so it is not looked at.
 */
final class QueueLoader {
    private static final int NAME_LENGTH = 20;

    private final QueueFiles files;
    private final FileQueues queues;
    private final long logMin;
    private final long trustedTo;
    private final boolean clean;
    private final ByteBuffer unit = ByteBuffer.allocateDirect(QueueUnit.BYTES);

    QueueLoader(QueueFiles files, FileQueues queues, long logMin, long trustedTo, boolean clean) {
        this.files = files;
        this.queues = queues;
        this.logMin = logMin;
        this.trustedTo = trustedTo;
        this.clean = clean;
    }

    void load() throws IOException {
        for (String topic : files.disk().list(files.root())) {
            for (String id : files.disk().list(files.root().resolve(topic))) {
                if (isNumber(id, 10)) {
                    loadQueue(topic, Integer.parseInt(id));
                }
            }
        }
    }

    private void loadQueue(String topic, int queueId) throws IOException {
        List<Long> bases = bases(topic, queueId);
        if (bases.isEmpty()) {
            return;
        }
        int last = lastTrusted(topic, queueId, bases);
        long min = bases.getFirst() / QueueUnit.BYTES;
        long max = min;
        if (last >= 0) {
            max = firstNotTrusted(topic, queueId, bases.get(last));
            min = firstInLog(topic, queueId, bases.subList(0, last + 1), max);
        }
        FileQueue queue = queues.obtain(topic, queueId);
        queue.loaded(min, max);
        if (!clean) {
            cut(topic, queueId, bases, max);
        }
    }

    /** Index of the last file that begins with a trusted entry, -1 if none does. */
    private int lastTrusted(String topic, int queueId, List<Long> bases) throws IOException {
        int low = 0;
        int high = bases.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            try (DiskFile file = open(topic, queueId, bases.get(middle))) {
                if (isTrusted(file, 0)) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
        }
        return low - 1;
    }

    private long firstNotTrusted(String topic, int queueId, long base) throws IOException {
        int low = 1;
        int high = files.fileBytes() / QueueUnit.BYTES;
        try (DiskFile file = open(topic, queueId, base)) {
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (isTrusted(file, middle)) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
        }
        return base / QueueUnit.BYTES + low;
    }

    /** First queue offset below {@code max} whose record is still in the log. */
    private long firstInLog(String topic, int queueId, List<Long> bases, long max) throws IOException {
        for (long base : bases) {
            long begin = base / QueueUnit.BYTES;
            long end = Math.min(max, begin + files.fileBytes() / QueueUnit.BYTES);
            try (DiskFile file = open(topic, queueId, base)) {
                if (isInLog(file, 0)) {
                    return begin;
                }
                if (isInLog(file, (int) (end - begin - 1))) {
                    int low = 1;
                    int high = (int) (end - begin - 1);
                    while (low < high) {
                        int middle = (low + high) >>> 1;
                        if (isInLog(file, middle)) {
                            high = middle;
                        } else {
                            low = middle + 1;
                        }
                    }
                    return begin + low;
                }
            }
        }
        return max;
    }

    /** Makes zeros of what lies behind {@code max}, so that it is never taken for entries later. */
    private void cut(String topic, int queueId, List<Long> bases, long max) throws IOException {
        Path folder = files.folder(topic, queueId);
        long end = max * QueueUnit.BYTES;
        for (long base : bases) {
            if (base >= end && base != bases.getFirst()) {
                files.disk().delete(folder.resolve(QueueFiles.name(base)));
            } else if (base + files.fileBytes() > end) {
                try (DiskFile file = open(topic, queueId, base)) {
                    file.resize(end - base);
                    file.resize(files.fileBytes());
                }
                files.touched(topic, queueId, base);
            }
        }
    }

    private boolean isTrusted(DiskFile file, int entry) throws IOException {
        return read(file, entry) && QueueUnit.isWritten(unit, 0) && QueueUnit.logOffset(unit, 0) < trustedTo;
    }

    private boolean isInLog(DiskFile file, int entry) throws IOException {
        return read(file, entry) && !QueueUnit.isFiller(unit, 0) && QueueUnit.logOffset(unit, 0) >= logMin;
    }

    private boolean read(DiskFile file, int entry) throws IOException {
        unit.clear();
        return file.read(unit, (long) entry * QueueUnit.BYTES) == QueueUnit.BYTES;
    }

    private DiskFile open(String topic, int queueId, long base) throws IOException {
        return files.disk().open(files.folder(topic, queueId).resolve(QueueFiles.name(base)));
    }

    /** Where the files of a queue begin, in order; only those that follow one another up to the last. */
    private List<Long> bases(String topic, int queueId) throws IOException {
        List<Long> bases = new ArrayList<>();
        Disk disk = files.disk();
        for (String name : disk.list(files.folder(topic, queueId))) {
            if (name.length() == NAME_LENGTH && isNumber(name, NAME_LENGTH)) {
                long base = Long.parseLong(name);
                if (base % files.fileBytes() != 0) {
                    throw new IOException("queue file " + files.folder(topic, queueId).resolve(name)
                            + " does not begin at a multiple of mappedFileSizeConsumeQueue (" + files.fileBytes()
                            + " bytes); set it to the value the store was made with");
                }
                if (!bases.isEmpty() && bases.getLast() + files.fileBytes() != base) {
                    bases.clear(); // a file is missing: what lies before it cannot be reached
                }
                bases.add(base);
            }
        }
        return bases;
    }

    private static boolean isNumber(String name, int lengthMax) {
        return !name.isEmpty()
                && name.length() <= lengthMax
                && name.chars().allMatch(c -> c >= '0' && c <= '9')
                && (lengthMax > 10 || Long.parseLong(name) <= Integer.MAX_VALUE);
    }
}
