package org.apogeemq.broker;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.apogeemq.store.disk.Disk;
import org.apogeemq.store.disk.DiskFile;
import org.apogeemq.store.disk.DiskUsage;
import org.apogeemq.store.disk.MappedBytes;

/** A disk on which a byte cannot be read: whoever reads it gets an error, until that is over. Mappings show it. */
public final class FailingReads implements Disk {
    private final Disk disk;
    private volatile Bad bad;

    private record Bad(Path file, long position) {}

    public FailingReads(Disk disk) {
        this.disk = disk;
    }

    /** Makes the byte at {@code position} of a file unreadable. */
    public void fail(Path file, long position) {
        bad = new Bad(file, position);
    }

    /** Ends that. */
    public void heal() {
        bad = null;
    }

    @Override
    public DiskFile open(Path file) throws IOException {
        return new File(file, disk.open(file));
    }

    @Override
    public DiskFile openForReading(Path file) throws IOException {
        return new File(file, disk.openForReading(file));
    }

    @Override
    public boolean exists(Path path) {
        return disk.exists(path);
    }

    @Override
    public long size(Path file) throws IOException {
        return disk.size(file);
    }

    @Override
    public List<String> list(Path folder) throws IOException {
        return disk.list(folder);
    }

    @Override
    public void createFolders(Path folder) throws IOException {
        disk.createFolders(folder);
    }

    @Override
    public void delete(Path file) throws IOException {
        disk.delete(file);
    }

    @Override
    public void deleteTree(Path folder) throws IOException {
        disk.deleteTree(folder);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        disk.rename(from, to);
    }

    @Override
    public void forceFolder(Path folder) throws IOException {
        disk.forceFolder(folder);
    }

    @Override
    public long freeBytes(Path folder) throws IOException {
        return disk.freeBytes(folder);
    }

    @Override
    public DiskUsage usage(Path folder) throws IOException {
        return disk.usage(folder);
    }

    @Override
    public long modifiedMillis(Path file) throws IOException {
        return disk.modifiedMillis(file);
    }

    @Override
    public String bootId() {
        return disk.bootId();
    }

    @Override
    public Closeable lockForReading(Path file) throws IOException {
        return disk.lockForReading(file);
    }

    @Override
    public Closeable lock(Path file) throws IOException {
        return disk.lock(file);
    }

    private final class File implements DiskFile {
        private final Path path;
        private final DiskFile file;

        File(Path path, DiskFile file) {
            this.path = path;
            this.file = file;
        }

        @Override
        public int read(ByteBuffer target, long position) throws IOException {
            Bad present = bad;
            if (present != null
                    && present.file.equals(path)
                    && position <= present.position
                    && present.position < position + target.remaining()) {
                throw new IOException("input/output error");
            }
            return file.read(target, position);
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public void resize(long bytes) throws IOException {
            file.resize(bytes);
        }

        @Override
        public void write(ByteBuffer source, long position) throws IOException {
            file.write(source, position);
        }

        @Override
        public long nextData(long position) throws IOException {
            return file.nextData(position);
        }

        @Override
        public MappedBytes map(int bytes) throws IOException {
            return file.map(bytes);
        }

        @Override
        public void force() throws IOException {
            file.force();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
