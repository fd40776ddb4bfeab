package org.apogeemq.protocol.record;

import java.nio.ByteBuffer;

/**
 * Records that hold a batch: {@link SysFlags#INNER_BATCH} is set, the body is laid out as in {@link BatchBody}, each
 * message has a place of its own in the queue, and the record's queue offset is that of the first.
 */
public final class InnerBatch {
    /** Messages that one record holds at most. */
    public static final int MESSAGES_MAX = Short.MAX_VALUE;

    private static final byte[] INNER_NUM = MessageProperties.bytes(PropertyNames.INNER_NUM);
    private static final int DIGITS_MAX = 5;

    private InnerBatch() {}

    /** Whether the record at {@code at} holds a batch. */
    // hot
    public static boolean is(ByteBuffer record, int at) {
        return (RecordFormat.sysFlag(record, at) & SysFlags.INNER_BATCH) != 0;
    }

    /**
     * How many places the record at {@code at} takes in its queue: 1 if it holds no batch. The messages of the body are
     * counted, as its CRC vouches for them; where the body is compressed or damaged, the property
     * {@value PropertyNames#INNER_NUM} says it.
     *
     * @return 1 to {@link #MESSAGES_MAX}
     */
    public static int messages(ByteBuffer record, int at) {
        if (!is(record, at)) {
            return 1;
        }
        boolean compressed = (RecordFormat.sysFlag(record, at) & SysFlags.COMPRESSED) != 0;
        int counted = compressed || VoidRecord.isVoid(record, at) ? 0 : counted(record, at);
        return counted > 0 ? counted : told(record, at);
    }

    /** Messages of the body; 0 if it is no batch. */
    private static int counted(ByteBuffer record, int at) {
        int next = RecordFormat.bodyAt(record, at);
        int end = next + RecordFormat.bodyLength(record, at);
        int count = 0;
        while (next < end) {
            int left = end - next;
            int size = left < BatchBody.FIXED_BYTES ? 0 : record.getInt(next);
            if (size < BatchBody.FIXED_BYTES || size > left || count == MESSAGES_MAX) {
                return 0;
            }
            next += size;
            count++;
        }
        return count;
    }

    /** What the property says; 1 if it says nothing that can be. */
    private static int told(ByteBuffer record, int at) {
        int propertiesAt = RecordFormat.propertiesAt(record, at);
        long found = MessageProperties.find(record, propertiesAt, RecordFormat.propertiesLength(record, at), INNER_NUM);
        int digits = found == MessageProperties.ABSENT ? 0 : MessageProperties.length(found);
        if (digits > DIGITS_MAX) {
            return 1;
        }
        int number = 0;
        for (int i = 0; i < digits; i++) {
            int digit = record.get(MessageProperties.position(found) + i) - '0';
            if (digit < 0 || digit > 9) {
                return 1;
            }
            number = number * 10 + digit;
        }
        return number > MESSAGES_MAX ? 1 : Math.max(number, 1);
    }
}
