package org.apogeemq.store.disk;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Set;

/**
 * A file of the machine. The JDK closes a channel when a thread that uses it is interrupted; as that must not end the
 * log, the channel is opened again, the operation repeated, and the thread is interrupted again afterwards.
 */
final class RealFile implements DiskFile {
    private static final long FULL_BELOW_BYTES = 64 << 10;

    private final Path path;
    private final Set<OpenOption> options;
    private volatile FileChannel channel;
    private volatile boolean closed;

    RealFile(Path path, Set<OpenOption> options) throws IOException {
        this.path = path;
        this.options = options;
        channel = openChannel();
    }

    @Override
    public long size() throws IOException {
        return Files.size(path);
    }

    @Override
    public void resize(long bytes) throws IOException {
        if (!options.contains(StandardOpenOption.WRITE)) {
            throw new IOException(path + " was opened for reading");
        }
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength(bytes);
        } catch (IOException e) {
            throw explained(e, bytes);
        }
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        int from = target.position();
        boolean interrupted = false;
        int bytes = 0;
        while (target.hasRemaining() && bytes >= 0) {
            FileChannel open = channel;
            try {
                bytes = open.read(target, position + target.position() - from);
            } catch (ClosedChannelException e) {
                interrupted |= reopen(open, e);
            }
        }
        restore(interrupted);
        return target.position() - from;
    }

    // hot
    @Override
    public void write(ByteBuffer source, long position) throws IOException {
        int from = source.position();
        boolean interrupted = false;
        while (source.hasRemaining()) {
            FileChannel open = channel;
            try {
                open.write(source, position + source.position() - from);
            } catch (ClosedChannelException e) {
                interrupted |= reopen(open, e);
            } catch (IOException e) {
                throw explained(e, source.remaining());
            }
        }
        restore(interrupted);
    }

    @Override
    public long nextData(long position) throws IOException {
        long data = Holes.nextData(path, position);
        return data < 0 ? Math.min(position, size()) : Math.min(data, size());
    }

    @Override
    public MappedBytes map(int bytes) throws IOException {
        Arena arena = Arena.ofShared();
        try {
            MemorySegment mapped;
            try (FileChannel open = FileChannel.open(path, StandardOpenOption.READ)) {
                mapped = open.map(MapMode.READ_ONLY, 0, bytes, arena);
            }
            return new Mapping(arena, (MappedByteBuffer) mapped.asByteBuffer());
        } catch (IOException | RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    @Override
    public void force() throws IOException {
        boolean interrupted = false;
        boolean done = false;
        while (!done) {
            FileChannel open = channel;
            try {
                open.force(false);
                done = true;
            } catch (ClosedChannelException e) {
                interrupted |= reopen(open, e);
            }
        }
        restore(interrupted);
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        channel.close();
    }

    /** Returns whether this thread was interrupted and no longer is. */
    private synchronized boolean reopen(FileChannel broken, ClosedChannelException cause) throws IOException {
        if (closed) {
            throw cause;
        }
        if (channel == broken) {
            channel = openChannel();
        }
        return cause instanceof ClosedByInterruptException && Thread.interrupted();
    }

    private static void restore(boolean interrupted) {
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private FileChannel openChannel() throws IOException {
        return FileChannel.open(path, options);
    }

    private IOException explained(IOException cause, long bytes) {
        String reason = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        if (reason.contains("no space") || reason.contains("quota") || freeBytes() < FULL_BELOW_BYTES) {
            return new DiskFullException("no space left for " + bytes + " bytes of " + path, cause);
        }
        return new IOException("cannot write " + bytes + " bytes to " + path + ": " + cause.getMessage(), cause);
    }

    private long freeBytes() {
        try {
            return Files.getFileStore(path).getUsableSpace();
        } catch (IOException e) {
            return Long.MAX_VALUE; // not known: then the first error is what is reported
        }
    }

    private record Mapping(Arena arena, MappedByteBuffer bytes) implements MappedBytes {
        @Override
        public boolean isResident(int at, int count) {
            return bytes.slice(at, count).isLoaded();
        }

        @Override
        public void close() {
            arena.close();
        }
    }
}
