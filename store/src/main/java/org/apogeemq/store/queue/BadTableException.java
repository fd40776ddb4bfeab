package org.apogeemq.store.queue;

/** Says in words why a file is no table of queues that can be used. */
public final class BadTableException extends Exception {
    private static final long serialVersionUID = 1L;

    BadTableException(String reason) {
        super(reason);
    }
}
