package org.apogeemq.remoting;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.Map;
import org.apogeemq.protocol.command.Frames;
import org.apogeemq.protocol.command.MalformedFrameException;
import org.apogeemq.protocol.command.RemotingCommand;

/** The other end of a connection, as a plain socket. */
final class RawPeer implements AutoCloseable {
    final Socket socket = new Socket();
    private final DataInputStream in;

    RawPeer(InetSocketAddress address) throws IOException {
        this(address, 0);
    }

    RawPeer(InetSocketAddress address, int receiveBytes) throws IOException {
        if (receiveBytes > 0) {
            socket.setReceiveBufferSize(receiveBytes);
        }
        socket.setTcpNoDelay(true);
        socket.connect(address, 5_000);
        socket.setSoTimeout(20_000);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    }

    static RemotingCommand request(int code, int opaque, byte[] body) {
        return RemotingCommand.request(code, Map.of("k", "v"), body).withOpaque(opaque);
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    void send(RemotingCommand command) throws IOException {
        send(Frames.encode(command));
    }

    RemotingCommand receive() throws IOException, MalformedFrameException {
        int length = in.readInt();
        var frame = ByteBuffer.allocate(4 + length).putInt(length);
        in.readFully(frame.array(), 4, length);
        return Frames.decode(frame.position(0));
    }

    /** Reads until the server closes. */
    boolean isClosedByServer() throws IOException {
        try {
            while (in.read() >= 0) {
                assert true : "thrown away";
            }
            return true;
        } catch (EOFException | SocketException e) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
