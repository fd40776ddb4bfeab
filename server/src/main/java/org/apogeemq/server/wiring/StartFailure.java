package org.apogeemq.server.wiring;

/** The program cannot start; the message is one line that says what is wrong and what to do. */
public final class StartFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StartFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
