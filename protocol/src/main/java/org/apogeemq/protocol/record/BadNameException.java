package org.apogeemq.protocol.record;

/** A topic or group name that may not be used. The message names the field, the value and the rule. */
public final class BadNameException extends RuntimeException {
    private static final long serialVersionUID = 1;

    BadNameException(String message) {
        super(message);
    }
}
