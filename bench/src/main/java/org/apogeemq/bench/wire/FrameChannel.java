package org.apogeemq.bench.wire;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;

/** A blocking connection that reads whole frames. One thread may read while others write. */
final class FrameChannel implements AutoCloseable {
    private static final int FIRST_BYTES = 16 * 1024;

    private final SocketChannel channel;
    private ByteBuffer in = ByteBuffer.allocate(FIRST_BYTES).flip();

    FrameChannel(InetSocketAddress address) throws IOException {
        channel = SocketChannel.open(address);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }

    synchronized void write(ByteBuffer frame) throws IOException {
        while (frame.hasRemaining()) {
            channel.write(frame);
        }
    }

    /**
     * The next frame without its length, valid until the next call.
     *
     * @throws ClosedChannelException if either side closed the connection
     */
    ByteBuffer read() throws IOException {
        need(Integer.BYTES);
        int length = in.getInt();
        need(length);
        ByteBuffer frame = in.slice(in.position(), length);
        in.position(in.position() + length);
        return frame;
    }

    private void need(int bytes) throws IOException {
        if (in.remaining() >= bytes) {
            return;
        }
        if (bytes > in.capacity()) {
            in = ByteBuffer.allocate(Integer.highestOneBit(bytes) << 1).put(in).flip();
        }
        in.compact();
        while (in.position() < bytes) {
            if (channel.read(in) < 0) {
                throw new AsynchronousCloseException();
            }
        }
        in.flip();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
