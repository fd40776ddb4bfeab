package org.apogeemq.store.view;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import org.apogeemq.store.disk.Disk;
import org.apogeemq.store.disk.DiskFile;
import org.apogeemq.store.view.ViewRecords.Applied;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The snapshots of views, one file each, big-endian:
 * <pre>
 *   0       8         12             20             24       28
 *   | magic | version | log position | state length | CRC32C | state |
 * </pre>
 * The state contains every change before the log position and may contain later ones. The CRC covers what lies before
 * it and the state. The one before is kept, and the log from there on, so that the view can be made again from it when
 * the newest is damaged.
 */
public final class Snapshots {
    private static final Logger LOG = LoggerFactory.getLogger(Snapshots.class);
    private static final long MAGIC = 0x41504F47534E4150L; // "APOGSNAP"
    private static final int VERSION = 1;
    private static final int CRC_AT = 24;
    private static final int HEADER_BYTES = 28;
    /** An unchanged view is written again when so much was appended, so that opening need not look through it. */
    private static final long LAG_BYTES = 16L << 20;

    private final Disk disk;
    private final Path folder;
    private final ViewRecords views;

    /** @param folder where the files are; exists */
    public Snapshots(Disk disk, Path folder, ViewRecords views) {
        this.disk = disk;
        this.folder = folder;
        this.views = views;
    }

    /** How far the log is, as {@link #write} needs it. */
    public interface LogState {
        /** Before it, every change is applied. */
        long confirmed();

        /** Makes durable what is appended; false if the disk failed. */
        boolean flush();
    }

    /** Restores every view that has a snapshot, from the one before if the newest is damaged. Opening thread. */
    public void restore() throws IOException {
        for (Applied applied : views.kept()) {
            Path path = path(applied.view);
            Path before = before(path);
            long newest = restore(applied, path);
            if (newest < 0 && (disk.exists(path) || disk.exists(before))) {
                disk.delete(path); // the next one must not make it the one before
                applied.changed.set(true);
            }
            applied.from = Math.max(newest < 0 ? restore(applied, before) : newest, 0);
            applied.snapshotAt = applied.from;
            applied.beforeAt = Math.max(0, newest < 0 ? applied.from : position(before));
        }
    }

    /** The log offset from which on changes are needed beside the older snapshots. Background thread. */
    public long cover() {
        return views.kept().stream()
                .mapToLong(applied -> applied.beforeAt)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /**
     * Writes the views that have changed since the last time, and those of which a snapshot is older than the log
     * offset {@code least}. A snapshot appears only when everything it may contain is durable in the log, so that it
     * is never ahead of it. Background thread.
     */
    public void write(LogState log, long least) throws IOException {
        for (Applied applied : views.kept()) {
            boolean old = log.confirmed() - applied.snapshotAt > LAG_BYTES || applied.snapshotAt < least;
            if (applied.changed.getAndSet(false) || old) {
                write(applied, log);
            }
            if (applied.beforeAt < least) { // it could not be brought up to date any more
                write(applied, log);
            }
        }
    }

    private void write(Applied applied, LogState log) throws IOException {
        boolean written = false;
        try {
            long position = log.confirmed(); // first: the state may hold more, never less
            byte[] state = applied.view.snapshot();
            if (log.flush()) {
                boolean kept = write(path(applied.view), position, state);
                applied.beforeAt = kept ? applied.snapshotAt : applied.beforeAt;
                applied.snapshotAt = position;
                written = true;
            }
        } finally {
            if (!written) {
                applied.changed.set(true);
            }
        }
    }

    /** Returns the position of the snapshot in {@code path}; -1 if there is none that can be used. */
    private long restore(Applied applied, Path path) throws IOException {
        if (!disk.exists(path)) {
            return -1;
        }
        ByteBuffer file = read(path);
        if (!isWhole(file)) {
            LOG.warn("snapshot {} is damaged; view '{}' is made again from what is before", path, applied.view.id());
            return -1;
        }
        byte[] state = new byte[file.getInt(20)];
        file.get(HEADER_BYTES, state);
        try {
            applied.view.restore(state);
            return file.getLong(12);
        } catch (RuntimeException e) {
            LOG.warn("view '{}' does not accept its snapshot {} and is made again", applied.view.id(), path, e);
            return -1;
        }
    }

    private long position(Path path) throws IOException {
        ByteBuffer file = disk.exists(path) ? read(path) : ByteBuffer.allocate(0);
        return isWhole(file) ? file.getLong(12) : -1;
    }

    /** Returns whether there is one before it. */
    private boolean write(Path path, long position, byte[] state) throws IOException {
        ByteBuffer file = ByteBuffer.allocate(HEADER_BYTES + state.length);
        file.putLong(MAGIC).putInt(VERSION).putLong(position).putInt(state.length);
        file.put(HEADER_BYTES, state).putInt(CRC_AT, crc(file));
        Path aside = path.resolveSibling(path.getFileName() + ".new");
        disk.delete(aside);
        try (DiskFile open = disk.open(aside)) {
            open.write(file.clear(), 0);
            open.force();
        }
        boolean kept = disk.exists(path);
        if (kept) {
            disk.rename(path, before(path));
        }
        disk.rename(aside, path);
        disk.forceFolder(folder);
        return kept;
    }

    private static Path before(Path path) {
        return path.resolveSibling(path.getFileName() + ".before");
    }

    private ByteBuffer read(Path path) throws IOException {
        try (DiskFile file = disk.open(path)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(file.size(), Integer.MAX_VALUE - 8));
            file.read(bytes, 0);
            return bytes.flip();
        }
    }

    /** Whether these are the bytes of a whole snapshot, from index 0 to the limit of an array of their own. */
    public static boolean isWhole(ByteBuffer file) {
        return file.limit() >= HEADER_BYTES
                && file.getLong(0) == MAGIC
                && file.getInt(8) == VERSION
                && file.getInt(20) == file.limit() - HEADER_BYTES
                && file.getInt(CRC_AT) == crc(file);
    }

    private static int crc(ByteBuffer file) {
        CRC32C crc = new CRC32C();
        crc.update(file.array(), 0, CRC_AT);
        crc.update(file.array(), HEADER_BYTES, file.limit() - HEADER_BYTES);
        return (int) crc.getValue();
    }

    private Path path(View view) {
        return folder.resolve(view.id() + ".snapshot");
    }
}
