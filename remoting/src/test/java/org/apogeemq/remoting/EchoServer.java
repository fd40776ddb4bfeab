package org.apogeemq.remoting;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apogeemq.time.SystemTime;

/** A server with {@link EchoHandler}s on two ports and two loops. */
final class EchoServer implements AutoCloseable {
    final SystemTime time = new SystemTime(failure -> {});
    final AtomicInteger handlersOpen = new AtomicInteger();
    final EventLoops loops = EventLoops.start(2);
    final RemotingServer server;

    EchoServer() {
        this(ConnectionLimits.DEFAULT);
    }

    EchoServer(ConnectionLimits limits) {
        var any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try {
            server = RemotingServer.start(
                    new ServerConfig(List.of(any, any), limits),
                    loops,
                    loop -> new EchoHandler(handlersOpen),
                    time,
                    time);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    InetSocketAddress address() {
        return server.addresses().get(0);
    }

    String hostAndPort() {
        return "127.0.0.1:" + address().getPort();
    }

    RawPeer peer() throws IOException {
        return new RawPeer(address());
    }

    @Override
    public void close() {
        server.close();
        loops.close();
        time.close();
    }
}
