package org.apogeemq.remoting;

import java.nio.ByteBuffer;
import org.apogeemq.protocol.command.HeaderView;

/**
 * What a server or client does with what arrives. One instance per event loop, confined to it. Must not block. What it
 * throws is logged; a request that threw is answered with result 1.
 */
public interface CommandHandler {
    /** A connection was made. */
    void opened(Connection connection);

    /**
     * A request arrived; answers to our own calls do not come here. {@code header} and {@code body} are valid during
     * the call only.
     *
     * @param body big-endian, from position to limit, empty when there is none; may be consumed
     */
    void request(Connection connection, HeaderView header, ByteBuffer body);

    /**
     * All that arrived in this pass of the event loop, over all its connections, has been handed over. Answers written
     * now still go out with this pass.
     */
    void passEnd();

    /** A connection that was opened is gone; called once. */
    void closed(Connection connection);
}
