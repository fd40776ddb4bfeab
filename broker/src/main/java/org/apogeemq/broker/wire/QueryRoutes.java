package org.apogeemq.broker.wire;

import org.apogeemq.broker.query.StoredMessages;
import org.apogeemq.protocol.command.RemotingCommand;
import org.apogeemq.protocol.command.RequestCodes;
import org.apogeemq.protocol.header.QueryHeaders.ViewMessage;

/** Requests that look for messages: 33. */
public final class QueryRoutes {
    private final StoredMessages messages;

    public QueryRoutes(StoredMessages messages) {
        this.messages = messages;
    }

    /** Adds these routes. */
    public void register(Routes.Builder routes) {
        routes.offLoop(RequestCodes.VIEW_MESSAGE_BY_ID, this::view);
    }

    private RemotingCommand view(RouteContext context, RemotingCommand request) {
        ViewMessage header = Requests.header(ViewMessage.class, request);
        return request.success(messages.byLogOffset(header.offset(), header.topic()));
    }
}
