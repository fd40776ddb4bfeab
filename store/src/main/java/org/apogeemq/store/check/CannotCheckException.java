package org.apogeemq.store.check;

import java.io.IOException;

/** A folder cannot be checked: it is no store, is in use, or cannot be read. One line that says what to do. */
public final class CannotCheckException extends IOException {
    private static final long serialVersionUID = 1;

    /** @param message one line that says what to do */
    public CannotCheckException(String message, Throwable cause) {
        super(message, cause);
    }
}
