package org.apogeemq.server.settings;

/** A setting that cannot be accepted; the message says which, from where, and what would be. Carries no stack trace. */
public final class BadSettingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadSettingException(String message) {
        super(message, null, false, false);
    }
}
