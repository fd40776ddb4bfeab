package org.apogeemq.store.check;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.apogeemq.store.check.LogFiles.LogFile;
import org.apogeemq.store.disk.Disk;
import org.apogeemq.store.disk.DiskFile;
import org.apogeemq.store.disk.MappedBytes;
import org.apogeemq.store.trust.LogBytes;

/**
 * Files of a log that follow one another, of which the two used last are mapped. What is going to be looked at is read
 * in big pieces before, so that the mapping finds it in memory.
 */
final class CheckedLog implements LogBytes, Closeable {
    private static final int PIECE_BYTES = 8 << 20;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final Disk disk;
    private final LogFiles all;
    private final List<LogFile> files;
    private final int segmentBytes;
    private final CheckProgress progress;
    private final ByteBuffer piece;

    private Opened newest;
    private Opened older;

    /** A file that is open; {@code mapped} is null if it is empty. */
    private static final class Opened {
        final LogFile file;
        final DiskFile disk;
        final MappedBytes mapped;
        final ByteBuffer view;
        int readTo;

        Opened(LogFile file, DiskFile disk, MappedBytes mapped) {
            this.file = file;
            this.disk = disk;
            this.mapped = mapped;
            view = mapped == null ? NOTHING : mapped.bytes();
        }
    }

    /** @param row one of the {@link LogFiles#rows} of {@code all} */
    CheckedLog(Disk disk, LogFiles all, List<LogFile> row, CheckProgress progress) {
        this.disk = disk;
        this.all = all;
        this.files = row;
        this.segmentBytes = all.segmentBytes();
        this.progress = progress;
        piece = ByteBuffer.allocateDirect(Math.clamp(segmentBytes, 1, PIECE_BYTES));
    }

    /** Log offset of the first file. */
    long begin() {
        return files.getFirst().base();
    }

    /** The file that holds {@code logOffset}. */
    LogFile file(long logOffset) {
        return files.get((int) ((logOffset - begin()) / segmentBytes));
    }

    @Override
    public int segmentBytes() {
        return segmentBytes;
    }

    @Override
    public long end() {
        return files.getLast().base() + segmentBytes;
    }

    @Override
    public int at(long logOffset) {
        return (int) ((logOffset - begin()) % segmentBytes);
    }

    @Override
    public ByteBuffer view(long logOffset) throws IOException {
        return opened(logOffset).view;
    }

    @Override
    public long nextData(long logOffset) throws IOException {
        Opened opened = opened(logOffset);
        int data = (int) Math.min(opened.disk.nextData(at(logOffset)), opened.view.capacity());
        opened.readTo = Math.max(opened.readTo, data); // a hole need not be read
        return opened.file.base() + (data < opened.view.capacity() ? data : segmentBytes);
    }

    /** In pieces that are far larger, each but once. */
    @Override
    public void readAhead(long logOffset, int bytes) throws IOException {
        Opened opened = opened(logOffset);
        int at = at(logOffset);
        int end = (int) Math.min(at + (long) Math.max(bytes, 0), opened.view.capacity());
        while (end > opened.readTo) {
            opened.readTo += Math.max(opened.disk.read(piece.clear(), opened.readTo), 1);
            long base = opened.file.base();
            progress.at(all.bytesBefore(base) + Math.min(at, opened.file.bytes()), all.bytes());
        }
    }

    private Opened opened(long logOffset) throws IOException {
        LogFile wanted = file(logOffset);
        if (newest == null || newest.file != wanted) {
            Opened before = newest;
            if (older != null && older.file == wanted) {
                newest = older;
                older = before;
            } else {
                Opened opened = open(wanted);
                close(older);
                older = before;
                newest = opened;
            }
        }
        return newest;
    }

    private Opened open(LogFile file) throws IOException {
        DiskFile opened = disk.openForReading(file.path());
        try {
            int bytes = (int) Math.min(file.bytes(), segmentBytes);
            return new Opened(file, opened, bytes == 0 ? null : opened.map(bytes));
        } catch (IOException e) {
            opened.close();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        close(newest);
        close(older);
    }

    private static void close(Opened opened) throws IOException {
        if (opened != null) {
            if (opened.mapped != null) {
                opened.mapped.close();
            }
            opened.disk.close();
        }
    }
}
