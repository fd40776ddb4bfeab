package org.apogeemq.store.fuzz;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apogeemq.store.disk.FaultyDisk;

/** Changes what is in a file. */
final class ChangedBytes {
    private static final int BLOCK_BYTES_MAX = 700;
    private static final int SECTOR_BYTES = 512;
    private static final int MORE_BYTES_MAX = 5000;
    private static final int[] NUMBERS = {0, 1, -1, 7, 8, 90, 4096, 65_536, Integer.MAX_VALUE, Integer.MIN_VALUE};

    private final FaultyDisk disk;
    private final Random random;
    private final Mutation mutation;

    ChangedBytes(FaultyDisk disk, Random random, Mutation mutation) {
        this.disk = disk;
        this.random = random;
        this.mutation = mutation;
    }

    void change(Path file) {
        int length = disk.length(file);
        int kind = random.nextInt(100);
        if (length == 0 || kind < 12) {
            resize(file, length);
        } else if (kind < 18) {
            append(file, length);
        } else if (kind < 50) {
            flip(file, length);
        } else if (kind < 63 && length > Long.BYTES) {
            number(file, length);
        } else if (kind < 72) {
            shift(file, length);
        } else {
            block(file, length);
        }
    }

    /** Single bits, near or far from one another. */
    private void flip(Path file, int length) {
        mutation.overwrites(file);
        int first = random.nextInt(length);
        boolean near = random.nextBoolean();
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = near ? Math.min(length - 1, first + random.nextInt(16)) : random.nextInt(length);
            mutation.note("a flipped bit at " + at, file);
            disk.overwrite(file, at, (byte) (disk.bytes(file)[at] ^ 1 << random.nextInt(8)));
        }
    }

    /** A number as a length, a count or a position could be. */
    private void number(Path file, int length) {
        mutation.overwrites(file);
        int at = random.nextInt(length - Long.BYTES);
        int number = NUMBERS[random.nextInt(NUMBERS.length)];
        boolean wide = random.nextInt(3) == 0;
        mutation.note((wide ? "the long " : "the number ") + number + " at " + at, file);
        ByteBuffer bytes = wide
                ? ByteBuffer.allocate(Long.BYTES).putLong(number)
                : ByteBuffer.allocate(Integer.BYTES).putInt(number);
        disk.overwrite(file, at, bytes.array());
    }

    /** Cut, or extended by zeros. */
    private void resize(Path file, int length) {
        int bytes = random.nextInt(length + (random.nextInt(4) == 0 ? MORE_BYTES_MAX : 1));
        if (bytes > length) {
            mutation.overwrites(file); // what was cut off before is zeros now
        }
        mutation.note("length " + bytes + ", not " + length, file);
        disk.resize(file, bytes);
    }

    private void append(Path file, int length) {
        byte[] more = new byte[1 + random.nextInt(BLOCK_BYTES_MAX)];
        random.nextBytes(more);
        mutation.overwrites(file);
        mutation.note(more.length + " bytes of garbage behind " + length, file);
        disk.overwrite(file, length, more);
    }

    /** Bytes left out, or there twice: what lies behind has moved. */
    private void shift(Path file, int length) {
        mutation.overwrites(file);
        byte[] all = disk.bytes(file);
        int bytes = Math.min(1 + random.nextInt(BLOCK_BYTES_MAX), length);
        int at = random.nextInt(length - bytes + 1);
        boolean twice = random.nextBoolean();
        mutation.note(bytes + " bytes " + (twice ? "twice" : "left out") + " at " + at, file);
        byte[] rest = Arrays.copyOfRange(all, twice ? at : at + bytes, length);
        disk.overwrite(file, twice ? at + bytes : at, rest);
        disk.resize(file, random.nextBoolean() ? length : length + (twice ? bytes : -bytes));
    }

    private void block(Path file, int length) {
        mutation.overwrites(file);
        int bytes = Math.min(random.nextInt(4) == 0 ? SECTOR_BYTES : 1 + random.nextInt(BLOCK_BYTES_MAX), length);
        int at = random.nextInt(length - bytes + 1);
        at -= bytes == SECTOR_BYTES ? at % SECTOR_BYTES : 0;
        int from = random.nextInt(length - bytes + 1);
        byte[] block = new byte[bytes];
        String what = "";
        switch (random.nextInt(7)) {
            case 0, 1 -> what = "zeros";
            case 2 -> {
                what = "ones";
                Arrays.fill(block, (byte) 0xFF);
            }
            case 3 -> {
                what = "garbage";
                random.nextBytes(block);
            }
            case 4 -> {
                what = "what is at " + from;
                block = Arrays.copyOfRange(disk.bytes(file), from, from + bytes);
            }
            case 5 -> {
                what = "what is at " + from + " and the other way round";
                byte[] all = disk.bytes(file);
                block = Arrays.copyOfRange(all, from, from + bytes);
                disk.overwrite(file, from, Arrays.copyOfRange(all, at, at + bytes));
            }
            default -> {
                List<Path> files = disk.files();
                Path other = files.get(random.nextInt(files.size()));
                what = "bytes of " + other;
                block = Arrays.copyOf(disk.bytes(other), bytes);
            }
        }
        mutation.note(what + " in " + bytes + " bytes at " + at, file);
        disk.overwrite(file, at, block);
    }
}
