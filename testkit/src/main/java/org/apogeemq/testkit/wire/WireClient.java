package org.apogeemq.testkit.wire;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;

/**
 * A plain socket to a server, for frames good and bad. It reads only when told to, so it can also play the peer
 * that never reads. Confined to one thread.
 */
public final class WireClient implements AutoCloseable {
    private static final int CONNECT_MILLIS = 5_000;
    private static final int FRAME_BYTES_MAX = 64 * 1024 * 1024;

    private final Socket socket;

    private WireClient(Socket socket) {
        this.socket = socket;
    }

    /** Connects to {@code address}, given as {@code host:port}, within five seconds. */
    public static WireClient connect(String address) {
        return connect(address, 0);
    }

    /**
     * Connects with a receive buffer of about {@code receiveBytes}, so that a server soon finds its own send
     * buffer full when this client does not read. 0 leaves the system's default.
     */
    public static WireClient connect(String address, int receiveBytes) {
        int colon = address.lastIndexOf(':');
        var target = new InetSocketAddress(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
        var socket = new Socket();
        try {
            if (receiveBytes > 0) {
                socket.setReceiveBufferSize(receiveBytes);
            }
            socket.setTcpNoDelay(true);
            socket.connect(target, CONNECT_MILLIS);
            return new WireClient(socket);
        } catch (IOException e) {
            closeQuietly(socket, e);
            throw new UncheckedIOException("no connection to " + address, e);
        }
    }

    private static void closeQuietly(Socket socket, IOException cause) {
        try {
            socket.close();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    /** Sends a frame. */
    public void send(WireFrame frame) {
        send(frame.bytes());
    }

    /**
     * Sends bytes as they are.
     *
     * @throws UncheckedIOException if the connection is closed or breaks
     */
    public void send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException("sending " + bytes.length + " bytes failed", e);
        }
    }

    /** Sends bytes and says whether the connection took them, for bytes that make a server hang up. */
    public boolean trySend(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            return true;
        } catch (IOException e) {
            return false; // the peer closed first: that is the answer
        }
    }

    /** Tells the peer that nothing more will be sent; reading goes on. */
    public void endSending() {
        try {
            socket.shutdownOutput();
        } catch (SocketException e) {
            return; // the peer closed first, which ends sending as well
        } catch (IOException e) {
            throw new UncheckedIOException("ending the sending side failed", e);
        }
    }

    /** Sends a request and returns its answer, passing over other frames. */
    public WireFrame call(WireFrame request, Duration limit) {
        send(request);
        while (true) {
            WireFrame frame = receive(limit)
                    .orElseThrow(() -> new IllegalStateException(
                            "connection closed instead of an answer to code " + request.code()));
            if (frame.isAnswer() && frame.opaque() == request.opaque()) {
                return frame;
            }
        }
    }

    /**
     * Reads the next frame.
     *
     * @return empty if the peer closed the connection
     * @throws IllegalStateException if {@code limit} passes first
     */
    public Optional<WireFrame> receive(Duration limit) {
        try {
            socket.setSoTimeout(Math.toIntExact(limit.toMillis()));
            var in = new DataInputStream(socket.getInputStream());
            int length = in.readInt();
            if (length < 4 || length > FRAME_BYTES_MAX) {
                throw new IllegalStateException("the peer sent a frame of length " + length);
            }
            byte[] rest = new byte[length];
            in.readFully(rest);
            return Optional.of(WireFrame.parse(rest));
        } catch (SocketTimeoutException e) {
            throw new IllegalStateException("no frame within " + limit.toMillis() + " ms", e);
        } catch (EOFException | SocketException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("reading a frame failed", e);
        }
    }

    /** Whether the peer closes the connection within {@code limit}; what it sends before that is thrown away. */
    public boolean isClosedByPeer(Duration limit) {
        try {
            socket.setSoTimeout(Math.toIntExact(limit.toMillis()));
            byte[] dump = new byte[8_192];
            int count = 0;
            while (count >= 0) {
                count = socket.getInputStream().read(dump);
            }
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true; // a reset is a close too
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException("closing failed", e);
        }
    }
}
