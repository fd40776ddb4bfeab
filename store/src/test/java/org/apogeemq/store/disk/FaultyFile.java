package org.apogeemq.store.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** An open file of a {@link FaultyDisk}. */
final class FaultyFile implements DiskFile {
    private final FaultyDisk disk;
    private final int born;
    private final Path path;
    private final FileData data;
    private final boolean readOnly;
    private boolean closed;

    FaultyFile(FaultyDisk disk, int born, Path path, FileData data, boolean readOnly) {
        this.disk = disk;
        this.born = born;
        this.path = path;
        this.data = data;
        this.readOnly = readOnly;
    }

    @Override
    public long size() throws IOException {
        synchronized (disk) {
            check();
            return data.length();
        }
    }

    @Override
    public void resize(long bytes) throws IOException {
        synchronized (disk) {
            checkWritable();
            disk.operation(born, Operation.RESIZE, path);
            data.resize(Math.toIntExact(bytes));
        }
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        synchronized (disk) {
            check();
            disk.operation(born, Operation.READ, path);
            int bytes = (int) Math.max(Math.min(target.remaining(), data.length() - position), 0);
            data.read((int) Math.min(position, data.length()), bytes, target);
            return bytes;
        }
    }

    @Override
    public void write(ByteBuffer source, long position) throws IOException {
        synchronized (disk) {
            checkWritable();
            Failure failure = disk.failure(born, Operation.WRITE, path, position, disk.shown(source));
            int wanted = source.remaining();
            int at = Math.toIntExact(position);
            int fitting = data.writable(at, wanted, disk.freeBytes());
            byte[] written = new byte[failure == null ? fitting : Math.min(failure.written(wanted), fitting)];
            source.get(written);
            data.write(at, written);
            if (failure != null) {
                throw disk.failed(failure);
            }
            if (fitting < wanted) {
                throw Failure.noSpace().exception();
            }
        }
    }

    @Override
    public MappedBytes map(int bytes) throws IOException {
        synchronized (disk) {
            check();
            disk.operation(born, Operation.MAP, path);
            if (bytes > data.length()) {
                throw new IOException("cannot map " + bytes + " bytes of " + path + ", which has " + data.length());
            }
            return new Mapping(
                    ByteBuffer.wrap(data.map(bytes), 0, bytes).slice().asReadOnlyBuffer(), disk.isCold());
        }
    }

    @Override
    public void force() throws IOException {
        try {
            disk.forceGate(data).await();
        } catch (InterruptedException e) {
            throw new IOException("interrupted", e);
        }
        synchronized (disk) {
            check();
            Failure failure = disk.failure(born, Operation.FORCE, path);
            if (failure != null) {
                data.failForce();
                throw disk.failed(failure);
            }
            data.force();
            disk.forced();
        }
    }

    @Override
    public void close() {
        synchronized (disk) {
            if (!closed) {
                disk.closed(born);
            }
            closed = true;
        }
    }

    private void checkWritable() throws IOException {
        check();
        if (readOnly) {
            throw new IOException(path + " was opened for reading");
        }
    }

    private void check() throws IOException {
        disk.check(born);
        if (closed) {
            throw new IOException(path + " is closed");
        }
    }

    private record Mapping(ByteBuffer bytes, boolean cold) implements MappedBytes {
        @Override
        public boolean isResident(int at, int count) {
            return !cold;
        }

        @Override
        public void close() {
            // what it showed last stays
        }
    }
}
