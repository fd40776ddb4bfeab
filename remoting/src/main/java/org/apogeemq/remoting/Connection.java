package org.apogeemq.remoting;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apogeemq.protocol.command.HeaderWriter;
import org.apogeemq.protocol.command.RemotingCommand;

/**
 * One TCP connection. It belongs to one event loop for its whole life; methods marked (loop) may be called on that
 * loop only, the others from any thread. A closed connection takes every call and does nothing.
 */
public interface Connection {
    /** Unique among the connections of its server or client, above 0. */
    long id();

    /** The other end. */
    InetSocketAddress remoteAddress();

    /** The address by which the other end reached us; of a client's connection, our own. */
    InetSocketAddress localAddress();

    /** False from the moment it is being closed, by whichever side. */
    boolean isOpen();

    /** True on the thread that owns this connection. */
    boolean isOnLoop();

    /** Runs {@code task} on the event loop, soon; never within this call. */
    void execute(Runnable task);

    /**
     * (loop) Appends an answer without body to what goes out at the end of this pass. {@code header} has been begun
     * and is ended here.
     */
    void respond(HeaderWriter header);

    /**
     * (loop) Appends an answer with a body. {@code header} has been begun and is ended here.
     *
     * @param bodyBytes at least 0; header and body together at most the frame limit
     * @return a big-endian buffer with exactly {@code bodyBytes} remaining, to be filled by moving its position before
     *     the next call on this connection
     */
    ByteBuffer respond(HeaderWriter header, int bodyBytes);

    /** (loop) Takes back the answer last begun with {@link #respond(HeaderWriter, int)}; nothing else came between. */
    void withdraw();

    /** Sends a command (an answer or a one-way request) as it is. */
    void send(RemotingCommand command);

    /**
     * Sends a request under an opaque of its own and completes with the answer, on the event loop. Fails with
     * {@link CallTimeoutException} (up to a second late) or {@link ConnectionClosedException}.
     */
    CompletableFuture<RemotingCommand> call(RemotingCommand request, Duration timeout);

    /** Sends what is waiting, as far as the network takes it, and closes. The first reason given is the one logged. */
    void close(String reason);

    /** The one slot of state for the user of this connection; null until set. */
    Object attachment();

    /** Sets the slot. */
    void attachment(Object value);
}
