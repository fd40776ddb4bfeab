package org.apogeemq.store.index;

import java.io.IOException;

/** The key index as its store sees it. Thread-safe. */
public interface KeptIndex extends KeyIndex, AutoCloseable {
    /** Store time of the last record whose keys are on disk for sure, in ms; 0: none. */
    long notedTimestamp();

    /**
     * Deletes files all of whose records lie before {@code logMin}, the log's new begin. Waits for the disk.
     *
     * @throws IOException if the disk failed; nothing is lost
     */
    void deleteBefore(long logMin) throws IOException;

    /**
     * Ends following the log: brings the index up to its end, unless that takes long, and makes it durable.
     *
     * @throws IOException if it could not be written: the next start makes it again from where it was durable
     */
    @Override
    void close() throws IOException;
}
