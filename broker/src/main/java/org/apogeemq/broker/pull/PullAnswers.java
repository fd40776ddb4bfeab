package org.apogeemq.broker.pull;

import org.apogeemq.broker.face.RefusedException;

/** Where outcomes of pulls go; implemented by each adapter for its event loop, called on that loop only. */
public interface PullAnswers {
    /**
     * Answers with {@code result}, valid during the call; the bytes of what was found are to be taken by
     * {@link PullResult#copy}, which waits for no disk.
     *
     * @return false if that returned false: nothing was answered
     */
    boolean completed(PullCall call, PullResult result);

    /** {@code call} is not answered as too many others wait for the disk. */
    void busy(PullCall call);

    /** {@code call} is not answered as the disk does not return what it is about; it may later. */
    void unreadable(PullCall call, String why);

    /** {@code call} has waited and may not pull any more. */
    void refused(PullCall call, RefusedException why);

    /** {@code call} could not be answered; {@code failure} says why. Must not throw. */
    void failed(PullCall call, Throwable failure);
}
