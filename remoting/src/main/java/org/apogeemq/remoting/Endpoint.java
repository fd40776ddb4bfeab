package org.apogeemq.remoting;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apogeemq.time.Clock;
import org.apogeemq.time.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the connections of one server or client share: limits, counters, loops with handlers, timers. Thread-safe. */
final class Endpoint implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Endpoint.class);

    private static final int IDLE_TICKS = 12;
    private static final Duration CALL_SCAN = Duration.ofSeconds(1);
    private static final int CLOSE_SECONDS_MAX = 5;
    private static final int RECEIVE_MIN_BYTES = 1024;
    private static final int RECEIVE_FIRST_BYTES = 8 * 1024;
    private static final int RECEIVE_MAX_BYTES = 128 * 1024;

    private final ConnectionLimits limits;
    private final Clock clock;
    private final ByteBufAllocator allocator;
    private final RareWarning strangers;
    private final RemotingMetrics metrics = new RemotingMetrics();
    private final List<Loop> loops = new ArrayList<>();
    private final List<Scheduler.Scheduled> timers;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicLong ids = new AtomicLong();

    Endpoint(
            ConnectionLimits limits, EventLoops eventLoops, HandlerFactory handlers, Scheduler scheduler, Clock clock) {
        this.limits = limits;
        this.clock = clock;
        allocator = eventLoops.allocator();
        strangers = new RareWarning(LOG, clock);
        for (EventLoop executor : eventLoops.all()) {
            loops.add(new Loop(executor, loops.size(), metrics, handlers));
        }
        Duration tick = limits.idle().dividedBy(IDLE_TICKS);
        timers = List.of(
                scheduler.every(tick, tick, this::closeIdle), scheduler.every(CALL_SCAN, CALL_SCAN, this::expireCalls));
    }

    ConnectionLimits limits() {
        return limits;
    }

    RemotingMetrics metrics() {
        return metrics;
    }

    Clock clock() {
        return clock;
    }

    /** The log for what strangers can cause at will. */
    RareWarning strangers() {
        return strangers;
    }

    /** Makes a connection of a channel that is registered with its loop; null if there are too many. On the loop. */
    TcpConnection adopt(Channel channel) {
        if (connections.incrementAndGet() > limits.connectionsMax()) {
            connections.decrementAndGet();
            metrics.countRefused();
            strangers.warn("connection with " + channel.remoteAddress() + " is refused: there are "
                    + limits.connectionsMax() + " already");
            return null;
        }
        metrics.countAccepted();
        channel.closeFuture().addListener(closed -> {
            connections.decrementAndGet();
            metrics.countClosed();
        });
        Loop loop = loopOf(channel.eventLoop());
        var connection = new TcpConnection(ids.incrementAndGet(), channel, loop, this);
        channel.pipeline().addLast(new FrameCutter(connection, loop));
        return connection;
    }

    /** Sets what all channels have in common. */
    void configure(Channel channel) {
        ChannelConfig config = channel.config();
        config.setAllocator(allocator);
        config.setRecvByteBufAllocator(
                new AdaptiveRecvByteBufAllocator(RECEIVE_MIN_BYTES, RECEIVE_FIRST_BYTES, RECEIVE_MAX_BYTES));
        int high = limits.outboundBytesHigh();
        config.setWriteBufferWaterMark(new WriteBufferWaterMark(high / 2, high));
    }

    private Loop loopOf(EventLoop executor) {
        for (Loop loop : loops) {
            if (loop.runs(executor)) {
                return loop;
            }
        }
        throw new IllegalStateException("channel of a foreign event loop " + executor);
    }

    void callStarted() {
        calls.incrementAndGet();
    }

    void callEnded() {
        calls.decrementAndGet();
    }

    private void closeIdle() {
        for (Loop loop : loops) {
            loop.execute(() -> loop.closeIdle(IDLE_TICKS));
        }
    }

    private void expireCalls() {
        if (calls.get() > 0) {
            long now = clock.monotonicNanos();
            for (Loop loop : loops) {
                loop.execute(() -> loop.expireCalls(now));
            }
        }
    }

    /** Stops the timers and closes all connections; waits a few seconds at most for their ends to be taken in. */
    @Override
    public void close() {
        timers.forEach(Scheduler.Scheduled::cancel);
        var ended = new CountDownLatch(loops.size());
        boolean onLoop = false;
        for (Loop loop : loops) {
            onLoop |= loop.isOnLoop();
            try {
                loop.execute(() -> loop.closeAll("closed by this side", ended::countDown));
            } catch (RejectedExecutionException stopped) {
                ended.countDown(); // the loops were closed first, and with them the connections
            }
        }
        if (!onLoop) {
            await(ended);
        }
    }

    private static void await(CountDownLatch ended) {
        try {
            if (!ended.await(CLOSE_SECONDS_MAX, TimeUnit.SECONDS)) {
                LOG.warn("connections were not closed within {} s", CLOSE_SECONDS_MAX);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
