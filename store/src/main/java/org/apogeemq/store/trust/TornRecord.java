package org.apogeemq.store.trust;

import java.nio.ByteBuffer;
import org.apogeemq.protocol.record.RecordFormat;

/**
 * Finds records of which a part never reached the disk, where their lengths and CRC do not show it. The CRC covers the
 * body and the lengths lie before and behind it, but nothing covers the bytes of topic and properties. When power goes,
 * a disk loses whole sectors; as the log is only appended to, and cut with zeros, a lost sector is zero from some
 * record on. Neither topics nor properties hold a stretch of zeros that fills what they have of a sector. A write that
 * ended half-way, at any byte, leaves zeros behind it: topics have no zero at all, and properties do not end with one.
 */
public final class TornRecord {
    private static final int SECTOR_BYTES = 512;

    private static final int NEAR_BYTES = 8 << 20;

    private TornRecord() {}

    /** Whether topic or properties of the record, which is otherwise whole, lack a sector. */
    static boolean isTorn(ByteBuffer segment, int at) {
        int topicAt = RecordFormat.topicAt(segment, at);
        int propertiesAt = RecordFormat.propertiesAt(segment, at);
        int propertiesLength = RecordFormat.propertiesLength(segment, at);
        return holdsZero(segment, topicAt, topicAt + RecordFormat.topicLength(segment, at))
                || propertiesLength > 0 && segment.get(propertiesAt + propertiesLength - 1) == 0
                || lacksSector(segment, propertiesAt, propertiesLength);
    }

    private static boolean holdsZero(ByteBuffer segment, int from, int to) {
        for (int i = from; i < to; i++) {
            if (segment.get(i) == 0) {
                return true;
            }
        }
        return false;
    }

    /** Bytes from {@code at} to the last near it that is not zero; 0 if there is none. */
    public static long lastByte(ByteBuffer segment, int at) {
        int i = Math.min(segment.capacity(), at + NEAR_BYTES);
        while (i - at >= Long.BYTES && segment.getLong(i - Long.BYTES) == 0) {
            i -= Long.BYTES;
        }
        while (i > at && segment.get(i - 1) == 0) {
            i--;
        }
        return i - at;
    }

    private static boolean lacksSector(ByteBuffer segment, int from, int length) {
        int end = from + length;
        int begin = from;
        while (begin < end) {
            int next = Math.min((begin / SECTOR_BYTES + 1) * SECTOR_BYTES, end);
            if (isZero(segment, begin, next)) {
                return true;
            }
            begin = next;
        }
        return false;
    }

    private static boolean isZero(ByteBuffer segment, int from, int to) {
        for (int i = from; i < to; i++) {
            if (segment.get(i) != 0) {
                return false;
            }
        }
        return true;
    }
}
