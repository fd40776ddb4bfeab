package org.apogeemq.store.log;

import java.time.Duration;

/** When written records become readable and drafts complete. Runs on the log's owner but for {@link #patience}. */
interface Confirmation {
    /** A record that ends at {@code end} is written; {@code change} is to be run when it is confirmed. */
    void changes(long end, Runnable change);

    /** The records {@code [from, to)} are in the log and in their queues. */
    void written(Draft draft, int from, int to);

    /** Every record of the draft has an outcome. */
    void ended(Draft draft);

    /** The owner has nothing more to do for the moment. */
    void passEnd();

    /** The log is on disk up to {@link Positions#flushed}. */
    void flushed();

    /** Drafts that come now wait so long for the disk, if they do. Any thread. */
    default void patience(Duration timeout) {
        // nobody waits
    }

    /** What waits for the disk will not be confirmed any more. */
    void failed();
}
