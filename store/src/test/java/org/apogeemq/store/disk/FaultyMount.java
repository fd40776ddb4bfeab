package org.apogeemq.store.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** A {@link FaultyDisk} as one process sees it. */
final class FaultyMount implements Disk {
    private final FaultyDisk disk;
    private final int born;

    FaultyMount(FaultyDisk disk, int born) {
        this.disk = disk;
        this.born = born;
    }

    @Override
    public DiskFile open(Path file) throws IOException {
        synchronized (disk) {
            disk.operation(born, Operation.OPEN, file);
            FileData data = disk.names.create(file);
            disk.opened();
            return new FaultyFile(disk, born, file, data, false);
        }
    }

    @Override
    public DiskFile openForReading(Path file) throws IOException {
        synchronized (disk) {
            disk.operation(born, Operation.OPEN, file);
            FileData data = disk.names.file(file);
            if (data == null) {
                throw new NoSuchFileException(file.toString());
            }
            disk.opened();
            return new FaultyFile(disk, born, file, data, true);
        }
    }

    @Override
    public boolean exists(Path path) {
        return disk.exists(path);
    }

    @Override
    public long size(Path file) throws IOException {
        synchronized (disk) {
            disk.check(born);
            FileData data = disk.names.file(file);
            return data != null ? data.length() : -1;
        }
    }

    @Override
    public List<String> list(Path folder) throws IOException {
        synchronized (disk) {
            disk.operation(born, Operation.LIST, folder);
            return disk.names.list(folder);
        }
    }

    @Override
    public void createFolders(Path folder) throws IOException {
        synchronized (disk) {
            disk.operation(born, Operation.CREATE_FOLDERS, folder);
            disk.names.createFolders(folder);
        }
    }

    @Override
    public void delete(Path file) throws IOException {
        synchronized (disk) {
            disk.check(born);
            if (disk.names.exists(file)) {
                disk.operation(born, Operation.DELETE, file);
                disk.names.delete(file);
            }
        }
    }

    @Override
    public void deleteTree(Path folder) throws IOException {
        synchronized (disk) {
            disk.operation(born, Operation.DELETE_TREE, folder);
            disk.names.deleteTree(folder);
        }
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        synchronized (disk) {
            disk.operation(born, Operation.RENAME, to);
            disk.names.rename(from, to);
        }
    }

    @Override
    public void forceFolder(Path folder) throws IOException {
        synchronized (disk) {
            disk.operation(born, Operation.FORCE_FOLDER, folder);
            disk.names.force(folder);
        }
    }

    @Override
    public long freeBytes(Path folder) {
        return disk.freeBytes();
    }

    @Override
    public DiskUsage usage(Path folder) {
        synchronized (disk) {
            return new DiskUsage(disk.usedBytes(), disk.freeBytes());
        }
    }

    @Override
    public Closeable lockForReading(Path file) throws IOException {
        synchronized (disk) {
            disk.check(born);
            return disk.locked.contains(file) ? null : () -> {};
        }
    }

    @Override
    public long modifiedMillis(Path file) {
        return Long.MAX_VALUE;
    }

    @Override
    public String bootId() {
        return disk.bootId();
    }

    @Override
    public Closeable lock(Path file) throws IOException {
        synchronized (disk) {
            disk.check(born);
            if (!disk.locked.add(file)) {
                return null;
            }
            disk.names.create(file);
            return () -> unlock(file);
        }
    }

    private void unlock(Path file) throws IOException {
        synchronized (disk) {
            disk.check(born);
            disk.locked.remove(file);
        }
    }
}
