package org.apogeemq.store.log;

import java.nio.ByteBuffer;

/** The log for reading. Log offsets are in bytes. Any thread. */
public interface CommitLog {
    /** First log offset that is still there. */
    long minOffset();

    /** The log offset behind the last confirmed record; {@code [minOffset, maxOffset)} can be read. */
    long maxOffset();

    /** The log offset behind the last record that was written, confirmed or not. */
    long appendedOffset();

    /** The log offset up to which the log is known to be on disk. */
    long flushedOffset();

    /**
     * Copies {@code bytes} bytes from {@code logOffset} on to the position of {@code target}, which moves behind them
     * and must have room for them. Bytes that are not {@linkplain #isHot hot} may have to be read from disk.
     *
     * @return false if they are not or no longer in the log, or not in one piece; {@code target} is then unchanged
     */
    boolean copy(long logOffset, int bytes, ByteBuffer target);

    /**
     * Lets {@code reader} look at {@code bytes} bytes where they lie in memory, without copying them. Like {@link
     * #copy}, this may have to read bytes that are not {@linkplain #isHot hot} from disk.
     *
     * @return what the reader says; false, without asking it, if they are not or no longer in the log, or not in one
     *     piece
     */
    boolean look(long logOffset, int bytes, Look reader);

    /** Who looks at bytes of the log. */
    interface Look {
        /**
         * Reads the bytes that begin at the absolute index {@code at}; they stay there during the call only. Must be
         * short: meanwhile the file cannot be deleted.
         */
        boolean see(ByteBuffer bytes, int at);
    }

    /**
     * The record that begins at {@code logOffset}, from position 0 to the limit of the result; {@code null} if no
     * valid record begins there. For cold paths.
     */
    ByteBuffer record(long logOffset);

    /**
     * The record that was at {@code logOffset}, before the begin of the log, and is kept as the last of its key; {@code
     * null} if there is none. From position 0 to the limit of the result. For cold paths.
     */
    ByteBuffer kept(long logOffset);

    /** True if reading there surely needs no disk: it is among the last bytes written. */
    boolean isHot(long logOffset);

    /** True if {@code [from, to)} is in the page cache now, so that {@link #copy} does not wait for a disk. */
    boolean isResident(long from, long to);

    /**
     * Fills {@code target}, from position to limit, with what lies from {@code logOffset} on, read from the disk if
     * need be. For threads that may wait.
     *
     * @return false if that is not or no longer in the log, or not in one piece; {@code target} then holds anything
     * @throws java.io.UncheckedIOException if the disk does not return the bytes
     */
    boolean read(long logOffset, ByteBuffer target);

    /** In which file a log offset lies and where there, for messages to people. */
    String place(long logOffset);

    /** Whether reading has ended for good: then nothing is found any more. */
    boolean isClosed();
}
