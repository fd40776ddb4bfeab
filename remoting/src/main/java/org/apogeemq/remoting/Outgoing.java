package org.apogeemq.remoting;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apogeemq.protocol.command.FrameFormat;
import org.apogeemq.protocol.command.HeaderWriter;

/**
 * What goes out of one connection: frames are laid one behind the other into a pooled buffer, which is handed to the
 * socket when it is full or the pass ends. Idle connections hold no buffer. Confined to the event loop.
 */
final class Outgoing {
    private static final int FIRST_BYTES = 8 * 1024;
    private static final int NEXT_BYTES = 64 * 1024;

    private final Channel channel;

    private ByteBuf current;
    private int unflushedBytes;
    private int frameStart;
    private ByteBuffer openBody;

    Outgoing(Channel channel) {
        this.channel = channel;
    }

    /** Lays the frame of {@code header}, which is ended here, and returns the room of its body. */
    ByteBuffer frame(HeaderWriter header, int bodyBytes) { // hot
        int headerBytes = header.end();
        long frameBytes = (long) FrameFormat.PREFIX_BYTES + headerBytes + bodyBytes;
        if (bodyBytes < 0 || frameBytes > FrameFormat.FRAME_BYTES_MAX) {
            throw new IllegalArgumentException("answer with a header of " + headerBytes + " and a body of " + bodyBytes
                    + " bytes; a frame has at most " + FrameFormat.FRAME_BYTES_MAX);
        }
        ByteBuffer target = room((int) frameBytes);
        target.putInt((int) frameBytes - FrameFormat.LENGTH_BYTES);
        target.putInt(FrameFormat.headerWord(header.serializeType(), headerBytes));
        target.put(header.bytes(), 0, headerBytes);
        openBody = target;
        return target;
    }

    /** Lays a whole frame. */
    void append(byte[] frame) {
        room(frame.length).put(frame);
        openBody = null;
    }

    private ByteBuffer room(int bytes) {
        if (current != null && current.writableBytes() < bytes) {
            pass();
        }
        if (current == null) {
            current = channel.alloc().directBuffer(Math.max(bytes, unflushedBytes == 0 ? FIRST_BYTES : NEXT_BYTES));
        }
        frameStart = current.writerIndex();
        current.writerIndex(frameStart + bytes);
        unflushedBytes += bytes;
        return current.internalNioBuffer(frameStart, bytes).order(ByteOrder.BIG_ENDIAN);
    }

    /** Takes back the last frame, if its body was still open. */
    void withdraw() {
        if (openBody != null && current != null) {
            unflushedBytes -= current.writerIndex() - frameStart;
            current.writerIndex(frameStart);
        }
        openBody = null;
    }

    /** Takes back the last frame if its body was not filled. */
    void withdrawUnfilled() {
        if (openBody != null && openBody.hasRemaining()) {
            withdraw();
        }
    }

    /** Bytes laid since the last flush. */
    int unflushedBytes() {
        return unflushedBytes;
    }

    /** Bytes that wait for the socket to take them. */
    long waitingBytes() {
        ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
        return unflushedBytes + (waiting == null ? 0 : waiting.totalPendingWriteBytes());
    }

    /** Hands everything to the socket. */
    void flush() {
        if (unflushedBytes == 0) {
            release();
            return;
        }
        pass();
        unflushedBytes = 0;
        channel.flush();
    }

    private void pass() {
        openBody = null;
        ByteBuf full = current;
        current = null;
        if (full != null) {
            var unused = channel.write(full, channel.voidPromise()); // a failure closes the channel
        }
    }

    /** Drops what has not been handed to the socket. */
    void release() {
        openBody = null;
        unflushedBytes = 0;
        if (current != null) {
            current.release();
            current = null;
        }
    }
}
