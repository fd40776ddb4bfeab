package org.apogeemq.store.retention;

import java.io.IOException;

/** The old end of the log, as {@link SpaceKeeper} needs it. Used by one thread. */
public interface LogFront {
    /** Segments before the one that is written: these can go. */
    int removable();

    /** Bytes of the log, from its begin to its end. */
    long bytes();

    /** Not earlier than the last record of the first segment was stored, in ms; {@code Long.MAX_VALUE}: not known. */
    long firstStoredMillis() throws IOException;

    /**
     * Deletes the first segment, and with it what of queues and key index lies before the new begin of the log.
     * Readers find the log and the queues begin later; none of them fails.
     *
     * @return false if it must stay for now: what is derived from it is not all on disk, or somebody reads it
     * @throws IOException if the disk failed; what is left is deleted by {@link #finish}
     */
    boolean removeFirst() throws IOException;

    /** Deletes what an earlier call could not; false if something is still left. */
    boolean finish() throws IOException;

    /** Refuses messages from now on, or takes them again. */
    void refuse(boolean refused);
}
