package org.apogeemq.remoting;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.apogeemq.protocol.command.RemotingCommand;
import org.apogeemq.time.Clock;
import org.apogeemq.time.Scheduler;

/**
 * Calls other servers: connects on demand, keeps one connection an address, connects anew with the next call after one
 * was lost. Requests from the other side go to the handlers given, else they are answered as unknown. Thread-safe.
 */
public final class RemotingClient implements AutoCloseable {
    /** What epoll puts before its reasons. */
    private static final Pattern NATIVE_CALL = Pattern.compile("^\\w+\\(\\.\\.\\) failed with error\\(-?\\d+\\): ");

    private final ClientConfig config;
    private final EventLoops loops;
    private final Endpoint endpoint;
    private final Map<String, CompletableFuture<Connection>> connections = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /** A client that takes no requests. {@code loops} stay open when it is closed. */
    public RemotingClient(ClientConfig config, EventLoops loops, Scheduler scheduler, Clock clock) {
        this(config, loops, loop -> new UnknownRequests(), scheduler, clock);
    }

    public RemotingClient(
            ClientConfig config, EventLoops loops, HandlerFactory handlers, Scheduler scheduler, Clock clock) {
        this.config = config;
        this.loops = loops;
        endpoint = new Endpoint(config.limits(), loops, handlers, scheduler, clock);
    }

    /**
     * Sends a request to {@code address} ({@code host:port}) and completes with the answer, on an event loop. Fails
     * with an {@link IOException}: not connected, {@link CallTimeoutException}, {@link ConnectionClosedException}.
     *
     * @param timeout for the answer; the time to connect comes on top
     */
    public CompletableFuture<RemotingCommand> call(String address, RemotingCommand request, Duration timeout) {
        return connect(address).thenCompose(connection -> connection.call(request, timeout));
    }

    /** Sends a request that is not answered; lost without notice if there is no connection. */
    public void oneway(String address, RemotingCommand request) {
        RemotingCommand marked = request.asOneway();
        var unused = connect(address).thenAccept(connection -> connection.send(marked));
    }

    /** The connection with {@code address}, made if there is none. */
    public CompletableFuture<Connection> connect(String address) {
        if (closed) {
            return CompletableFuture.failedFuture(new ConnectionClosedException("this client is closed"));
        }
        CompletableFuture<Connection> known = connections.get(address);
        if (known != null && !isLost(known)) {
            return known;
        }
        var made = new CompletableFuture<Connection>();
        boolean mine = known == null
                ? connections.putIfAbsent(address, made) == null
                : connections.replace(address, known, made);
        if (!mine) {
            return connect(address); // another thread was first
        }
        var unused = made.whenComplete((connection, failure) -> {
            if (failure != null) {
                connections.remove(address, made);
            }
        });
        open(address, made);
        return made;
    }

    private static boolean isLost(CompletableFuture<Connection> known) {
        return known.isDone()
                && (known.isCompletedExceptionally() || !known.join().isOpen());
    }

    private void open(String address, CompletableFuture<Connection> made) {
        int colon = address.lastIndexOf(':');
        int port;
        try {
            port = Integer.parseInt(address.substring(colon + 1));
        } catch (NumberFormatException e) {
            port = -1;
        }
        if (colon < 1 || port < 1 || port > 65_535) {
            made.completeExceptionally(new UnknownHostException("address '" + address + "' is not host:port"));
            return;
        }
        String host = address.substring(0, colon).replace("[", "").replace("]", "");
        byte[] literal = NetUtil.createByteArrayFromIpAddressString(host);
        if (literal != null) {
            open(host, literal, port, made);
            return;
        }
        int target = port;
        // Asking for a name may take seconds: on a thread of its own, not on the caller's and not on a loop's.
        var thread = new Thread(() -> resolve(host, target, made), "apogee-resolve-" + host);
        thread.setDaemon(true);
        thread.start();
    }

    private void resolve(String host, int port, CompletableFuture<Connection> made) {
        try {
            open(host, InetAddress.getByName(host).getAddress(), port, made);
        } catch (IOException | RuntimeException e) {
            made.completeExceptionally(e);
        }
    }

    private void open(String host, byte[] ip, int port, CompletableFuture<Connection> made) {
        try {
            open(new InetSocketAddress(InetAddress.getByAddress(host, ip), port), made);
        } catch (UnknownHostException e) {
            made.completeExceptionally(e);
        }
    }

    private void open(InetSocketAddress target, CompletableFuture<Connection> made) {
        Bootstrap bootstrap = new Bootstrap()
                .group(loops.group())
                .channel(loops.socketChannel())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(
                        ChannelOption.CONNECT_TIMEOUT_MILLIS,
                        Math.toIntExact(config.connectTimeout().toMillis()))
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        endpoint.configure(channel);
                        channel.pipeline().addLast(new Connected(endpoint, made));
                    }
                });
        ChannelFuture connecting = bootstrap.connect(target);
        connecting.addListener(done -> {
            if (!done.isSuccess()) {
                made.completeExceptionally(notConnected(target, done.cause()));
            } else if (closed) {
                var unused = connecting.channel().close();
            }
        });
    }

    private static IOException notConnected(InetSocketAddress target, Throwable cause) {
        String words = String.valueOf(cause.getMessage());
        String reason = NATIVE_CALL.matcher(words).replaceFirst("").replace(": " + target, "");
        return new IOException(
                "cannot connect to " + target.getHostString() + ":" + target.getPort() + ": " + reason, cause);
    }

    public RemotingMetrics metrics() {
        return endpoint.metrics();
    }

    /** Closes all connections; calls in flight fail. */
    @Override
    public void close() {
        closed = true;
        endpoint.close();
    }
}
