package org.apogeemq.remoting;

import io.netty.channel.EventLoop;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apogeemq.protocol.command.FrameFormat;
import org.apogeemq.protocol.command.HeaderView;
import org.apogeemq.protocol.command.MalformedFrameException;
import org.apogeemq.protocol.command.RemotingCommand;
import org.apogeemq.protocol.command.ResponseCodes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An event loop as one server or client uses it: its handler, its connections, and its passes. A pass is one round of
 * reading; the first thing that needs its end posts one task, which runs when all sockets of the round have been read.
 * Everything but {@link LoopContext} is confined to the loop.
 */
final class Loop implements LoopContext {
    private static final Logger LOG = LoggerFactory.getLogger(Loop.class);

    private static final int HEADER_KEPT_BYTES = 64 * 1024;

    private final EventLoop executor;
    private final int index;
    private final RemotingMetrics metrics;
    private final CommandHandler handler;

    // Confined to the loop from here on.
    private final HeaderView header = new HeaderView();
    private final List<TcpConnection> connections = new ArrayList<>();
    private final Runnable passEnd = this::endPass;
    private byte[] headerBytes = new byte[2048];
    private List<TcpConnection> touched = new ArrayList<>();
    private List<TcpConnection> flushing = new ArrayList<>();
    private boolean passEndPosted;
    private boolean requested;
    private int idleTick;
    private long framesIn;
    private long bytesIn;
    private long framesOut;
    private long bytesOut;

    Loop(EventLoop executor, int index, RemotingMetrics metrics, HandlerFactory handlers) {
        this.executor = executor;
        this.index = index;
        this.metrics = metrics;
        handler = handlers.create(this);
    }

    @Override
    public void execute(Runnable task) {
        executor.execute(task);
    }

    @Override
    public boolean isOnLoop() {
        return executor.inEventLoop();
    }

    @Override
    public int index() {
        return index;
    }

    boolean runs(EventLoop loop) {
        return executor.equals(loop);
    }

    // ---- connections

    void opened(TcpConnection connection) {
        connection.slot = connections.size();
        connections.add(connection);
        connection.activeTick = idleTick;
        try {
            handler.opened(connection);
        } catch (Throwable failure) { // a loop's last line: it goes on for the other connections
            LOG.error("a new connection from {} was not taken", connection.remoteAddress(), failure);
            connection.refused = true;
            connection.close("failure when it was opened");
        }
    }

    void closed(TcpConnection connection) {
        TcpConnection last = connections.remove(connections.size() - 1);
        if (last != connection) {
            connections.set(connection.slot, last);
            last.slot = connection.slot;
        }
        if (connection.refused) {
            return;
        }
        try {
            handler.closed(connection);
        } catch (Throwable failure) { // a loop's last line: it goes on for the other connections
            LOG.error("the end of the connection from {} was not taken in", connection.remoteAddress(), failure);
        }
    }

    void active(TcpConnection connection) {
        connection.activeTick = idleTick;
    }

    /** Counts one tick; what has been silent for {@code ticks} of them is closed. */
    void closeIdle(int ticks) {
        idleTick++;
        for (TcpConnection connection : List.copyOf(connections)) {
            if (idleTick - connection.activeTick > ticks) {
                metrics.countIdle();
                connection.close("idle");
            }
        }
    }

    void expireCalls(long nowNanos) {
        for (TcpConnection connection : List.copyOf(connections)) {
            connection.expireCalls(nowNanos);
        }
    }

    /** Closes all connections; {@code then} runs when their ends have been taken in. */
    void closeAll(String reason, Runnable then) {
        for (TcpConnection connection : List.copyOf(connections)) {
            connection.close(reason);
        }
        executor.execute(then); // behind the tasks by which the channels announce their ends
    }

    // ---- passes

    /** Asks for a flush of {@code connection} at the end of this pass. */
    void touch(TcpConnection connection) {
        if (!connection.touched) {
            connection.touched = true;
            touched.add(connection);
            postPassEnd();
        }
    }

