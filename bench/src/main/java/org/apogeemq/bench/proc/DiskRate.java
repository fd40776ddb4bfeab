package org.apogeemq.bench.proc;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * How often a disk makes one small write durable.
 *
 * @param perSecond writes with an fdatasync each
 * @param micros99 the slowest of a hundred, in microseconds
 */
public record DiskRate(double perSecond, double micros99) {
    private static final int BYTES = 4096;
    private static final int WRITES = 1_000;
    private static final int FILE_BYTES = 64 << 20;
    private static final int ZEROS = 1 << 20;

    /** Where the write goes; the file system has more or less to note beside it. */
    public enum Kind {
        /** Behind the last one in a file that has its length but no blocks yet. */
        SPARSE("append to a sparse file"),
        /** Behind the last one in a file whose blocks hold zeros already. */
        ZEROED("append to a zeroed file"),
        /** To the same few places again and again. */
        OVERWRITE("overwrite");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        /** As people say it. */
        public String text() {
            return text;
        }
    }

    /** Measures in {@code file}, which is made and deleted; takes less than a second on most disks. */
    public static DiskRate measure(Path file, Kind kind) throws IOException {
        Files.deleteIfExists(file);
        try (RandomAccessFile random = new RandomAccessFile(file.toFile(), "rw")) {
            random.setLength(FILE_BYTES);
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            if (kind != Kind.SPARSE) {
                ByteBuffer zeros = ByteBuffer.allocateDirect(ZEROS);
                for (int at = 0; at < FILE_BYTES; at += ZEROS) {
                    channel.write(zeros.clear(), at);
                }
            }
            channel.force(true);
            return timed(channel, kind == Kind.OVERWRITE ? 16 : FILE_BYTES / BYTES);
        } finally {
            Files.delete(file);
        }
    }

    private static DiskRate timed(FileChannel channel, int places) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocateDirect(BYTES);
        long[] nanos = new long[WRITES];
        long start = System.nanoTime();
        for (int i = 0; i < WRITES; i++) {
            long begun = System.nanoTime();
            channel.write(bytes.clear(), (long) (i % places) * BYTES);
            channel.force(false);
            nanos[i] = System.nanoTime() - begun;
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        Arrays.sort(nanos);
        return new DiskRate(WRITES / seconds, nanos[WRITES * 99 / 100] / 1e3);
    }
}
