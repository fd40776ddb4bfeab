package org.apogeemq.store.fuzz;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apogeemq.store.TestStore;
import org.apogeemq.store.disk.FaultyDisk;

/** Changes files of a store at random. */
final class Mutation {
    private static final int BLOCK_BYTES_MAX = 700;
    private static final int[] NUMBERS = {0, 1, -1, 7, 8, 90, 4096, 65_536, Integer.MAX_VALUE, Integer.MIN_VALUE};

    private final FaultyDisk disk;
    private final Random random;
    private final StringBuilder done = new StringBuilder();
    private boolean lossPossible;

    Mutation(FaultyDisk disk, Random random) {
        this.disk = disk;
        this.random = random;
    }

    /** Makes a few changes. */
    void run() {
        for (int i = random.nextInt(4); i >= 0; i--) {
            List<Path> files = files();
            if (files.isEmpty()) {
                return;
            }
            change(files.get(random.nextInt(files.size())));
        }
    }

    /**
     * Whether whole messages may be lost: queue files were changed, whose entries carry no CRC, or the checkpoint,
     * which says how far they are to be relied on.
     */
    boolean mayLoseWholeMessages() {
        return lossPossible;
    }

    @Override
    public String toString() {
        return done.toString();
    }

    /** Mostly files of the log. */
    private List<Path> files() {
        List<Path> all = disk.files();
        List<Path> log = all.stream().filter(path -> path.startsWith(Image.LOG)).toList();
        return log.isEmpty() || random.nextInt(2) == 0 ? all : log;
    }

    private void change(Path file) {
        lossPossible |= vouchesForQueues(file);
        int length = disk.bytes(file).length;
        int kind = random.nextInt(100);
        if (length > 0 && kind < 30) {
            flip(file, length);
        } else if (length > 0 && kind < 62) {
            block(file, length);
        } else if (length > 4 && kind < 75) {
            int at = random.nextInt(length - 4);
            int number = NUMBERS[random.nextInt(NUMBERS.length)];
            note("number " + number, file, at);
            disk.overwrite(file, at, ByteBuffer.allocate(4).putInt(number).array());
        } else if (kind < 85) {
            int bytes = random.nextInt(length + (random.nextInt(4) == 0 ? 5000 : 1));
            note("resize to " + bytes, file, 0);
            disk.resize(file, bytes);
        } else {
            name(file);
        }
    }

    private static boolean vouchesForQueues(Path file) {
        String name = file.getFileName().toString();
        return file.startsWith(TestStore.ROOT.resolve("consumequeue"))
                || name.equals("queues.table")
                || name.equals("checkpoint");
    }

    private void flip(Path file, int length) {
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(length);
            note("flip", file, at);
            disk.overwrite(file, at, (byte) (disk.bytes(file)[at] ^ 1 << random.nextInt(8)));
        }
    }

    private void block(Path file, int length) {
        int bytes = Math.min(1 + random.nextInt(BLOCK_BYTES_MAX), length);
        int at = random.nextInt(length - bytes + 1);
        byte[] block = new byte[bytes];
        int kind = random.nextInt(4);
        if (kind == 1) {
            Arrays.fill(block, (byte) 0xFF);
        } else if (kind == 2) {
            random.nextBytes(block);
        } else if (kind == 3) {
            int from = random.nextInt(length - bytes + 1);
            block = Arrays.copyOfRange(disk.bytes(file), from, from + bytes);
        }
        note("block " + kind + " of " + bytes, file, at);
        disk.overwrite(file, at, block);
    }

    private void name(Path file) {
        List<Path> all = disk.files();
        Path other = all.get(random.nextInt(all.size()));
        byte[] bytes = disk.bytes(file);
        switch (random.nextInt(5)) {
            case 0 -> {
                note("delete", file, 0);
                disk.delete(file);
            }
            case 1 -> {
                note("copy over " + other, file, 0);
                lossPossible |= vouchesForQueues(other);
                disk.put(other, bytes);
            }
            case 2 -> {
                Path sibling = file.resolveSibling("%020d".formatted(random.nextInt(8) * Image.SEGMENT_BYTES));
                note("copy as " + sibling, file, 0);
                disk.put(sibling, bytes);
            }
            case 3 -> {
                note("empty", file, 0);
                disk.put(file);
            }
            default -> {
                Path abort = TestStore.ROOT.resolve("abort");
                note(disk.exists(abort) ? "no abort" : "abort", file, 0);
                if (disk.exists(abort)) {
                    disk.delete(abort);
                } else {
                    disk.put(abort, (byte) '1');
                }
            }
        }
    }

    private void note(String what, Path file, int at) {
        done.append("\n  ")
                .append(what)
                .append(" at ")
                .append(at)
                .append(" of ")
                .append(file);
    }
}
