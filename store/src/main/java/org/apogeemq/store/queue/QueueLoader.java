package org.apogeemq.store.queue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.apogeemq.store.disk.DiskFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the queues of one kind in their folder when the store opens. Of each queue those entries count that point
 * before {@code trustedTo}: they lie at the front without a gap, because they were forced before that position was
 * noted. What lies behind may have holes, so it is not looked at.
 */
final class QueueLoader {
    private static final Logger LOG = LoggerFactory.getLogger(QueueLoader.class);
    private static final int BLOCK_ENTRIES = 200;

    private final QueueFiles files;
    private final FileQueues queues;
    private final long logMin;
    private final long trustedTo;
    private final boolean clean;
    private final int unitBytes;
    private final ByteBuffer block;

    // The open file, and what was read of it last.
    private DiskFile file;
    private long fileBase;
    private int blockFirst = -1;
    private int blockBytes;

    QueueLoader(QueueFiles files, FileQueues queues, long logMin, long trustedTo, boolean clean) {
        this.files = files;
        this.queues = queues;
        this.logMin = logMin;
        this.trustedTo = trustedTo;
        this.clean = clean;
        unitBytes = files.unitBytes();
        block = ByteBuffer.allocateDirect(BLOCK_ENTRIES * unitBytes);
    }

    void load() throws IOException {
        for (String topic : files.disk().list(files.root())) {
            if (isOfOtherKind(topic)) {
                LOG.warn("{} holds queues of the kind {} too: they were converted from it", topic, queues.kind(topic));
                files.delete(topic);
                continue;
            }
            for (String id : files.disk().list(files.root().resolve(topic))) {
                if (isQueueId(id)) {
                    loadQueue(topic, Integer.parseInt(id));
                }
            }
        }
    }

    private boolean isOfOtherKind(String topic) {
        QueueKind kind = queues.kind(topic);
        return kind != null && kind != files.kind();
    }

    private void loadQueue(String topic, int queueId) throws IOException {
        List<Long> bases = bases(topic, queueId);
        if (!bases.isEmpty()) {
            try {
                loadQueue(topic, queueId, bases);
            } finally {
                closeFile();
            }
        }
    }

    private void loadQueue(String topic, int queueId, List<Long> bases) throws IOException {
        int last = lastTrusted(topic, queueId, bases);
        long min = bases.getFirst() / unitBytes;
        long max = min;
        if (last >= 0) {
            max = firstNotTrusted(topic, queueId, bases.get(last));
            min = firstInLog(topic, queueId, bases.subList(0, last + 1), max);
        }
        StoredQueue queue = queues.obtain(topic, queueId, files.kind());
        queue.loaded(min, max);
        if (!clean) {
            closeFile();
            files.cut(topic, queueId, max * unitBytes);
        }
    }

    /** Index of the last file that begins with a trusted entry, -1 if none does. */
    private int lastTrusted(String topic, int queueId, List<Long> bases) throws IOException {
        int low = 0;
        int high = bases.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (isTrusted(open(topic, queueId, bases.get(middle)), 0)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low - 1;
    }

    private long firstNotTrusted(String topic, int queueId, long base) throws IOException {
        int entries = files.fileBytes() / unitBytes;
        DiskFile file = open(topic, queueId, base);
        int low = 1;
        int high = Math.min(BLOCK_ENTRIES, entries);
        while (high < entries && isTrusted(file, high - 1)) { // most queues are short: first look near the front
            low = high;
            high = Math.min(high * 4, entries);
        }
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (isTrusted(file, middle)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return base / unitBytes + low;
    }

    /** First entry below {@code max} whose record is still in the log. */
    private long firstInLog(String topic, int queueId, List<Long> bases, long max) throws IOException {
        for (long base : bases) {
            long begin = base / unitBytes;
            long end = Math.min(max, begin + files.fileBytes() / unitBytes);
            DiskFile file = open(topic, queueId, base);
            if (isInLog(file, 0)) {
                return begin;
            }
            if (isInLog(file, (int) (end - begin - 1))) {
                return begin + firstInLog(file, (int) (end - begin - 1));
            }
        }
        return max;
    }

    private int firstInLog(DiskFile file, int last) throws IOException {
        int low = 1;
        int high = last;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (isInLog(file, middle)) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private boolean isTrusted(DiskFile file, int entry) throws IOException {
        int at = read(file, entry);
        return at >= 0
                && QueueUnit.isWritten(block, at)
                && QueueUnit.logOffset(block, at) < trustedTo
                && (files.kind() == QueueKind.SIMPLE || QueueUnit.isSpanWritten(block, at));
    }

    private boolean isInLog(DiskFile file, int entry) throws IOException {
        int at = read(file, entry);
        return at >= 0 && !QueueUnit.isFiller(block, at) && QueueUnit.logOffset(block, at) >= logMin;
    }

    /** Where in the block the entry lies; -1 if the file ends before it. */
    private int read(DiskFile file, int entry) throws IOException {
        int first = entry - entry % BLOCK_ENTRIES;
        if (first != blockFirst) {
            blockFirst = -1;
            block.clear();
            blockBytes = file.read(block, (long) first * unitBytes);
            blockFirst = first;
        }
        int at = (entry - first) * unitBytes;
        return at + unitBytes <= blockBytes ? at : -1;
    }

    /** The file of the present queue that begins at {@code base}; open until another one is. */
    private DiskFile open(String topic, int queueId, long base) throws IOException {
        if (file == null || fileBase != base) {
            closeFile();
            file = files.disk().open(files.folder(topic, queueId).resolve(QueueFiles.name(base)));
            fileBase = base;
            blockFirst = -1;
        }
        return file;
    }

    private void closeFile() throws IOException {
        if (file != null) {
            file.close();
            file = null;
        }
    }

    /** Where the files of a queue begin, in order; only those that follow one another up to the last. */
    private List<Long> bases(String topic, int queueId) throws IOException {
        List<Long> bases = files.bases(topic, queueId);
        for (int i = bases.size() - 1; i > 0; i--) {
            if (bases.get(i - 1) + files.fileBytes() != bases.get(i)) {
                return bases.subList(i, bases.size()); // a file is missing: what lies before it cannot be reached
            }
        }
        return bases;
    }

    private static boolean isQueueId(String name) {
        return !name.isEmpty()
                && name.length() <= 10
                && name.chars().allMatch(c -> c >= '0' && c <= '9')
                && Long.parseLong(name) <= Integer.MAX_VALUE;
    }
}
