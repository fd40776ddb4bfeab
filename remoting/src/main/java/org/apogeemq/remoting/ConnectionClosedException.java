package org.apogeemq.remoting;

import java.io.IOException;

/** The connection was closed before the answer came; the request may or may not have been carried out. */
public final class ConnectionClosedException extends IOException {
    private static final long serialVersionUID = 1L;

    ConnectionClosedException(String message) {
        super(message);
    }
}
