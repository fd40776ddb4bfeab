package org.apogeemq.store;

/** The store cannot be opened or closed as it should. The message is one line that says what to do. */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** @param message one line that says what is wrong */
    public StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
