package org.apogeemq.store.open;

import java.io.IOException;

/** The data folder cannot be used. The message is one line that says what to do. */
public final class UnusableStoreException extends IOException {
    private static final long serialVersionUID = 1;

    /** @param message one line that says what to do */
    public UnusableStoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
