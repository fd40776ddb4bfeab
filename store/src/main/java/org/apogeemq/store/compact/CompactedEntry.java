package org.apogeemq.store.compact;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * What a compacted file says of one of its records. 72 bytes, big-endian:
 * <pre>
 *   0              8            16         24           32          40
 *   | queue offset | log offset | position | store time | tags code | digest of the key, 16 |
 *   56             60      64     68
 *   | record bytes | flags | zero | CRC32C of all before |
 * </pre>
 *
 * @param queueOffset of the message
 * @param logOffset where the record was in the log
 * @param position where it is in this file
 * @param storeTimestamp when it was stored, in ms
 * @param tagsCode what its queue entry says of its tags
 * @param key digest of its KEYS
 * @param recordBytes length of the record
 * @param tombstone whether its body is empty, which takes the key away
 */
public record CompactedEntry(
        long queueOffset,
        long logOffset,
        long position,
        long storeTimestamp,
        long tagsCode,
        KeyDigest key,
        int recordBytes,
        boolean tombstone) {
    static final int BYTES = 72;
    private static final int CRC_AT = 68;
    private static final int FLAG_TOMBSTONE = 1;

    /** The same at another position. */
    CompactedEntry at(long newPosition) {
        return new CompactedEntry(
                queueOffset, logOffset, newPosition, storeTimestamp, tagsCode, key, recordBytes, tombstone);
    }

    /** Appends the entry to an array-backed buffer. */
    void put(ByteBuffer target) {
        int at = target.position();
        target.putLong(queueOffset).putLong(logOffset).putLong(position).putLong(storeTimestamp);
        target.putLong(tagsCode).putLong(key.high()).putLong(key.low());
        target.putInt(recordBytes).putInt(tombstone ? FLAG_TOMBSTONE : 0).putInt(0);
        target.putInt(crc(target, at));
    }

    /** The entry at an index of an array-backed buffer; {@code null} if it is damaged. */
    static CompactedEntry get(ByteBuffer source, int at) {
        if (source.getInt(at + CRC_AT) != crc(source, at)) {
            return null;
        }
        return new CompactedEntry(
                source.getLong(at),
                source.getLong(at + 8),
                source.getLong(at + 16),
                source.getLong(at + 24),
                source.getLong(at + 32),
                new KeyDigest(source.getLong(at + 40), source.getLong(at + 48)),
                source.getInt(at + 56),
                (source.getInt(at + 60) & FLAG_TOMBSTONE) != 0);
    }

    private static int crc(ByteBuffer bytes, int at) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.array(), bytes.arrayOffset() + at, CRC_AT);
        return (int) crc.getValue();
    }
}
