package org.apogeemq.broker.wire.progress;

import java.util.concurrent.CompletableFuture;
import org.apogeemq.broker.running.RunningClients;
import org.apogeemq.broker.wire.Later;
import org.apogeemq.broker.wire.Requests;
import org.apogeemq.broker.wire.RouteContext;
import org.apogeemq.broker.wire.Routes;
import org.apogeemq.protocol.body.ResetOffsetBody;
import org.apogeemq.protocol.command.RemotingCommand;
import org.apogeemq.protocol.command.RequestCodes;
import org.apogeemq.protocol.header.GroupHeaders.ConsumeDirectly;
import org.apogeemq.protocol.header.GroupHeaders.ConsumerRunningInfo;
import org.apogeemq.protocol.header.GroupHeaders.ConsumerStatus;

/** Requests to running clients, through the broker: 223, 307, 309. */
public final class RunningRoutes {
    private final RunningClients clients;

    public RunningRoutes(RunningClients clients) {
        this.clients = clients;
    }

    /** Adds these routes. */
    public void register(Routes.Builder routes) {
        routes.offLoop(RequestCodes.INVOKE_BROKER_TO_GET_CONSUMER_STATUS, this::offsets);
        routes.offLoop(RequestCodes.GET_CONSUMER_RUNNING_INFO, this::info);
        routes.offLoop(RequestCodes.CONSUME_MESSAGE_DIRECTLY, this::consume);
    }

    private RemotingCommand offsets(RouteContext context, RemotingCommand request) {
        ConsumerStatus header = Requests.header(ConsumerStatus.class, request);
        return Later.answer(
                context,
                request,
                clients.offsets(header.group(), header.topic(), header.clientAddr()),
                told -> request.success(new ResetOffsetBody.OfMembers(told).toJson()));
    }

    private RemotingCommand info(RouteContext context, RemotingCommand request) {
        ConsumerRunningInfo header = Requests.header(ConsumerRunningInfo.class, request);
        boolean threads = Boolean.TRUE.equals(header.jstackEnable());
        return passOn(context, request, clients.info(header.consumerGroup(), header.clientId(), threads));
    }

    private RemotingCommand consume(RouteContext context, RemotingCommand request) {
        ConsumeDirectly header = Requests.header(ConsumeDirectly.class, request);
        return passOn(
                context,
                request,
                clients.consume(header.consumerGroup(), header.clientId(), header.msgId(), header.topic()));
    }

    private static RemotingCommand passOn(
            RouteContext context, RemotingCommand request, CompletableFuture<byte[]> answer) {
        return Later.answer(context, request, answer, request::success);
    }
}
