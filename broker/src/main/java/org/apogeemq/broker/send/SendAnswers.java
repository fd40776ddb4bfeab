package org.apogeemq.broker.send;

import org.apogeemq.store.log.Draft;

/** Where outcomes of sends go; implemented by each adapter for its event loop, called on that loop only. */
public interface SendAnswers {
    /** The outcomes that come next, of so many records, took so long since they were handed to the log. */
    default void took(long nanos, int records) {
        // nobody wants to know
    }

    /**
     * The records {@code [first, first + count)} of {@code draft} belong to {@code ticket} and have their outcome. The
     * draft is only valid during the call.
     */
    void completed(SendTicket ticket, Draft draft, int first, int count);
}