    void countIn(int bytes) {
        bytesIn += bytes;
    }

    void countOut(int bytes) {
        framesOut++;
        bytesOut += bytes;
    }

    private void postPassEnd() {
        if (!passEndPosted) {
            passEndPosted = true;
            executor.execute(passEnd);
        }
    }

    private void endPass() {
        if (requested) {
            requested = false;
            try {
                handler.passEnd();
            } catch (Throwable failure) { // a loop's last line: the answers written so far still go out
                LOG.error("end of a pass failed", failure);
            }
        }
        passEndPosted = false;
        List<TcpConnection> batch = touched;
        touched = flushing;
        flushing = batch;
        for (int i = 0; i < batch.size(); i++) {
            endPass(batch.get(i));
        }
        batch.clear();
        metrics.countTraffic(framesIn, bytesIn, framesOut, bytesOut);
        framesIn = 0;
        bytesIn = 0;
        framesOut = 0;
        bytesOut = 0;
    }

    private static void endPass(TcpConnection connection) {
        try {
            connection.endPass();
        } catch (Throwable failure) { // a loop's last line: the answers of the other connections still go out
            LOG.error("sending to {} failed", connection.remoteAddress(), failure);
            connection.close("failure when a pass ended");
        }
    }

    // ---- frames

    /**
     * Hands over the frame whose {@code length} bytes behind the length field begin at {@code start} of {@code bytes}.
     * Position and limit of {@code bytes} are then anywhere.
     *
     * @return false if it was malformed; the connection is then closed
     */
    boolean frame(TcpConnection connection, ByteBuffer bytes, int start, int length) { // hot
        int word = bytes.getInt(start);
        int headerLength = FrameFormat.headerBytes(word);
        if (headerLength > length - 4 || headerLength > FrameFormat.HEADER_BYTES_MAX) {
            connection.malformed(
                    Malformation.HEADER_LENGTH, "header length " + headerLength + " in a frame of length " + length);
            return false;
        }
        byte[] target = headerArray(headerLength);
        bytes.get(start + 4, target, 0, headerLength);
        try {
            header.decode(target, 0, headerLength, FrameFormat.serializeType(word));
        } catch (MalformedFrameException e) {
            connection.malformed(Malformation.HEADER, e.getMessage());
            return false;
        }
        framesIn++;
        bytes.limit(start + length).position(start + 4 + headerLength);
        if (header.isResponse()) {
            connection.answered(header, bytes);
        } else {
            request(connection, bytes);
        }
        return true;
    }

    private byte[] headerArray(int length) {
        if (length <= headerBytes.length) {
            return headerBytes;
        }
        if (length > HEADER_KEPT_BYTES) {
            return new byte[length]; // rare; not worth keeping
        }
        headerBytes = new byte[Integer.highestOneBit(length - 1) << 1];
        return headerBytes;
    }

    private void request(TcpConnection connection, ByteBuffer body) {
        requested = true;
        postPassEnd();
        int code = header.code();
        int opaque = header.opaque();
        byte serializeType = header.serializeType();
        boolean oneway = header.isOneway();
        try {
            handler.request(connection, header, body);
        } catch (Throwable failure) { // a loop's last line: it goes on for the other connections
            metrics.countHandlerFailure();
            LOG.error("request {} of {} failed", code, connection.remoteAddress(), failure);
            connection.withdrawUnfilled();
            if (!oneway) {
                connection.send(failureAnswer(opaque, serializeType, failure));
            }
        }
    }

    private static RemotingCommand failureAnswer(int opaque, byte serializeType, Throwable failure) {
        String text = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        return new RemotingCommand(
                ResponseCodes.SYSTEM_ERROR,
                0,
                RemotingCommand.VERSION,
                opaque,
                RemotingCommand.FLAG_RESPONSE,
                serializeType,
                text,
                Map.of(),
                null);
    }
}
