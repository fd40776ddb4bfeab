package org.apogeemq.store.timer;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * A file of timers in order, in blocks of {@value #BLOCK_BYTES} bytes, big-endian:
 * <pre>
 *   0                         4080    4084     4088     4092
 *   | up to 170 entries of 24 | count | CRC32C | number | file |
 *   entry: | key 8 | log offset 8 | record bytes 4 | hash 4 |
 * </pre>
 * All blocks but the last are full. Number counts the blocks of a file, file is the low half of the file's id; the CRC
 * is over all of the block but itself.
 */
final class RunFormat {
    static final int BLOCK_BYTES = 4096;
    static final int ENTRIES_A_BLOCK = 170;
    static final String SUFFIX = ".run";

    private static final int COUNT_AT = 4080;
    private static final int CRC_AT = 4084;
    private static final int NUMBER_AT = 4088;
    private static final int FILE_AT = 4092;

    private RunFormat() {}

    static Path path(Path folder, long id) {
        return folder.resolve("%020d".formatted(id) + SUFFIX);
    }

    static long blocks(long entries) {
        return (entries + ENTRIES_A_BLOCK - 1) / ENTRIES_A_BLOCK;
    }

    static void put(ByteBuffer target, int at, TimerEntry entry) {
        target.putLong(at, entry.key)
                .putLong(at + 8, entry.logOffset)
                .putInt(at + 16, entry.recordBytes)
                .putInt(at + 20, entry.hash);
    }

    static void get(ByteBuffer source, int at, TimerEntry entry) {
        entry.set(source.getLong(at), source.getLong(at + 8), source.getInt(at + 16), source.getInt(at + 20));
    }

    /** Completes the block at {@code at}, which holds {@code count} entries. */
    static void seal(ByteBuffer block, int at, int count, long number, long file) {
        for (int i = at + count * TimerEntry.BYTES; i < at + COUNT_AT; i++) {
            block.put(i, (byte) 0);
        }
        block.putInt(at + COUNT_AT, count).putInt(at + NUMBER_AT, (int) number).putInt(at + FILE_AT, (int) file);
        block.putInt(at + CRC_AT, crc(block, at));
    }

    /** Whether the block at {@code at} is the one it should be. */
    static boolean isWhole(ByteBuffer block, int at, int count, long number, long file) {
        return block.getInt(at + COUNT_AT) == count
                && block.getInt(at + NUMBER_AT) == (int) number
                && block.getInt(at + FILE_AT) == (int) file
                && block.getInt(at + CRC_AT) == crc(block, at);
    }

    private static int crc(ByteBuffer block, int at) {
        CRC32C crc = new CRC32C();
        crc.update(block.slice(at, CRC_AT));
        crc.update(block.slice(at + NUMBER_AT, BLOCK_BYTES - NUMBER_AT));
        return (int) crc.getValue();
    }
}
