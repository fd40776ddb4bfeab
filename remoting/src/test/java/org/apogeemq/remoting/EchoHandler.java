package org.apogeemq.remoting;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apogeemq.protocol.command.HeaderView;
import org.apogeemq.protocol.command.HeaderWriter;

/** Answers every request with its body; some codes do something else. */
final class EchoHandler implements CommandHandler {
    static final int ECHO = 1000;
    /** Fails. */
    static final int FAIL = 1001;
    /** Answers with 200,000 bytes. */
    static final int LARGE = 1002;
    /** Answers at the end of the pass with the number of requests in it. */
    static final int AT_PASS_END = 1003;
    /** Begins an answer and fails before its body is filled. */
    static final int FAIL_IN_BODY = 1004;
    /** Answers from another thread. */
    static final int LATER = 1005;

    static final byte[] SIZE = {'s', 'i', 'z', 'e'};

    final AtomicInteger open;
    private final HeaderWriter header = new HeaderWriter();
    private final List<Runnable> atPassEnd = new ArrayList<>();
    private int requests;

    EchoHandler(AtomicInteger open) {
        this.open = open;
    }

    @Override
    public void opened(Connection connection) {
        open.incrementAndGet();
    }

    @Override
    public void request(Connection connection, HeaderView request, ByteBuffer body) {
        requests++;
        switch (request.code()) {
            case FAIL:
                throw new IllegalStateException("asked to fail");
            case FAIL_IN_BODY:
                header.begin(request.serializeType(), 0, request.opaque(), null);
                connection.respond(header, 100).put((byte) 1);
                throw new IllegalStateException("asked to fail");
            case LARGE:
                header.begin(request.serializeType(), 0, request.opaque(), null);
                connection.respond(header, 200_000).put(new byte[200_000]);
                break;
            case AT_PASS_END:
                int opaque = request.opaque();
                byte type = request.serializeType();
                atPassEnd.add(() -> {
                    header.begin(type, requests, opaque, null);
                    connection.respond(header);
                });
                break;
            case LATER:
                var answer = request.toCommand(body).success(new byte[] {7});
                var thread = new Thread(() -> connection.send(answer), "later");
                thread.start();
                break;
            default:
                echo(connection, request, body);
        }
    }

    private void echo(Connection connection, HeaderView request, ByteBuffer body) {
        if (request.isOneway()) {
            return;
        }
        header.begin(request.serializeType(), 0, request.opaque(), null);
        header.field(SIZE, body.remaining());
        connection.respond(header, body.remaining()).put(body);
    }

    @Override
    public void passEnd() {
        atPassEnd.forEach(Runnable::run);
        atPassEnd.clear();
        requests = 0;
    }

    @Override
    public void closed(Connection connection) {
        open.decrementAndGet();
    }
}
