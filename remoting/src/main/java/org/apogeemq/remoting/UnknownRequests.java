package org.apogeemq.remoting;

import java.nio.ByteBuffer;
import org.apogeemq.protocol.command.HeaderView;
import org.apogeemq.protocol.command.ResponseCodes;

/** The handler of a client that takes no requests. */
final class UnknownRequests implements CommandHandler {
    @Override
    public void opened(Connection connection) {
        // Nothing is kept about connections.
    }

    @Override
    public void request(Connection connection, HeaderView header, ByteBuffer body) {
        if (!header.isOneway()) {
            connection.send(header.toCommand(null)
                    .failure(
                            ResponseCodes.REQUEST_CODE_NOT_SUPPORTED,
                            " request type " + header.code() + " not supported"));
        }
    }

    @Override
    public void passEnd() {
        // Answers went out one by one.
    }

    @Override
    public void closed(Connection connection) {
        // Nothing is kept about connections.
    }
}
