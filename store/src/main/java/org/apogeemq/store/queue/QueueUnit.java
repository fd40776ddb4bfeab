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
 * The front of a file whose queue begins in its middle is filled with (0, 2^31 - 1, 0). In queues of batches an entry
 * goes on:
 * <pre>
 *   20           28             36         38                  42        46
 *   | store time | queue offset | messages | compacted, -1: no | 0       |
 * </pre>
 */
final class QueueUnit {
    static final int BYTES = 20;
    static final int BATCH_BYTES = 46;
    static final int FILLER_RECORD_BYTES = Integer.MAX_VALUE;

    private static final int STORE_TIME_AT = 20;
    private static final int QUEUE_OFFSET_AT = 28;
    private static final int MESSAGES_AT = 36;
    private static final int COMPACTED_AT = 38;
    private static final int RESERVED_AT = 42;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);

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

    // Of queues of batches only.

    /** Puts what follows the part that {@link #put} puts. */
    static void putSpan(byte[] units, int at, long storeTimestamp, long queueOffset, int messages) {
        LONG.set(units, at + STORE_TIME_AT, storeTimestamp);
        LONG.set(units, at + QUEUE_OFFSET_AT, queueOffset);
        SHORT.set(units, at + MESSAGES_AT, (short) messages);
        INT.set(units, at + COMPACTED_AT, -1);
        INT.set(units, at + RESERVED_AT, 0);
    }

    static long storeTimestamp(byte[] units, int at) {
        return (long) LONG.get(units, at + STORE_TIME_AT);
    }

    static long queueOffset(byte[] units, int at) {
        return (long) LONG.get(units, at + QUEUE_OFFSET_AT);
    }

    static int messages(byte[] units, int at) {
        return (short) SHORT.get(units, at + MESSAGES_AT);
    }

    static boolean isSpanWritten(ByteBuffer units, int at) {
        return units.getLong(at + QUEUE_OFFSET_AT) >= 0 && units.getShort(at + MESSAGES_AT) > 0;
    }
}
