package org.apogeemq.remoting;

import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apogeemq.protocol.command.Frames;
import org.apogeemq.protocol.command.HeaderView;
import org.apogeemq.protocol.command.HeaderWriter;
import org.apogeemq.protocol.command.RemotingCommand;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection over a Netty channel. Its calls are kept by {@link PendingCalls}, its answers by {@link Outgoing}. */
final class TcpConnection implements Connection {
    private static final Logger LOG = LoggerFactory.getLogger(TcpConnection.class);

    /** Its place among the connections of its loop, which keeps it. */
    int slot;
    /** True while it waits for the flush at the end of the pass; kept by the loop. */
    boolean touched;
    /** True if the handler threw when it was opened, and so will not hear of its end; kept by the loop. */
    boolean refused;
    /** The loop's tick at the last read or write; kept by the loop. */
    int activeTick;

    private final long id;
    private final Channel channel;
    private final Loop loop;
    private final Endpoint endpoint;
    private final InetSocketAddress remoteAddress;
    private final InetSocketAddress localAddress;
    private final PendingCalls calls;

    private volatile boolean open = true;
    private volatile Object attachment;

    // Confined to the event loop.
    private final Outgoing outgoing;
    private FrameCutter cutter;

    TcpConnection(long id, Channel channel, Loop loop, Endpoint endpoint) {
        this.id = id;
        this.channel = channel;
        this.loop = loop;
        this.endpoint = endpoint;
        remoteAddress = (InetSocketAddress) channel.remoteAddress();
        localAddress = (InetSocketAddress) channel.localAddress();
        calls = new PendingCalls(this, endpoint);
        outgoing = new Outgoing(channel);
    }

    void readsWith(FrameCutter frameCutter) {
        cutter = frameCutter;
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return remoteAddress;
    }

    @Override
    public InetSocketAddress localAddress() {
        return localAddress;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public boolean isOnLoop() {
        return loop.isOnLoop();
    }

    @Override
    public void execute(Runnable task) {
        loop.execute(task);
    }

    @Override
    public void respond(HeaderWriter header) {
        respond(header, 0);
    }

    @Override
    public ByteBuffer respond(HeaderWriter header, int bodyBytes) { // hot
        assert loop.isOnLoop() : "respond is called on the connection's loop";
        keepWithinLimits();
        if (!open) {
            return ByteBuffer.allocate(bodyBytes); // nobody will read it
        }
        ByteBuffer body = outgoing.frame(header, bodyBytes);
        loop.countOut(body.position() + bodyBytes);
        loop.touch(this);
        return body;
    }

    @Override
    public void withdraw() {
        outgoing.withdraw();
    }

    void withdrawUnfilled() {
        outgoing.withdrawUnfilled();
    }

    @Override
    public void send(RemotingCommand command) {
        sendFrame(Frames.encode(command));
    }

    private void sendFrame(byte[] frame) {
        if (loop.isOnLoop()) {
            append(frame);
        } else {
            loop.execute(() -> append(frame));
        }
    }

    private void append(byte[] frame) {
        keepWithinLimits();
        if (open) {
            outgoing.append(frame);
            loop.countOut(frame.length);
            loop.touch(this);
        }
    }

    @Override
    public CompletableFuture<RemotingCommand> call(RemotingCommand request, Duration timeout) {
        return calls.start(request, timeout);
    }

    /** A response came in; whose call is not known any more is dropped. */
    void answered(HeaderView header, ByteBuffer body) {
        calls.answered(header, body);
    }

    void expireCalls(long nowNanos) {
        calls.expire(nowNanos);
    }

    @Override
    public void close(String reason) {
        if (!loop.isOnLoop()) {
            loop.execute(() -> close(reason));
        } else if (open) {
            open = false;
            LOG.debug("connection {} with {} is closed: {}", id, remoteAddress, reason);
            outgoing.flush();
            var unused = channel.close(); // ends in gone()
        }
    }

    @Override
    public Object attachment() {
        return attachment;
    }

    @Override
    public void attachment(Object value) {
        attachment = value;
    }

    @Override
    public String toString() {
        return "connection " + id + " with " + remoteAddress;
    }

    // ---- called by its loop and its cutter, on the loop

    /** True while what waits to go out is too much to go on reading. */
    boolean isChoked() {
        return outgoing.unflushedBytes() > endpoint.limits().outboundBytesHigh() || !channel.isWritable();
    }

    void writabilityChanged() {
        loop.touch(this);
    }

    /** Closes as one that does not speak the protocol. */
    void malformed(Malformation reason, String text) {
        endpoint.metrics().countMalformed(reason);
        endpoint.strangers().warn("connection with " + remoteAddress + " is closed: " + text);
        close("malformed: " + text);
    }

    /** Sends what was laid in this pass and goes on reading what was held back. */
    void endPass() {
        touched = false;
        if (open) {
            flush();
            cutter.resume();
        }
    }

    private void keepWithinLimits() {
        if (open && outgoing.unflushedBytes() > endpoint.limits().outboundBytesHigh()) {
            flush();
        }
    }

    private void flush() {
        if (outgoing.unflushedBytes() > 0) {
            loop.active(this);
        }
        outgoing.flush();
        if (outgoing.waitingBytes() > endpoint.limits().outboundBytesMax()) {
            endpoint.metrics().countSlowReader();
            endpoint.strangers()
                    .warn("connection with " + remoteAddress + " is closed: it does not read, "
                            + outgoing.waitingBytes() + " bytes wait");
            close("slow reader");
        }
    }

    /** The channel is gone. */
    void gone() {
        open = false;
        outgoing.release();
        calls.fail(new ConnectionClosedException("connection with " + remoteAddress + " was closed"));
    }
}
