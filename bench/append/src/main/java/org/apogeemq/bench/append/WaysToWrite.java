package org.apogeemq.bench.append;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Ways to get records of 1,250 bytes into a file: nanoseconds a record, copying included, nothing of a store around it.
 * An experiment; the store uses one of them.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1)
@Warmup(iterations = 1)
@Measurement(iterations = 5)
public class WaysToWrite {
    private static final int RECORD_BYTES = 1_250;
    private static final int RECORDS = 400_000;
    private static final long FILE_BYTES = 512L << 20;
    private static final int POOL_BYTES = 1 << 20;

    static {
        assert (long) RECORD_BYTES * RECORDS <= FILE_BYTES;
    }

    /** What the file is before records go in. */
    public enum FileKind {
        /** It has its length and no blocks: a new segment. */
        FRESH,
        /** It was full before; blocks and pages are there: a recycled segment. */
        RECYCLED
    }

    @Param
    public FileKind file;

    /** Bytes handed over at a time; 0: each record is copied into a mapping of the file. */
    @Param({"0", "1250", "16384", "131072", "1048576"})
    public int writeBytes;

    private Path folder;
    private FileChannel channel;
    private MappedByteBuffer mapping;
    private ByteBuffer buffer;
    private byte[] records;

    /** Makes the file, empty or full of old bytes. */
    @Setup(Level.Invocation)
    public void open() throws IOException {
        folder = Folder.fresh("ways");
        Path path = folder.resolve("log");
        try (RandomAccessFile random = new RandomAccessFile(path.toFile(), "rw")) {
            random.setLength(FILE_BYTES);
        }
        channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (file == FileKind.RECYCLED) {
            ByteBuffer old = ByteBuffer.allocateDirect(POOL_BYTES);
            for (long at = 0; at < FILE_BYTES; at += POOL_BYTES) {
                channel.write(old.clear(), at);
            }
            channel.force(false);
        }
        mapping = writeBytes == 0 ? channel.map(MapMode.READ_WRITE, 0, FILE_BYTES) : null;
        buffer = ByteBuffer.allocateDirect(Math.max(writeBytes, RECORD_BYTES));
        records = new byte[POOL_BYTES];
        new Random(1).nextBytes(records);
    }

    /** Deletes it. */
    @TearDown(Level.Invocation)
    public void close() throws IOException {
        channel.close();
        mapping = null;
        Folder.delete(folder);
    }

    /** The records, one behind the other. */
    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public long write() throws IOException {
        return mapping == null ? throughChannel() : throughMapping();
    }

    private long throughMapping() {
        int at = 0;
        for (int i = 0; i < RECORDS; i++) {
            mapping.put(at, records, from(i), RECORD_BYTES);
            at += RECORD_BYTES;
        }
        return at;
    }

    private long throughChannel() throws IOException {
        long at = 0;
        buffer.clear();
        for (int i = 0; i < RECORDS; i++) {
            if (buffer.remaining() < RECORD_BYTES) {
                at += channel.write(buffer.flip(), at);
                buffer.clear();
            }
            buffer.put(records, from(i), RECORD_BYTES);
        }
        return at + channel.write(buffer.flip(), at);
    }

    private static int from(int record) {
        return record % (POOL_BYTES / RECORD_BYTES) * RECORD_BYTES;
    }
}
