package org.apogeemq.store.log;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.apogeemq.store.disk.Disk;
import org.apogeemq.store.disk.DiskFile;
import org.apogeemq.store.disk.MappedBytes;

/**
 * One file of the log, {@code [base, base + bytes)}: written through a channel, read through a mapping.
 *
 * <p>Whoever reads while segments may be deleted does so between {@link #enter} and {@link #exit}. To end a mapping
 * under a reader would be an exception for him, but the JDK would also interrupt his thread, which may be an event
 * loop. Readers are counted in several places, so that loops do not fight for one.
 */
final class Segment {
    private static final int STRIPES = 8;
    private static final int STRIPE_INTS = 16; // a cache line
    private static final int CLOSING_TRIES = 1000;
    private static final int PIECE_BYTES = 64 << 10;

    private final long base;
    private final int bytes;
    private final Path path;
    private final Disk disk;

    // Guarded by this.
    private DiskFile file;
    private DiskFile coldFile;
    private boolean unmapped;

    private final AtomicIntegerArray readers = new AtomicIntegerArray(STRIPES * STRIPE_INTS);

    // Written once, before the mapping ends.
    private volatile boolean closed;

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
        return mapped != null ? mapped : mapNow();
    }

    /** The open file, for the log's owner and the flusher. */
    synchronized DiskFile file() throws IOException {
        checkOpen();
        if (file == null) {
            file = disk.open(path);
        }
        return file;
    }

    /**
     * Keeps the mapping until {@link #exit} by the same thread.
     *
     * @return false if the segment is closed: nothing may be read, and there is nothing to exit
     */
    // hot
    boolean enter() {
        int stripe = stripe();
        readers.getAndIncrement(stripe);
        if (closed) {
            readers.getAndDecrement(stripe);
            return false;
        }
        return true;
    }

    // hot
    void exit() {
        readers.getAndDecrement(stripe());
    }

    private static int stripe() {
        return (int) (Thread.currentThread().threadId() & STRIPES - 1) * STRIPE_INTS;
    }

    /**
     * Reads from the file, not from the mapping, so that pages read once are the first to leave the page cache again,
     * and what the disk cannot read is an exception. Fills {@code target}. Needs no {@link #enter}: it would keep the
     * segment from being deleted for long.
     *
     * @return false if the segment is closed
     * @throws IOException if the disk does not return the bytes
     * @throws IllegalStateException if the file cannot be opened, which says nothing of the bytes
     */
    boolean readCold(ByteBuffer target, int at) throws IOException {
        int position = target.position();
        for (DiskFile open = openCold(); open != null; open = openCold()) {
            try {
                open.read(target.position(position), at);
                if (target.hasRemaining()) {
                    throw new EOFException(path + " ends before byte " + (at + target.limit() - position));
                }
                return true;
            } catch (IOException e) {
                if (isCold(open)) {
                    throw e;
                }
                // It was closed, to make room for another or for good.
            }
        }
        return false;
    }

    /** Reads at most {@code count} bytes into memory, unless they are there. */
    void readAhead(int at, int count) throws IOException {
        int end = (int) Math.min(bytes, at + (long) Math.max(count, 0));
        if (at >= end || mapped().isResident(at, end - at)) {
            return;
        }
        ByteBuffer piece = ByteBuffer.allocate(PIECE_BYTES);
        try (DiskFile open = disk.openForReading(path)) {
            for (int next = at; next < end; next += PIECE_BYTES) {
                piece.clear().limit(Math.min(PIECE_BYTES, end - next));
                try {
                    open.read(piece, next);
                } catch (IOException e) {
                    throw new IOException(
                            "log file %s cannot be read between positions %d and %d (%s)"
                                    .formatted(path, next, next + piece.limit(), e.getMessage()),
                            e);
                }
            }
        }
    }

    /** {@code null} if the segment is closed. */
    private synchronized DiskFile openCold() {
        if (coldFile == null && !closed) {
            try {
                coldFile = disk.open(path);
            } catch (IOException e) {
                throw new IllegalStateException("cannot open " + path + " for reading: " + e.getMessage(), e);
            }
        }
        return coldFile;
    }

    private synchronized boolean isCold(DiskFile open) {
        return coldFile == open;
    }

    synchronized void closeCold() throws IOException {
        if (coldFile != null) {
            DiskFile closing = coldFile;
            coldFile = null; // first: who is reading sees that it was closed
            closing.close();
        }
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

    /** Lets nobody enter any more, and ends the mapping if nobody is in it; returns whether it did. */
    boolean tryClose() throws IOException {
        closed = true; // before readers are counted: who enters now, leaves
        for (int i = 0; i < CLOSING_TRIES && isRead(); i++) {
            Thread.onSpinWait();
        }
        boolean free = !isRead();
        if (free) {
            close();
        }
        return free;
    }

    /** Ends reading and writing. Whoever is at it gets an {@link IllegalStateException}. */
    synchronized void close() throws IOException {
        closed = true;
        if (mapping != null && !unmapped) {
            unmapped = true;
            mapping.close();
        }
        closeCold();
        closeFile();
    }

    boolean isClosed() {
        return closed;
    }

    private boolean isRead() {
        for (int stripe = 0; stripe < STRIPES; stripe++) {
            if (readers.get(stripe * STRIPE_INTS) != 0) {
                return true;
            }
        }
        return false;
    }

    /** What is closed may be deleted: to open it again would make a new file. */
    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException(path + " is closed");
        }
    }

    private synchronized MappedBytes mapNow() {
        map();
        return mapping;
    }

    private synchronized ByteBuffer map() {
        checkOpen();
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
