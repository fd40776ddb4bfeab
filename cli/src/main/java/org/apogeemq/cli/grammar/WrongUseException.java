package org.apogeemq.cli.grammar;

/** Arguments that a command does not take; the message says which. Carries no stack trace. */
public final class WrongUseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public WrongUseException(String message) {
        super(message, null, false, false);
    }
}
