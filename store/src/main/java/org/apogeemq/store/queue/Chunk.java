package org.apogeemq.store.queue;

import java.nio.ByteBuffer;

/**
 * Consecutive entries in memory. Filled by the log's owner; others read only what was published since, so the arrays
 * need no protection. Never reused: a reader may hold it as long as it likes.
 */
final class Chunk {
    static final int ENTRIES_FIRST = 16;
    static final int ENTRIES_MAX = 2048;

    final long base;
    private final long[] logOffsets;
    private final int[] recordBytes;
    private final long[] tagsCodes;

    Chunk(long base, int entries) {
        this.base = base;
        logOffsets = new long[entries];
        recordBytes = new int[entries];
        tagsCodes = new long[entries];
    }

    int entries() {
        return logOffsets.length;
    }

    /** The queue offset behind its last place. */
    long end() {
        return base + logOffsets.length;
    }

    // hot
    void set(long queueOffset, long logOffset, int bytes, long tagsCode) {
        int i = (int) (queueOffset - base);
        logOffsets[i] = logOffset;
        recordBytes[i] = bytes;
        tagsCodes[i] = tagsCode;
    }

    /** Copies {@code [from, from + count)} behind the first {@code at} entries of {@code target}. */
    // hot
    void copy(long from, int count, QueueEntries target, int at) {
        int i = (int) (from - base);
        System.arraycopy(logOffsets, i, target.logOffsets, at, count);
        System.arraycopy(recordBytes, i, target.recordBytes, at, count);
        System.arraycopy(tagsCodes, i, target.tagsCodes, at, count);
    }

    /** Puts {@code [from, to)} in the form of a file. */
    void encode(long from, long to, ByteBuffer target) {
        for (int i = (int) (from - base); i < to - base; i++) {
            QueueUnit.put(target, logOffsets[i], recordBytes[i], tagsCodes[i]);
        }
    }
}
