package org.apogeemq.store.queue;

import java.nio.ByteBuffer;

/**
 * One entry of a queue file, big-endian, as Apache writes it; zeros where nothing was written.
 * <pre>
 *   0            8              12           20
 *   | log offset | record bytes | tags code |
 * </pre>
 * The front of a file whose queue begins in its middle is filled with (0, 2^31 - 1, 0).
 */
final class QueueUnit {
    static final int BYTES = 20;
    static final int FILLER_RECORD_BYTES = Integer.MAX_VALUE;

    private QueueUnit() {}

    static void put(ByteBuffer target, long logOffset, int recordBytes, long tagsCode) {
        target.putLong(logOffset).putInt(recordBytes).putLong(tagsCode);
    }

    static void putFiller(ByteBuffer target) {
        put(target, 0, FILLER_RECORD_BYTES, 0);
    }

    static long logOffset(ByteBuffer units, int at) {
        return units.getLong(at);
    }

    static int recordBytes(ByteBuffer units, int at) {
        return units.getInt(at + 8);
    }

    static long tagsCode(ByteBuffer units, int at) {
        return units.getLong(at + 12);
    }

    static boolean isWritten(ByteBuffer units, int at) {
        return recordBytes(units, at) > 0 && logOffset(units, at) >= 0;
    }

    static boolean isFiller(ByteBuffer units, int at) {
        return recordBytes(units, at) == FILLER_RECORD_BYTES && logOffset(units, at) == 0;
    }
}
