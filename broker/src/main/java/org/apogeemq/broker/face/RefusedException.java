package org.apogeemq.broker.face;

/**
 * A request that is refused for a reason its sender can act upon. Carries no stack trace: it is an answer, no fault.
 */
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int code;

    /** @param code result code of the protocol @param message names what was refused, the value and the limit */
    public RefusedException(int code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    public int code() {
        return code;
    }
}
