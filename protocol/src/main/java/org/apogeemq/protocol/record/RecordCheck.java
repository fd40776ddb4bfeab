package org.apogeemq.protocol.record;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/** What lies at a position of a log, as {@link RecordFormat#check} finds it. */
public enum RecordCheck {
    /** A record whose parts add up to its size and, if that was asked for, match its CRC. */
    VALID,
    /** The filler that ends a log file. */
    BLANK,
    /** Neither a record's magic nor the filler's. */
    NOT_A_RECORD,
    /** It may be a record, but its bytes go on behind the limit. */
    SHORT,
    /** A record's magic, but its parts do not add up to its size. */
    SIZE_MISMATCH,
    /** The body is not the one the CRC was computed of. */
    BAD_CRC;

    static RecordCheck of(ByteBuffer buffer, int at, int limit, boolean verifyCrc) {
        int end = Math.min(limit, buffer.limit());
        if (at < 0 || end - at < RecordFormat.BLANK_BYTES) {
            return SHORT;
        }
        int magic = RecordFormat.magic(buffer, at);
        if (magic == RecordFormat.BLANK_MAGIC) {
            return BLANK;
        }
        if (magic != RecordFormat.MAGIC_V1 && magic != RecordFormat.MAGIC_V2) {
            return NOT_A_RECORD;
        }
        int size = RecordFormat.totalSize(buffer, at);
        if (size < RecordFormat.FIXED_BYTES) {
            return SIZE_MISMATCH;
        }
        if (size > end - at) {
            return SHORT;
        }
        if (!addsUp(buffer, at, size, magic)) {
            return SIZE_MISMATCH;
        }
        return !verifyCrc || bodyMatches(buffer, at) ? VALID : BAD_CRC;
    }

    /** Reads each length only after it is known to lie inside the record. */
    private static boolean addsUp(ByteBuffer buffer, int at, int size, int magic) {
        int topicLengthBytes = RecordFormat.topicLengthBytes(magic);
        int fixed = RecordFormat.BODY_AT + RecordFormat.hostsExtra(RecordFormat.sysFlag(buffer, at));
        int left = size - fixed - topicLengthBytes - 2;
        if (left < 0) {
            return false;
        }
        int bodyLength = buffer.getInt(at + fixed - 4);
        if (bodyLength < 0 || bodyLength > left) {
            return false;
        }
        left -= bodyLength;
        int next = at + fixed + bodyLength;
        int topicLength = RecordFormat.topicLength(buffer, next, magic);
        if (topicLength < 0 || topicLength > left) {
            return false;
        }
        return buffer.getShort(next + topicLengthBytes + topicLength) == left - topicLength;
    }

    private static boolean bodyMatches(ByteBuffer buffer, int at) {
        ByteBuffer body = buffer.slice(RecordFormat.bodyAt(buffer, at), RecordFormat.bodyLength(buffer, at));
        return RecordFormat.crc(new CRC32(), body) == RecordFormat.bodyCrc(buffer, at);
    }
}
