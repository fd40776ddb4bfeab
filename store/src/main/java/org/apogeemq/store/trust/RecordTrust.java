package org.apogeemq.store.trust;

import java.nio.ByteBuffer;
import org.apogeemq.protocol.record.RecordFormat;
import org.apogeemq.protocol.record.VoidRecord;

/** Whether what lies at a position of the log can be believed. */
public final class RecordTrust {
    /** No queue has had as many messages. */
    private static final long QUEUE_END = 1L << 50;

    private RecordTrust() {}

    /** What is wrong with the record or filler at {@code at} of a segment; {@code null}: nothing. */
    public static String flaw(ByteBuffer segment, int at, long logOffset) {
        return switch (RecordFormat.check(segment, at, segment.capacity(), true)) {
            case VALID -> flawOfWhole(segment, at, logOffset);
            case BLANK ->
                RecordFormat.totalSize(segment, at) == segment.capacity() - at
                        ? null
                        : "a filler that does not end with its file";
            case NOT_A_RECORD -> segment.getLong(at) == 0 ? "zeros" : "no record begins here";
            case SHORT -> "a record that does not end in its file";
            case SIZE_MISMATCH -> "a record whose lengths do not add up";
            case BAD_CRC -> "a record whose body does not match its CRC";
        };
    }

    /** Whether only the body is damaged: where the record belongs can still be read, and agrees with where it lies. */
    public static boolean isFrameCredible(ByteBuffer segment, int at, long logOffset) {
        return switch (RecordFormat.check(segment, at, segment.capacity(), true)) {
            case BAD_CRC -> flawOfWhole(segment, at, logOffset) == null;
            case VALID, BLANK, NOT_A_RECORD, SHORT, SIZE_MISMATCH -> false;
        };
    }

    /** Whether what begins here says that it is a filler. */
    public static boolean isBlank(ByteBuffer segment, int at) {
        return RecordFormat.magic(segment, at) == RecordFormat.BLANK_MAGIC;
    }

    private static String flawOfWhole(ByteBuffer segment, int at, long logOffset) {
        if (RecordFormat.logOffset(segment, at) != logOffset) {
            return "a record that belongs to position " + RecordFormat.logOffset(segment, at);
        }
        if (RecordFormat.queueId(segment, at) < 0) {
            return "a record of queue " + RecordFormat.queueId(segment, at);
        }
        long queueOffset = RecordFormat.queueOffset(segment, at);
        if (queueOffset >= QUEUE_END || queueOffset < 0 && !VoidRecord.isVoid(segment, at)) {
            return "a record of message " + queueOffset;
        }
        if (!isName(segment, RecordFormat.topicAt(segment, at), RecordFormat.topicLength(segment, at))) {
            return "a record whose topic is not a name";
        }
        return TornRecord.isTorn(segment, at) ? "a record that lacks a sector" : null;
    }

    /** Whether the bytes can be the name of a topic, which is also that of a folder. */
    private static boolean isName(ByteBuffer segment, int at, int length) {
        boolean dots = true;
        for (int i = at; i < at + length; i++) {
            byte b = segment.get(i);
            if (b >= 0 && b <= ' ' || b == 0x7F || b == '/' || b == '\\') {
                return false;
            }
            dots &= b == '.';
        }
        return length > 0 && !dots;
    }
}
