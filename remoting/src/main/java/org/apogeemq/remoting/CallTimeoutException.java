package org.apogeemq.remoting;

import java.io.IOException;

/** No answer came in time; the request may or may not have been carried out. */
public final class CallTimeoutException extends IOException {
    private static final long serialVersionUID = 1L;

    CallTimeoutException(String message) {
        super(message);
    }
}
