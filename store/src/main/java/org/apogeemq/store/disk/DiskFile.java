package org.apogeemq.store.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** An open file. Thread-safe but for two writers of the same bytes. */
public interface DiskFile extends Closeable {
    /** Length in bytes. */
    long size() throws IOException;

    /** Cuts the file or extends it by zeros that take no space. */
    void resize(long bytes) throws IOException;

    /**
     * Reads into {@code target} until it is full or the file ends.
     *
     * @return the bytes read, 0 at the end of the file
     */
    int read(ByteBuffer target, long position) throws IOException;

    /**
     * Writes all that remains in {@code source}.
     *
     * @throws DiskFullException if there is no space left
     * @throws IOException if the disk failed; in both cases any part may have been written
     */
    void write(ByteBuffer source, long position) throws IOException;

    /**
     * Where the file's next bytes are that may be anything but zeros: {@code position} itself or behind it, and the
     * file's length if there are none. A file system that knows of no holes says {@code position}.
     */
    default long nextData(long position) throws IOException {
        return Math.min(position, size());
    }

    /** Maps the first {@code bytes} bytes for reading; what is written later shows. Outlives {@link #close}. */
    MappedBytes map(int bytes) throws IOException;

    /** Makes everything that was written durable. A failure is final: what is durable is then unknown. */
    void force() throws IOException;
}
