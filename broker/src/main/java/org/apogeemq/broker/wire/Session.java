package org.apogeemq.broker.wire;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apogeemq.broker.face.Caller;
import org.apogeemq.broker.face.ClientLink;
import org.apogeemq.broker.face.RefusedException;
import org.apogeemq.protocol.command.RemotingCommand;
import org.apogeemq.protocol.command.ResponseCodes;
import org.apogeemq.remoting.CallTimeoutException;
import org.apogeemq.remoting.Connection;

/** A client's connection as the rooms see it, with its addresses in the form records want them. Thread-safe. */
final class Session implements ClientLink {
    private final Connection connection;
    private final String remote;
    private final InetSocketAddress client;
    private final InetSocketAddress reached;
    private final byte[] bornAddress;
    private final byte[] storeAddress;

    /** @param reached address under which the client finds this broker again */
    Session(Connection connection, InetSocketAddress reached) {
        this.connection = connection;
        this.reached = reached;
        client = connection.remoteAddress();
        remote = client.getAddress().getHostAddress() + ":" + client.getPort();
        bornAddress = client.getAddress().getAddress();
        storeAddress = reached.getAddress().getAddress();
    }

    Connection connection() {
        return connection;
    }

    Caller caller(RemotingCommand request) {
        return new Caller(client, reached, request.language(), request.version());
    }

    byte[] bornAddress() {
        return bornAddress;
    }

    int bornPort() {
        return client.getPort();
    }

    byte[] storeAddress() {
        return storeAddress;
    }

    int storePort() {
        return reached.getPort();
    }

    /** {@code address:port} by which the client reached us. */
    String reached() {
        return reached.getAddress().getHostAddress() + ":" + reached.getPort();
    }

    @Override
    public long id() {
        return connection.id();
    }

    @Override
    public String remote() {
        return remote;
    }

    @Override
    public boolean isOpen() {
        return connection.isOpen();
    }

    @Override
    public void notify(int code, Map<String, String> fields, byte[] body) {
        connection.send(RemotingCommand.request(code, fields, body).asOneway());
    }

    @Override
    public CompletableFuture<byte[]> ask(int code, Map<String, String> fields, byte[] body, Duration timeout) {
        return connection
                .call(RemotingCommand.request(code, fields, body), timeout)
                .handle((answer, failure) -> {
                    if (failure != null) {
                        throw notAnswered(failure);
                    }
                    if (answer.code() != ResponseCodes.SUCCESS) {
                        throw new RefusedException(answer.code(), answer.remark());
                    }
                    return answer.body();
                });
    }

    private static RefusedException notAnswered(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        int code =
                cause instanceof CallTimeoutException ? ResponseCodes.CONSUME_MSG_TIMEOUT : ResponseCodes.SYSTEM_ERROR;
        return new RefusedException(code, cause.getMessage());
    }
}
