package org.apogeemq.store.open;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apogeemq.store.disk.Disk;
import org.apogeemq.store.disk.DiskFile;

/**
 * The data folder, held against other processes. The file {@code abort}, with the process id in it, is there while the
 * store is open and after a crash.
 */
public final class StoreFolder implements AutoCloseable {
    private static final long FREE_BYTES_LEAST = 64L << 20;

    private final Disk disk;
    private final Path root;
    private final Closeable lock;
    private final boolean clean;

    private StoreFolder(Disk disk, Path root, Closeable lock, boolean clean) {
        this.disk = disk;
        this.root = root;
        this.lock = lock;
        this.clean = clean;
    }

    /**
     * Makes the folder and those in it that are missing, and locks it.
     *
     * @throws UnusableStoreException if it cannot be written, is in use, or has too little space
     */
    public static StoreFolder open(Disk disk, Path root, Path commitLog) throws IOException {
        Closeable lock;
        try {
            createDurably(disk, root);
            createDurably(disk, commitLog);
            createDurably(disk, root.resolve("consumequeue"));
            createDurably(disk, root.resolve("apogee"));
            lock = disk.lock(root.resolve("lock"));
        } catch (IOException e) {
            throw new UnusableStoreException(
                    "data folder " + root + " cannot be written (" + e + "); make it writable or choose another folder"
                            + " with --data",
                    e);
        }
        if (lock == null) {
            throw new UnusableStoreException(
                    "data folder " + root + " is in use by another process (pid " + owner(disk, root)
                            + "); stop it or choose another folder with --data",
                    null);
        }
        StoreFolder folder = new StoreFolder(disk, root, lock, !disk.exists(root.resolve("abort")));
        try {
            folder.checkSpace(commitLog);
        } catch (IOException e) {
            folder.close();
            throw e;
        }
        return folder;
    }

    /** Whether the store was closed properly the last time, or is new. */
    public boolean isClean() {
        return clean;
    }

    /** Notes that the store is open. */
    public void markOpen(long processId) throws IOException {
        try (DiskFile file = disk.open(root.resolve("abort"))) {
            byte[] text = Long.toString(processId).getBytes(StandardCharsets.US_ASCII);
            file.resize(text.length);
            file.write(ByteBuffer.wrap(text), 0);
            file.force();
        }
        disk.forceFolder(root);
    }

    /** Notes that everything is on disk and consistent. */
    public void markClean() throws IOException {
        disk.delete(root.resolve("abort"));
        disk.forceFolder(root);
    }

    /** Gives the folder back. */
    @Override
    public void close() throws IOException {
        lock.close();
    }

    /** Creates a folder and those above it; that they are there survives a power cut. */
    private static void createDurably(Disk disk, Path folder) throws IOException {
        Path missing = folder.toAbsolutePath();
        List<Path> changed = new ArrayList<>();
        while (missing.getParent() != null && !disk.exists(missing)) {
            missing = missing.getParent();
            changed.add(missing);
        }
        disk.createFolders(folder);
        for (Path parent : changed.reversed()) {
            disk.forceFolder(parent);
        }
    }

    private void checkSpace(Path commitLog) throws IOException {
        long free = disk.freeBytes(commitLog);
        if (free < FREE_BYTES_LEAST) {
            throw new UnusableStoreException(
                    "data folder " + root + " has " + (free >> 20) + " MiB of free space, needs at least "
                            + (FREE_BYTES_LEAST >> 20) + "; make room or choose another folder with --data",
                    null);
        }
    }

    private static String owner(Disk disk, Path root) throws IOException {
        Path abort = root.resolve("abort");
        if (!disk.exists(abort)) {
            return "unknown";
        }
        try (DiskFile file = disk.open(abort)) {
            ByteBuffer text = ByteBuffer.allocate(20);
            file.read(text, 0);
            return new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII).trim();
        }
    }
}
