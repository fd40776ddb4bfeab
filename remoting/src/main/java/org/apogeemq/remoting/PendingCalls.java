package org.apogeemq.remoting;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apogeemq.protocol.command.HeaderView;
import org.apogeemq.protocol.command.RemotingCommand;

/** Our own requests on one connection that wait for an answer, by opaque. Thread-safe; completes on the event loop. */
final class PendingCalls {
    private record Call(CompletableFuture<RemotingCommand> answer, int code, long deadlineNanos) {}

    private final TcpConnection connection;
    private final Endpoint endpoint;
    private final AtomicInteger opaques = new AtomicInteger();
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile Map<Integer, Call> calls; // made with the first call: most connections never see one

    PendingCalls(TcpConnection connection, Endpoint endpoint) {
        this.connection = connection;
        this.endpoint = endpoint;
    }

    CompletableFuture<RemotingCommand> start(RemotingCommand request, Duration timeout) {
        var answer = new CompletableFuture<RemotingCommand>();
        if (waiting.incrementAndGet() > endpoint.limits().callsMax()) {
            waiting.decrementAndGet();
            answer.completeExceptionally(new IllegalStateException("request " + request.code() + " to "
                    + connection.remoteAddress() + " was not sent: "
                    + endpoint.limits().callsMax() + " others wait for an answer"));
            return answer;
        }
        int opaque = opaques.getAndIncrement();
        long deadline = endpoint.clock().monotonicNanos() + timeout.toNanos();
        table().put(opaque, new Call(answer, request.code(), deadline));
        endpoint.callStarted();
        connection.send(request.withOpaque(opaque));
        if (!connection.isOpen()) { // gone() may have looked before the call was in the table
            connection.execute(() -> fail(closed()));
        }
        return answer;
    }

    private Map<Integer, Call> table() {
        Map<Integer, Call> table = calls;
        if (table == null) {
            synchronized (this) {
                table = calls;
                if (table == null) {
                    table = new ConcurrentHashMap<>();
                    calls = table;
                }
            }
        }
        return table;
    }

    void answered(HeaderView header, ByteBuffer body) {
        Call call = take(header.opaque());
        if (call != null) {
            call.answer.complete(header.toCommand(body));
        }
    }

    void expire(long nowNanos) {
        if (waiting.get() == 0) {
            return;
        }
        for (Map.Entry<Integer, Call> entry : table().entrySet()) {
            if (entry.getValue().deadlineNanos - nowNanos <= 0 && take(entry.getKey()) != null) {
                endpoint.metrics().countCallTimeout();
                entry.getValue()
                        .answer
                        .completeExceptionally(new CallTimeoutException("no answer to request " + entry.getValue().code
                                + " from " + connection.remoteAddress() + " in time"));
            }
        }
    }

    void fail(ConnectionClosedException cause) {
        if (calls == null) {
            return;
        }
        for (Integer opaque : calls.keySet()) {
            Call call = take(opaque);
            if (call != null) {
                call.answer.completeExceptionally(cause);
            }
        }
    }

    private ConnectionClosedException closed() {
        return new ConnectionClosedException("connection with " + connection.remoteAddress() + " was closed");
    }

    private Call take(int opaque) {
        Call call = calls == null ? null : calls.remove(opaque);
        if (call != null) {
            waiting.decrementAndGet();
            endpoint.callEnded();
        }
        return call;
    }
}
