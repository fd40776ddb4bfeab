package org.apogeemq.cli.grammar;

/** A command that could not do its work; the message says what was tried and what to do. Carries no stack trace. */
public final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CommandFailure(String message) {
        super(message, null, false, false);
    }
}
