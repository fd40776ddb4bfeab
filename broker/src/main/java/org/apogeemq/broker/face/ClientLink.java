package org.apogeemq.broker.face;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** The way back to a connected client. Two links are the same only if they are the same connection. Thread-safe. */
public interface ClientLink {
    /** Number of the connection, unique in this process. */
    long id();

    /** {@code address:port} of the client. */
    String remote();

    /** False as soon as the connection is known to be gone. */
    boolean isOpen();

    /** Tells the client something that it does not answer; lost silently if the connection breaks. */
    void notify(int code, Map<String, String> fields, byte[] body);

    /**
     * Asks the client; completes with its answer's body (null if none). Fails with {@link RefusedException}: with the
     * code and text of a client that refuses, with code 207 if it does not answer in time, with 1 if the link breaks
     * or too many others wait for this client.
     */
    CompletableFuture<byte[]> ask(int code, Map<String, String> fields, byte[] body, Duration timeout);
}
