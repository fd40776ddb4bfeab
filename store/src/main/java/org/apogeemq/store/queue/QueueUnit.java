package org.apogeemq.store.queue;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

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

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private QueueUnit() {}

    // hot
    static void put(byte[] units, int at, long logOffset, int recordBytes, long tagsCode) {
        LONG.set(units, at, logOffset);
        INT.set(units, at + 8, recordBytes);
        LONG.set(units, at + 12, tagsCode);
    }

    static void putFiller(ByteBuffer target) {
        target.putLong(0).putInt(FILLER_RECORD_BYTES).putLong(0);
    }

    // hot
    static long logOffset(byte[] units, int at) {
        return (long) LONG.get(units, at);
    }

    // hot
    static int recordBytes(byte[] units, int at) {
        return (int) INT.get(units, at + 8);
    }

    // hot
    static long tagsCode(byte[] units, int at) {
        return (long) LONG.get(units, at + 12);
    }

    static long logOffset(ByteBuffer units, int at) {
        return units.getLong(at);
    }

    static int recordBytes(ByteBuffer units, int at) {
        return units.getInt(at + 8);
    }

    static boolean isWritten(ByteBuffer units, int at) {
        return recordBytes(units, at) > 0 && logOffset(units, at) >= 0;
    }

    static boolean isFiller(ByteBuffer units, int at) {
        return recordBytes(units, at) == FILLER_RECORD_BYTES && logOffset(units, at) == 0;
    }
}
