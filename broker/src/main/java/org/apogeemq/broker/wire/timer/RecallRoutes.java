package org.apogeemq.broker.wire.timer;

import org.apogeemq.broker.timer.Recall;
import org.apogeemq.broker.wire.Later;
import org.apogeemq.broker.wire.Requests;
import org.apogeemq.broker.wire.RouteContext;
import org.apogeemq.broker.wire.Routes;
import org.apogeemq.protocol.command.RemotingCommand;
import org.apogeemq.protocol.command.RequestCodes;
import org.apogeemq.protocol.header.HeaderCodec;
import org.apogeemq.protocol.header.SendHeaders;

/** Requests about messages that wait for their time: 370. */
public final class RecallRoutes {
    private final Recall recall;
    private final String region;

    /** @param region told to the client, for its traces */
    public RecallRoutes(Recall recall, String region) {
        this.recall = recall;
        this.region = region;
    }

    /** Adds these routes. */
    public void register(Routes.Builder routes) {
        routes.offLoop(RequestCodes.RECALL_MESSAGE, this::accept);
    }

    private RemotingCommand accept(RouteContext context, RemotingCommand request) {
        SendHeaders.Recall header = Requests.header(SendHeaders.Recall.class, request);
        var stored = recall.accept(header.topic(), header.recallHandle(), context.caller());
        return Later.answer(
                context,
                request,
                stored,
                key -> request.success(HeaderCodec.encode(new SendHeaders.RecallResponse(key, region))));
    }
}
