package org.apogeemq.protocol.json;

/** Text that is not JSON, passes a limit, or does not hold what was asked for; the message says where. */
public final class JsonException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Says what is wrong and where: the byte, or the field. */
    public JsonException(String message) {
        super(message);
    }
}
