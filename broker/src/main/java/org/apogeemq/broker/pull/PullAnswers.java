package org.apogeemq.broker.pull;

import java.nio.ByteBuffer;

/** Where outcomes of pulls go; implemented by each adapter for its event loop, called on that loop only. */
public interface PullAnswers {
    /**
     * Answers with {@code result}, valid during the call.
     *
     * @param records the bytes of the records found, or null if they are to be taken by {@link PullResult#copy}
     */
    void completed(PullCall call, PullResult result, ByteBuffer records);

    /** The records that were found cannot be read from the log. */
    void failed(PullCall call, String reason);
}
