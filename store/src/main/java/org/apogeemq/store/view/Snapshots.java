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
 * it and the state. A snapshot that cannot be read is as good as none: the view is made again from the log.
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
        /** Behind the last record whose change is applied. */
        long appended();

        /** Makes durable what is appended; false if the disk failed. */
        boolean flush();
    }

    /** Restores every view that has a snapshot. Opening thread. */
    public void restore() throws IOException {
        for (Applied applied : views.kept()) {
            Path path = path(applied.view);
            applied.from = 0;
            if (disk.exists(path)) {
                restore(applied, path);
            }
        }
    }

    /** The log offset from which on changes are needed beside the snapshots. Background thread. */
    public long cover() {
        return views.kept().stream()
                .mapToLong(applied -> applied.snapshotAt)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /**
     * Writes the views that have changed since the last time, and those whose snapshot is older than {@code least}, a
     * log offset. A snapshot appears only when everything it may contain
     * is durable in the log, so that it is never ahead of it. Background thread.
     */
    public void write(LogState log, long least) throws IOException {
        for (Applied applied : views.kept()) {
            boolean old = log.appended() - applied.snapshotAt > LAG_BYTES || applied.snapshotAt < least;
            if (applied.changed.getAndSet(false) || old) {
                boolean written = false;
                try {
                    long position = log.appended();
                    byte[] state = applied.view.snapshot();
                    written = log.flush();
                    if (written) {
                        write(path(applied.view), position, state);
                        applied.snapshotAt = position;
                    }
                } finally {
                    if (!written) {
                        applied.changed.set(true);
                    }
                }
            }
        }
    }

    private void restore(Applied applied, Path path) throws IOException {
        ByteBuffer file = read(path);
        if (!isWhole(file)) {
            LOG.warn("snapshot {} is damaged; view '{}' is made again from the log", path, applied.view.id());
            return;
        }
        byte[] state = new byte[file.getInt(20)];
        file.get(HEADER_BYTES, state);
        try {
            applied.view.restore(state);
            applied.from = file.getLong(12);
            applied.snapshotAt = applied.from;
        } catch (RuntimeException e) {
            LOG.warn("view '{}' does not accept its snapshot {} and is made again", applied.view.id(), path, e);
        }
    }

    private void write(Path path, long position, byte[] state) throws IOException {
        ByteBuffer file = ByteBuffer.allocate(HEADER_BYTES + state.length);
        file.putLong(MAGIC).putInt(VERSION).putLong(position).putInt(state.length);
        file.put(HEADER_BYTES, state).putInt(CRC_AT, crc(file));
        Path aside = path.resolveSibling(path.getFileName() + ".new");
        disk.delete(aside);
        try (DiskFile open = disk.open(aside)) {
            open.write(file.clear(), 0);
            open.force();
        }
        disk.rename(aside, path);
        disk.forceFolder(folder);
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
