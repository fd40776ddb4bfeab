package org.apogeemq.store.disk;

import java.nio.ByteBuffer;

/** A mapped file for reading. Whoever mapped it closes it. */
public interface MappedBytes extends AutoCloseable {
    /** The bytes, big-endian, read-only; for absolute access. Invalid after {@link #close}. */
    ByteBuffer bytes();

    /** Whether {@code bytes} bytes from {@code at} on are in memory now, so that reading them waits for no disk. */
    boolean isResident(int at, int bytes);

    /** Ends the mapping; an access from then on throws {@link IllegalStateException}. */
    @Override
    void close();
}
