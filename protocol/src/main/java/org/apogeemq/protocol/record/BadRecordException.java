package org.apogeemq.protocol.record;

/** Bytes or text from outside that are not the record, batch or message id they should be. */
public final class BadRecordException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Says what is wrong, where, and what would have been right. */
    public BadRecordException(String message) {
        super(message);
    }
}
