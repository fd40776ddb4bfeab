package org.apogeemq.remoting;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.apogeemq.time.Clock;
import org.apogeemq.time.Scheduler;

/** Listens on one or more addresses and serves all of them with the same event loops and handlers. Thread-safe. */
public final class RemotingServer implements AutoCloseable {
    private static final int BACKLOG = 1024;

    private final Endpoint endpoint;
    private final List<Channel> listeners = new ArrayList<>();
    private final List<InetSocketAddress> addresses = new ArrayList<>();
    /** The loops if they are this server's own, else null. */
    private final EventLoops ownLoops;

    private RemotingServer(Endpoint endpoint, EventLoops ownLoops) {
        this.endpoint = endpoint;
        this.ownLoops = ownLoops;
    }

    /**
     * Starts a server with event loops of its own, one a core.
     *
     * @throws BindException if an address cannot be taken; the message names it, and nothing is left behind
     */
    public static RemotingServer start(ServerConfig config, HandlerFactory handlers, Scheduler scheduler, Clock clock)
            throws IOException {
        EventLoops loops = EventLoops.start(Runtime.getRuntime().availableProcessors());
        return start(config, loops, loops, handlers, scheduler, clock);
    }

    /** The same on event loops that others use too; they stay open when the server is closed. */
    public static RemotingServer start(
            ServerConfig config, EventLoops loops, HandlerFactory handlers, Scheduler scheduler, Clock clock)
            throws IOException {
        return start(config, loops, null, handlers, scheduler, clock);
    }

    private static RemotingServer start(
            ServerConfig config,
            EventLoops loops,
            EventLoops ownLoops,
            HandlerFactory handlers,
            Scheduler scheduler,
            Clock clock)
            throws IOException {
        var endpoint = new Endpoint(config.limits(), loops, handlers, scheduler, clock);
        var server = new RemotingServer(endpoint, ownLoops);
        try {
            for (InetSocketAddress address : config.addresses()) {
                server.listen(address, loops);
            }
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
        return server;
    }

    private void listen(InetSocketAddress address, EventLoops loops) throws BindException {
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(loops.group())
                .channel(loops.serverChannel())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        endpoint.configure(channel);
                        if (endpoint.adopt(channel) == null) {
                            var unused = channel.close();
                        }
                    }
                });
        ChannelFuture bound = bootstrap.bind(address).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            var failure = new BindException("cannot listen on " + address.getHostString() + ":" + address.getPort()
                    + ": " + bound.cause().getMessage());
            failure.initCause(bound.cause());
            throw failure;
        }
        listeners.add(bound.channel());
        addresses.add((InetSocketAddress) bound.channel().localAddress());
    }

    /** Where it listens, in the order of the configuration, with the ports really taken. */
    public List<InetSocketAddress> addresses() {
        return List.copyOf(addresses);
    }

    public RemotingMetrics metrics() {
        return endpoint.metrics();
    }

    /** Stops listening, then closes all connections after sending what was written to them. */
    @Override
    public void close() {
        for (Channel listener : listeners) {
            listener.close().awaitUninterruptibly();
        }
        endpoint.close();
        if (ownLoops != null) {
            ownLoops.close();
        }
    }
}
