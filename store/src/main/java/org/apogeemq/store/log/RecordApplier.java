package org.apogeemq.store.log;

import java.nio.ByteBuffer;

/** Who is shown the records of one queue as they are written, in log order. */
public interface RecordApplier {
    /** Topic of that queue; its number is 0. */
    String topic();

    /** A record of the queue begins at {@code at}. Runs on the log's owner; must be short and must not throw. */
    void apply(ByteBuffer record, int at);
}
