package org.apogeemq.bench.proc;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** The kernel's memory of files: empties it of some, without the rights of an administrator. */
public final class PageCache {
    private static final int O_RDONLY = 0;
    private static final int POSIX_FADV_DONTNEED = 4;
    private static final int READ_BYTES = 1 << 20;
    private static final double NANOS_PER_SECOND = 1e9;

    private PageCache() {}

    /**
     * Writes what is dirty of the files below {@code folder} to the disk and has the kernel forget them all. No process
     * may have them mapped.
     */
    public static void drop(Path folder) throws IOException {
        Linker linker = Linker.nativeLinker();
        MethodHandle open = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("open"),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT),
                Linker.Option.firstVariadicArg(2));
        MethodHandle advise = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("posix_fadvise"),
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_INT,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_INT));
        MethodHandle close = linker.downcallHandle(
                linker.defaultLookup().findOrThrow("close"),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        for (Path file : files(folder)) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            drop(file, open, advise, close);
        }
    }

    private static void drop(Path file, MethodHandle open, MethodHandle advise, MethodHandle close) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment name = arena.allocateFrom(file.toString());
            int descriptor = (int) open.invokeExact(name, O_RDONLY);
            int failed = (int) advise.invokeExact(descriptor, 0L, 0L, POSIX_FADV_DONTNEED);
            int closed = (int) close.invokeExact(descriptor);
            if (descriptor < 0 || failed != 0 || closed != 0) {
                throw new IOException("the kernel would not forget " + file + ": error " + failed);
            }
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw new IOException("the kernel would not forget " + file, e);
        }
    }

    /** Reads the first {@code bytes} bytes of the files below {@code folder}, in order; returns bytes a second. */
    public static double readRate(Path folder, long bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(READ_BYTES);
        long begun = System.nanoTime();
        long read = 0;
        for (Path file : files(folder)) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
                int count = 0;
                while (count >= 0 && read < bytes) {
                    read += count;
                    count = channel.read(buffer.clear());
                }
            }
        }
        return read * NANOS_PER_SECOND / (System.nanoTime() - begun);
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> tree = Files.walk(folder)) {
            return tree.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
