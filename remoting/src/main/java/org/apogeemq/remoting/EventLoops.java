package org.apogeemq.remoting;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of all sockets and their memory: epoll where the machine has it, else NIO. Daemon threads named
 * {@code <name>-<n>}, started when first used. Servers and clients of one process share one.
 */
public final class EventLoops implements AutoCloseable {
    private static final int PAGE_BYTES = 8192;
    /** Chunks of 8 KiB << 7 = 1 MiB, so that an idle process holds little. */
    private static final int CHUNK_ORDER = 7;

    private static final int SMALL_CACHE = 64;
    private static final int NORMAL_CACHE = 8;
    private static final long CLOSE_SECONDS_MAX = 5;

    private final EventLoopGroup group;
    private final PooledByteBufAllocator allocator;
    private final boolean epoll;
    private final int size;

    private EventLoops(EventLoopGroup group, boolean epoll, int size) {
        this.group = group;
        this.epoll = epoll;
        this.size = size;
        // No heap arenas: sockets take direct memory only.
        allocator =
                new PooledByteBufAllocator(true, 0, size, PAGE_BYTES, CHUNK_ORDER, SMALL_CACHE, NORMAL_CACHE, false);
    }

    /** {@code size} loops, named {@code apogee-io-0} and so on. */
    public static EventLoops start(int size) {
        return start("apogee-io", size);
    }

    /**
     * {@code size} loops, named {@code <name>-0} and so on.
     *
     * @param size above 0
     */
    public static EventLoops start(String name, int size) {
        if (size < 1) {
            throw new IllegalArgumentException("number of event loops is " + size + ", must be 1 or more");
        }
        boolean epoll = Epoll.isAvailable();
        IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        return new EventLoops(new MultiThreadIoEventLoopGroup(size, threads(name), io), epoll, size);
    }

    private static ThreadFactory threads(String name) {
        var number = new AtomicInteger();
        return task -> {
            var thread = new FastThreadLocalThread(task, name + "-" + number.getAndIncrement());
            thread.setDaemon(true);
            return thread;
        };
    }

    public int size() {
        return size;
    }

    /** True if sockets are served by epoll. */
    public boolean isEpoll() {
        return epoll;
    }

    /** Direct memory held for buffers, in use or not, in bytes. */
    public long usedDirectBytes() {
        return allocator.metric().usedDirectMemory();
    }

    /** Stops the threads; what is still open is closed. Waits a few seconds at most. */
    @Override
    public void close() {
        group.shutdownGracefully(0, CLOSE_SECONDS_MAX, TimeUnit.SECONDS)
                .awaitUninterruptibly(CLOSE_SECONDS_MAX, TimeUnit.SECONDS);
    }

    EventLoopGroup group() {
        return group;
    }

    List<EventLoop> all() {
        List<EventLoop> loops = new ArrayList<>(size);
        for (EventExecutor executor : group) {
            loops.add((EventLoop) executor);
        }
        return loops;
    }

    ByteBufAllocator allocator() {
        return allocator;
    }

    Class<? extends ServerChannel> serverChannel() {
        return epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    }

    Class<? extends Channel> socketChannel() {
        return epoll ? EpollSocketChannel.class : NioSocketChannel.class;
    }
}
