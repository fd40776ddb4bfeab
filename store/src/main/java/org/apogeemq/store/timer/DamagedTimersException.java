package org.apogeemq.store.timer;

import java.io.IOException;

/** A file of the timer index holds what cannot be: the index has to be made again from the log. */
public final class DamagedTimersException extends IOException {
    private static final long serialVersionUID = 1;

    DamagedTimersException(String message) {
        super(message);
    }
}
