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
import org.apogeemq.store.open.Recovery.Ending;

/**
 * The data folder, held against other processes. The file {@code abort}, with the process id in it, is there while the
 * store is open and after a crash; {@code apogee/running} beside it says since when the machine ran then.
 */
public final class StoreFolder implements AutoCloseable {
    private static final long FREE_BYTES_LEAST = 64L << 20;
    private static final int TEXT_BYTES_MAX = 64;

    private final Disk disk;
    private final Path root;
    private final Closeable lock;
    private final Ending ending;

    private StoreFolder(Disk disk, Path root, Closeable lock, Ending ending) {
        this.disk = disk;
        this.root = root;
        this.lock = lock;
        this.ending = ending;
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
        try {
            StoreFolder folder = new StoreFolder(disk, root, lock, ending(disk, root));
            folder.checkSpace(commitLog);
            return folder;
        } catch (IOException e) {
            lock.close();
            throw e;
        }
    }

    /** How the store was left the last time; a new one counts as stopped. */
    public Ending ending() {
        return ending;
    }

    /** Notes that the store is open, and since when the machine runs. */
    public void markOpen(long processId) throws IOException {
        write(disk, running(root), disk.bootId());
        write(disk, root.resolve("abort"), Long.toString(processId));
        disk.forceFolder(root.resolve("apogee"));
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
        List<Path> missing = new ArrayList<>();
        for (Path path = folder.toAbsolutePath();
                path.getParent() != null && !disk.exists(path);
                path = path.getParent()) {
            missing.add(path);
        }
        disk.createFolders(folder);
        try {
            for (Path made : missing.reversed()) {
                disk.forceFolder(made.getParent());
            }
        } catch (IOException e) {
            for (Path made : missing) {
                disk.delete(made); // else the next start would take it for durable
            }
            throw e;
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

    private static Ending ending(Disk disk, Path root) throws IOException {
        if (!disk.exists(root.resolve("abort"))) {
            return Ending.STOPPED;
        }
        String boot = disk.bootId();
        boolean sameBoot = !boot.isEmpty() && boot.equals(read(disk, running(root)));
        return sameBoot ? Ending.KILLED : Ending.POWER_LOST;
    }

    private static Path running(Path root) {
        return root.resolve("apogee").resolve("running");
    }

    private static String owner(Disk disk, Path root) throws IOException {
        String owner = read(disk, root.resolve("abort"));
        return owner.isEmpty() ? "unknown" : owner;
    }

    private static String read(Disk disk, Path path) throws IOException {
        if (!disk.exists(path)) {
            return "";
        }
        try (DiskFile file = disk.open(path)) {
            ByteBuffer text = ByteBuffer.allocate(TEXT_BYTES_MAX);
            file.read(text, 0);
            return new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII).trim();
        }
    }

    private static void write(Disk disk, Path path, String text) throws IOException {
        try (DiskFile file = disk.open(path)) {
            byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
            file.resize(bytes.length);
            file.write(ByteBuffer.wrap(bytes), 0);
            file.force();
        }
    }
}
