package org.apogeemq.nameserver.wire;

import java.nio.ByteBuffer;
import org.apogeemq.protocol.command.HeaderView;
import org.apogeemq.remoting.CommandHandler;
import org.apogeemq.remoting.Connection;

/** What an event loop does with the requests to a name server. */
public final class NameHandler implements CommandHandler {
    private final Requests requests;

    /** A handler for one event loop. */
    public NameHandler(Requests requests) {
        this.requests = requests;
    }

    @Override
    public void opened(Connection connection) {
        // Only brokers are kept, and they introduce themselves.
    }

    @Override
    public void request(Connection connection, HeaderView header, ByteBuffer body) {
        requests.handle(header.toCommand(body), connection);
    }

    @Override
    public void passEnd() {
        // Every request is answered by itself.
    }

    @Override
    public void closed(Connection connection) {
        requests.closed(connection);
    }
}
