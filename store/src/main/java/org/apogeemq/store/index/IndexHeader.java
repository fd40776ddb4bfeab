package org.apogeemq.store.index;

import java.nio.ByteBuffer;

/**
 * The head of an index file.
 *
 * @param begin store time of the first entry's record, in ms
 * @param end of the last one's
 * @param beginLog log offset of the first entry's record
 * @param endLog of the last one's
 * @param slotsUsed slots that have an entry
 * @param next number of the next entry; the first is 1
 */
record IndexHeader(long begin, long end, long beginLog, long endLog, int slotsUsed, int next) {
    static final int BYTES = 40;
    static final IndexHeader EMPTY = new IndexHeader(0, 0, 0, 0, 0, 1);

    static IndexHeader get(ByteBuffer source, int at) {
        return new IndexHeader(
                source.getLong(at),
                source.getLong(at + 8),
                source.getLong(at + 16),
                source.getLong(at + 24),
                source.getInt(at + 32),
                source.getInt(at + 36));
    }

    void put(ByteBuffer target, int at) {
        target.putLong(at, begin)
                .putLong(at + 8, end)
                .putLong(at + 16, beginLog)
                .putLong(at + 24, endLog)
                .putInt(at + 32, slotsUsed)
                .putInt(at + 36, next);
    }

    boolean isEmpty() {
        return next <= 1;
    }

    /** Whether a file of that shape can have this head. */
    boolean fits(KeyIndexing shape) {
        return next >= 1
                && next <= shape.entries()
                && slotsUsed >= 0
                && slotsUsed <= shape.slots()
                && begin <= end
                && beginLog >= 0
                && beginLog <= endLog;
    }
}
