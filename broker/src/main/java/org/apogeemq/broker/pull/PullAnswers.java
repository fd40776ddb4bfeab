package org.apogeemq.broker.pull;

/** Where outcomes of pulls go; implemented by each adapter for its event loop, called on that loop only. */
public interface PullAnswers {
    /**
     * Answers with {@code result}, valid during the call; the bytes of what was found are to be taken by
     * {@link PullResult#copy}, which waits for no disk.
     */
    void completed(PullCall call, PullResult result);

    /** {@code call} could not be answered; {@code failure} says why. Must not throw. */
    void failed(PullCall call, Throwable failure);
}
