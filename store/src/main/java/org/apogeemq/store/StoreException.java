package org.apogeemq.store;

/** The store cannot be opened or closed as it should. The message is one line that says what to do. */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1;

    StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
