package org.apogeemq.protocol.header;

/** A header that lacks a field or has one that does not fit; the message names field, value and what must be. */
public final class BadHeaderException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Says which field is wrong, its value, and what would have been right. */
    public BadHeaderException(String message) {
        super(message);
    }
}
