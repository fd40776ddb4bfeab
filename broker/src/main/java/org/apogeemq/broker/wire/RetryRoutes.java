package org.apogeemq.broker.wire;

import org.apogeemq.broker.retry.SendBack;
import org.apogeemq.protocol.command.RemotingCommand;
import org.apogeemq.protocol.command.RequestCodes;
import org.apogeemq.protocol.header.SendHeaders;

/** Requests about messages that could not be consumed: 36. */
public final class RetryRoutes {
    private final SendBack sendBack;

    public RetryRoutes(SendBack sendBack) {
        this.sendBack = sendBack;
    }

    /** Adds these routes. */
    public void register(Routes.Builder routes) {
        routes.offLoop(RequestCodes.CONSUMER_SEND_MSG_BACK, this::accept);
    }

    private RemotingCommand accept(RouteContext context, RemotingCommand request) {
        SendHeaders.SendBack header = Requests.header(SendHeaders.SendBack.class, request);
        int max = header.maxReconsumeTimes() == null ? -1 : header.maxReconsumeTimes();
        var wish = new SendBack.Wish(header.group(), header.offset(), header.delayLevel(), max);
        return Later.success(context, request, sendBack.accept(wish));
    }
}
