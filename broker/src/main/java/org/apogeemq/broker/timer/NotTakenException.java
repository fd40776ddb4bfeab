package org.apogeemq.broker.timer;

import org.apogeemq.store.log.Outcome;

/** The log did not take what was due; it is tried again. */
final class NotTakenException extends RuntimeException {
    private static final long serialVersionUID = 1;

    NotTakenException(Outcome outcome) {
        super("the log does not take them (" + outcome + ")");
    }
}
