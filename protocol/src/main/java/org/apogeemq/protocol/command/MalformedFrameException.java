package org.apogeemq.protocol.command;

/** Bytes that are not a frame of the protocol. The connection they came from cannot be read any further. */
public final class MalformedFrameException extends Exception {
    private static final long serialVersionUID = 1L;

    public MalformedFrameException(String message) {
        super(message);
    }
}
