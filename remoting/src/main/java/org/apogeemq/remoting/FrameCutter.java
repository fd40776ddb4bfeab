package org.apogeemq.remoting;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apogeemq.protocol.command.FrameFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cuts frames out of what a connection receives, where it lies. Only a frame that a read ends within is copied, into a
 * buffer that grows with what has really arrived. While too much waits to go out, it stops cutting and reading.
 * Confined to the event loop.
 */
final class FrameCutter extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(FrameCutter.class);

    private static final int PARTIAL_FIRST_BYTES = 2048;
    private static final int TLS_HANDSHAKE = 0x16;

    private final TcpConnection connection;
    private final Loop loop;

    private ChannelHandlerContext context;
    private boolean opened;
    private boolean spoken;
    /** The beginning of a frame whose rest has not come yet, or null. */
    private ByteBuf partial;
    /** What was received but not cut because the connection is choked, or null. */
    private ByteBuf held;

    FrameCutter(TcpConnection connection, Loop loop) {
        this.connection = connection;
        this.loop = loop;
        connection.readsWith(this);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        opened = true;
        loop.opened(connection);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        end();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        end();
    }

    private void end() {
        if (partial != null) {
            partial.release();
            partial = null;
        }
        if (held != null) {
            held.release();
            held = null;
        }
        connection.gone();
        if (opened) {
            opened = false;
            loop.closed(connection);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        connection.writabilityChanged();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException) {
            connection.close("network: " + cause.getMessage());
        } else {
            LOG.error("reading from {} failed", connection.remoteAddress(), cause);
            connection.close("failure: " + cause);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        if (!connection.isOpen()) {
            in.release();
            return;
        }
        loop.active(connection);
        loop.countIn(in.readableBytes());
        if (held != null) {
            held = joined(held, in);
            return;
        }
        take(in);
    }

    /** Goes on after a pause, if the connection has room again. */
    void resume() {
        if (held == null || connection.isChoked()) {
            return;
        }
        ByteBuf in = held;
        held = null;
        take(in);
        if (held == null && connection.isOpen()) {
            context.channel().config().setAutoRead(true);
        }
    }

    private void take(ByteBuf in) {
        try {
            if (completePartial(in) && cut(in) && in.isReadable()) {
                startPartial(in);
            }
            if (in.isReadable() && connection.isOpen()) { // choked
                held = in.retain();
                context.channel().config().setAutoRead(false);
            }
        } finally {
            in.release();
        }
    }

    /** Cuts whole frames. False if it stopped before the end: choked, or closed. */
    private boolean cut(ByteBuf in) { // hot
        int from = in.readerIndex();
        ByteBuffer bytes = in.internalNioBuffer(from, in.readableBytes());
        int start = bytes.position();
        int end = bytes.limit();
        int at = start;
        boolean stopped = false;
        while (end - at >= FrameFormat.LENGTH_BYTES) {
            bytes.limit(end).order(ByteOrder.BIG_ENDIAN);
            int length = bytes.getInt(at);
            if (!isPlausible(length)) {
                return false;
            }
            if (length > end - at - FrameFormat.LENGTH_BYTES) {
                break;
            }
            if (connection.isChoked()) {
                stopped = true;
                break;
            }
            if (!loop.frame(connection, bytes, at + FrameFormat.LENGTH_BYTES, length) || !connection.isOpen()) {
                return false;
            }
            spoken = true;
            at += FrameFormat.LENGTH_BYTES + length;
        }
        in.readerIndex(from + at - start);
        return !stopped;
    }

    private boolean isPlausible(int length) {
        if (length >= 4 && length <= FrameFormat.FRAME_BYTES_MAX - FrameFormat.LENGTH_BYTES) {
            return true;
        }
        if (!spoken && length >>> 24 == TLS_HANDSHAKE) {
            connection.malformed(Malformation.TLS, "it began with a TLS handshake, and TLS is not offered here");
        } else {
            connection.malformed(Malformation.FRAME_LENGTH, "frame length " + length);
        }
        return false;
    }

    private void startPartial(ByteBuf in) {
        int have = in.readableBytes();
        int wanted = have < FrameFormat.LENGTH_BYTES ? 64 : frameBytes(in.getInt(in.readerIndex()));
        partial = context.alloc().directBuffer(Math.min(wanted, Math.max(2 * have, PARTIAL_FIRST_BYTES)));
        partial.writeBytes(in);
    }

    /** Adds to the partial frame and hands it over when it is whole. False if closed, choked, or still not whole. */
    private boolean completePartial(ByteBuf in) {
        if (partial == null) {
            return true;
        }
        if (partial.writerIndex() < FrameFormat.LENGTH_BYTES && !fill(in, FrameFormat.LENGTH_BYTES)) {
            return false;
        }
        int length = partial.getInt(0);
        if (!isPlausible(length) || !fill(in, frameBytes(length))) {
            return false;
        }
        ByteBuf frame = partial;
        partial = null;
        try {
            ByteBuffer bytes = frame.internalNioBuffer(0, frame.writerIndex()).order(ByteOrder.BIG_ENDIAN);
            spoken = loop.frame(connection, bytes, bytes.position() + FrameFormat.LENGTH_BYTES, length);
        } finally {
            frame.release();
        }
        return connection.isOpen();
    }

    /** Copies until the partial frame has {@code wanted} bytes. False if there were not enough. */
    private boolean fill(ByteBuf in, int wanted) {
        int count = Math.min(wanted - partial.writerIndex(), in.readableBytes());
        int needed = partial.writerIndex() + count;
        if (partial.capacity() < needed) {
            partial.capacity(Math.min(wanted, Math.max(2 * partial.capacity(), needed)));
        }
        partial.writeBytes(in, count);
        return partial.writerIndex() == wanted;
    }

    private static int frameBytes(int length) {
        return FrameFormat.LENGTH_BYTES + length;
    }

    private ByteBuf joined(ByteBuf first, ByteBuf second) {
        ByteBuf both = context.alloc().directBuffer(first.readableBytes() + second.readableBytes());
        both.writeBytes(first).writeBytes(second);
        first.release();
        second.release();
        return both;
    }
}
