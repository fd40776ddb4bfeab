package org.apogeemq.bench.append;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The machine's own bandwidth of sequential writes, in MiB a second: into memory, and until it is on the disk. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 1)
@Warmup(iterations = 1, time = 1)
@Measurement(iterations = 3, time = 2)
public class Bandwidth {
    private static final int MEBIBYTES = 1_024;
    private static final int MEBIBYTE = 1 << 20;

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(MEBIBYTE);
    private Path folder;
    private FileChannel channel;

    /** Begins an empty file. */
    @Setup(Level.Invocation)
    public void open() throws IOException {
        folder = Folder.fresh("bandwidth");
        channel = FileChannel.open(
                folder.resolve("file"), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /** Deletes it. */
    @TearDown(Level.Invocation)
    public void close() throws IOException {
        channel.close();
        Folder.delete(folder);
    }

    /** Into the page cache. */
    @Benchmark
    @OperationsPerInvocation(MEBIBYTES)
    public void intoMemory() throws IOException {
        for (long i = 0; i < MEBIBYTES; i++) {
            channel.write(buffer.clear(), i * MEBIBYTE);
        }
    }

    /** Forced at the end. */
    @Benchmark
    @OperationsPerInvocation(MEBIBYTES)
    public void ontoTheDisk() throws IOException {
        intoMemory();
        channel.force(false);
    }
}
