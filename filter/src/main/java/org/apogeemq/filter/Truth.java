package org.apogeemq.filter;

/** What an expression says of a message: logic with a third value, and a fourth for what cannot be said. */
public enum Truth {
    TRUE,
    FALSE,
    /** It depends on a property that the message does not have. */
    UNKNOWN,
    /** A property cannot be read as what it is compared with, {@code abc} as a number. The message does not pass. */
    FAULT;

    static Truth of(boolean value) {
        return value ? TRUE : FALSE;
    }

    Truth negated() {
        return switch (this) {
            case TRUE -> FALSE;
            case FALSE -> TRUE;
            case UNKNOWN, FAULT -> this;
        };
    }
}
