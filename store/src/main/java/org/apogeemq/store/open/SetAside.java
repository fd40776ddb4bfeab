package org.apogeemq.store.open;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.apogeemq.store.disk.Disk;
import org.apogeemq.store.disk.DiskFile;
import org.apogeemq.store.log.Segments;

/**
 * What recovery takes out of the log but must not lose, in {@code apogee/set-aside}: files from behind the log's end,
 * and the bytes that void records were written over.
 * <pre>
 *   file "overwritten":  | log offset, 8 | length, 4 | bytes | ...
 * </pre>
 */
final class SetAside {
    private static final int HEAD_BYTES = 12;

    private final Disk disk;
    private final Path folder;
    private final Segments segments;
    private final DamageReport report;
    private DiskFile overwritten;
    private long overwrittenBytes;

    SetAside(Disk disk, Path root, Segments segments, DamageReport report) {
        this.disk = disk;
        this.segments = segments;
        this.report = report;
        folder = root.resolve("apogee").resolve("set-aside");
    }

    /** Notes what lies at {@code logOffset} and is going to be overwritten; zeros need no note. */
    void overwrites(long logOffset, byte[] bytes) throws IOException {
        if (isZero(bytes)) {
            return;
        }
        if (overwritten == null) {
            disk.createFolders(folder);
            overwritten = disk.open(folder.resolve("overwritten"));
            overwrittenBytes = overwritten.size();
        }
        ByteBuffer note = ByteBuffer.allocate(HEAD_BYTES + bytes.length);
        note.putLong(logOffset).putInt(bytes.length).put(bytes).flip();
        overwritten.write(note, overwrittenBytes);
        overwrittenBytes += note.capacity();
    }

    /** Makes the notes durable. */
    void finish() throws IOException {
        if (overwritten != null) {
            overwritten.force();
            overwritten.close();
            overwritten = null;
            disk.forceFolder(folder);
        }
    }

    /**
     * Removes the files behind the one that is written at {@code end}: those that hold nothing are deleted, the others
     * are renamed.
     */
    void removeBehind(long end) throws IOException {
        long base = end == segments.end() ? end : end - segments.at(end) + segments.segmentBytes();
        while (segments.end() > base) {
            long last = segments.end() - segments.segmentBytes();
            boolean empty = isEmpty(last);
            Path path = segments.removeLast();
            if (empty) {
                disk.delete(path);
                disk.forceFolder(path.getParent()); // before the one in front goes, so that a power cut leaves no gap
            } else {
                setAside(path);
            }
        }
    }

    private boolean isEmpty(long base) throws IOException {
        ByteBuffer segment = segments.view(base);
        long end = base + segments.segmentBytes();
        long at = segments.nextData(base);
        while (at < end) {
            int i = segments.at(at);
            long next = Math.min(end, at + (1 << 20));
            if (segment.slice(i, (int) (next - at)).mismatch(ByteBuffer.allocate((int) (next - at))) >= 0) {
                return false;
            }
            at = next < end ? segments.nextData(next) : end;
        }
        return true;
    }

    private void setAside(Path path) throws IOException {
        disk.createFolders(folder);
        Path aside = folder.resolve(path.getFileName());
        for (int i = 2; disk.exists(aside); i++) {
            aside = folder.resolve(path.getFileName() + "." + i);
        }
        try {
            disk.rename(path, aside);
        } catch (IOException e) {
            throw new UnusableStoreException(
                    "log file " + path + " lies behind the end of the log and holds something, but cannot be moved to "
                            + aside + " (" + e + "); move it away by hand",
                    e);
        }
        disk.forceFolder(folder);
        disk.forceFolder(path.getParent());
        report.setAside(aside);
    }

    private static boolean isZero(byte[] bytes) {
        for (byte b : bytes) {
            if (b != 0) {
                return false;
            }
        }
        return true;
    }
}
