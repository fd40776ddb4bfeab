package org.apogeemq.nameserver.wire;

/** A request that cannot be carried out as it is; the message goes to the caller. */
final class BadRequestException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadRequestException(String message) {
        super(message);
    }

    BadRequestException(String message, Throwable cause) {
        super(message, cause);
    }
}
