package org.apogeemq.broker.wire;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apogeemq.broker.face.RefusedException;
import org.apogeemq.broker.role.NameServerLink;
import org.apogeemq.protocol.body.TopicRouteData;
import org.apogeemq.protocol.command.HeaderView;
import org.apogeemq.protocol.command.RemotingCommand;
import org.apogeemq.protocol.command.RequestCodes;
import org.apogeemq.protocol.command.ResponseCodes;
import org.apogeemq.protocol.header.HeaderCodec;
import org.apogeemq.protocol.header.RegisterHeaders.RegisterBroker;
import org.apogeemq.protocol.header.RegisterHeaders.UnregisterBroker;
import org.apogeemq.remoting.ClientConfig;
import org.apogeemq.remoting.CommandHandler;
import org.apogeemq.remoting.Connection;
import org.apogeemq.remoting.EventLoops;
import org.apogeemq.remoting.RemotingClient;
import org.apogeemq.time.Clock;
import org.apogeemq.time.Scheduler;

/** The way to the name servers over this protocol: one connection each, made anew when it broke. Thread-safe. */
public final class RemotingNameServerLink implements NameServerLink, AutoCloseable {
    private static final Duration REGISTER_TIMEOUT = Duration.ofSeconds(24);
    private static final Duration ROUTE_TIMEOUT = Duration.ofMillis(1_500);
    private static final Duration UNREGISTER_TIMEOUT = Duration.ofSeconds(3);

    private final RemotingClient client;
    private volatile Runnable onLost = () -> {};

    public RemotingNameServerLink(ClientConfig config, EventLoops loops, Scheduler scheduler, Clock clock) {
        client = new RemotingClient(config, loops, loop -> new LossHandler(), scheduler, clock);
    }

    @Override
    public CompletableFuture<InetAddress> localSide(String nameServer) {
        return client.connect(nameServer)
                .thenApply(connection -> connection.localAddress().getAddress());
    }

    @Override
    public CompletableFuture<Void> register(String nameServer, RegisterBroker header, byte[] body) {
        return call(nameServer, RequestCodes.REGISTER_BROKER, HeaderCodec.encode(header), body, REGISTER_TIMEOUT);
    }

    @Override
    public CompletableFuture<Void> unregister(String nameServer, UnregisterBroker header) {
        return call(nameServer, RequestCodes.UNREGISTER_BROKER, HeaderCodec.encode(header), null, UNREGISTER_TIMEOUT);
    }

    /**
     * The route of a topic, as the first of the name servers says that can be asked; null if it has none, or if there
     * are no name servers. Fails if none of them answers.
     */
    public CompletableFuture<TopicRouteData> route(List<String> nameServers, String topic) {
        if (nameServers.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        List<String> others = nameServers.subList(1, nameServers.size());
        var request = RemotingCommand.request(
                RequestCodes.GET_ROUTEINFO_BY_TOPIC, Map.of("topic", topic, "acceptStandardJsonOnly", "true"), null);
        return client.call(nameServers.getFirst(), request, ROUTE_TIMEOUT)
                .thenApply(RemotingNameServerLink::route)
                .exceptionallyCompose(
                        failure -> others.isEmpty() ? CompletableFuture.failedFuture(failure) : route(others, topic));
    }

    private static TopicRouteData route(RemotingCommand answer) {
        return switch (answer.code()) {
            case ResponseCodes.SUCCESS -> TopicRouteData.fromJson(answer.body());
            case ResponseCodes.TOPIC_NOT_EXIST -> null;
            default -> throw new RefusedException(answer.code(), "no route: " + answer.remark());
        };
    }

    @Override
    public void onLost(Runnable task) {
        onLost = task;
    }

    @Override
    public void close() {
        onLost = () -> {};
        client.close();
    }

    private CompletableFuture<Void> call(
            String nameServer, int code, Map<String, String> fields, byte[] body, Duration timeout) {
        return client.call(nameServer, RemotingCommand.request(code, fields, body), timeout)
                .thenApply(answer -> {
                    if (answer.code() != ResponseCodes.SUCCESS) {
                        throw new RefusedException(
                                answer.code(), "refused with code " + answer.code() + ": " + answer.remark());
                    }
                    return null;
                });
    }

    /** Name servers ask nothing of us that we would answer; what matters is that they are gone. */
    private final class LossHandler implements CommandHandler {
        @Override
        public void opened(Connection connection) {
            // nothing to prepare
        }

        @Override
        public void request(Connection connection, HeaderView header, ByteBuffer body) {
            if (!header.isOneway()) {
                RemotingCommand request = header.toCommand(body);
                connection.send(request.failure(
                        ResponseCodes.REQUEST_CODE_NOT_SUPPORTED, "request code " + request.code() + " not supported"));
            }
        }

        @Override
        public void passEnd() {
            // everything is answered at once
        }

        @Override
        public void closed(Connection connection) {
            onLost.run();
        }
    }
}
