package org.apogeemq.store.log;

import java.nio.ByteBuffer;

/** Who is shown the records of one queue as they are written, in log order. */
public interface RecordApplier {
    /** Topic of that queue; its number is 0. */
    String topic();

    /**
     * Takes the record of the queue that begins at {@code at}: does what belongs to its place in the log, and returns
     * what has effect when the record is confirmed. Runs on the log's owner, and so does what is returned, in log
     * order; both are short and do not throw.
     */
    Runnable take(ByteBuffer record, int at);
}
