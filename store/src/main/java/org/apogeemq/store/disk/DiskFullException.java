package org.apogeemq.store.disk;

import java.io.IOException;

/** There is no space left, or the user's share of it is used up. */
public final class DiskFullException extends IOException {
    private static final long serialVersionUID = 1;

    /** @param message what could not be written */
    public DiskFullException(String message, Throwable cause) {
        super(message, cause);
    }
}
