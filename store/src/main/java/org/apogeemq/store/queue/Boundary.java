package org.apogeemq.store.queue;

/** Which message is meant by a time that no or several messages have; see {@link ConsumeQueue#offsetByTime}. */
public enum Boundary {
    /** The first of several; the later one between two. */
    LOWER,
    /** The last of several; the earlier one between two. */
    UPPER
}
