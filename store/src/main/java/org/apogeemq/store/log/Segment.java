package org.apogeemq.store.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.apogeemq.store.disk.Disk;
import org.apogeemq.store.disk.DiskFile;
import org.apogeemq.store.disk.MappedBytes;

/** One file of the log, {@code [base, base + bytes)}: written through a channel, read through a mapping. */
final class Segment {
    private final long base;
    private final int bytes;
    private final Path path;
    private final Disk disk;

    // Guarded by this.
    private DiskFile file;

    // Written under the lock, read by anyone.
    private volatile MappedBytes mapping;
    private volatile ByteBuffer view;

    Segment(Disk disk, Path path, long base, int bytes) {
        this.disk = disk;
        this.path = path;
        this.base = base;
        this.bytes = bytes;
    }

    long base() {
        return base;
    }

    /** The log offset behind it. */
    long end() {
        return base + bytes;
    }

    Path path() {
        return path;
    }

    /** The whole file, read-only and live; mapped at the first call. For absolute access. */
    // hot
    ByteBuffer view() {
        ByteBuffer mapped = view;
        return mapped != null ? mapped : map();
    }

    /** The same, to ask what of it is in memory. */
    MappedBytes mapped() {
        MappedBytes mapped = mapping;
        if (mapped == null) {
            map();
            mapped = mapping;
        }
        return mapped;
    }

    /** The open file, for the log's owner and the flusher. */
    synchronized DiskFile file() throws IOException {
        if (file == null) {
            file = disk.open(path);
        }
        return file;
    }

    /** Makes zeros of everything from {@code logOffset} on. */
    void cut(long logOffset) throws IOException {
        file().resize(logOffset - base);
        file().resize(bytes);
    }

    synchronized void closeFile() throws IOException {
        if (file != null) {
            file.close();
            file = null;
        }
    }

    /** Ends reading too. */
    synchronized void close() throws IOException {
        closeFile();
        if (mapping != null) {
            mapping.close();
            mapping = null;
        }
    }

    private synchronized ByteBuffer map() {
        if (mapping == null) {
            boolean wasOpen = file != null;
            try {
                mapping = file().map(bytes);
                if (!wasOpen) {
                    closeFile();
                }
            } catch (IOException e) {
                throw new UncheckedIOException("cannot map " + path + ": " + e.getMessage(), e);
            }
            view = mapping.bytes();
        }
        return view;
    }
}
