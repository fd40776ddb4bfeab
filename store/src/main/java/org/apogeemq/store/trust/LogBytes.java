package org.apogeemq.store.trust;

import java.io.IOException;
import java.nio.ByteBuffer;

/** The bytes of a log: segments of one length, one behind the other without a gap. */
public interface LogBytes {
    /** Length of each segment. */
    int segmentBytes();

    /** The log offset behind the last segment. */
    long end();

    /** Where in its segment a log offset lies. */
    int at(long logOffset);

    /**
     * The segment that holds a log offset before {@link #end}, for absolute reading at {@link #at}; shorter than a
     * segment if its file is. Of the views that were given, the last two are good.
     */
    ByteBuffer view(long logOffset) throws IOException;

    /**
     * Reads into memory what lies from {@code logOffset} on in its segment, at most {@code bytes} bytes: what the disk
     * cannot read is said here. Under a view it would end the process.
     *
     * @throws IOException if the disk failed; the message names file and position
     */
    void readAhead(long logOffset, int bytes) throws IOException;

    /** First place at or behind {@code logOffset} in its segment that may hold anything; the segment's end if none. */
    long nextData(long logOffset) throws IOException;
}
