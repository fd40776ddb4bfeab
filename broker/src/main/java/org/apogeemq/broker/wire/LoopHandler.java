package org.apogeemq.broker.wire;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apogeemq.broker.face.Caller;
import org.apogeemq.broker.face.ClientLink;
import org.apogeemq.broker.face.RefusedException;
import org.apogeemq.broker.pull.PullCall;
import org.apogeemq.broker.pull.PullLane;
import org.apogeemq.broker.send.SendLane;
import org.apogeemq.broker.send.SendRequest;
import org.apogeemq.broker.send.SendTicket;
import org.apogeemq.protocol.command.FrameFormat;
import org.apogeemq.protocol.command.Frames;
import org.apogeemq.protocol.command.HeaderView;
import org.apogeemq.protocol.command.HeaderWriter;
import org.apogeemq.protocol.command.MalformedFrameException;
import org.apogeemq.protocol.command.RemotingCommand;
import org.apogeemq.protocol.command.RequestCodes;
import org.apogeemq.protocol.command.ResponseCodes;
import org.apogeemq.protocol.header.BadHeaderException;
import org.apogeemq.protocol.record.BadNameException;
import org.apogeemq.remoting.CommandHandler;
import org.apogeemq.remoting.Connection;
import org.apogeemq.remoting.LoopContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All requests of one event loop, to which it is confined: hot ones go straight to their lanes, the others by the
 * table of routes. What a request cannot have yet (its topic, its group) is created off the loop, then the request
 * comes again.
 */
final class LoopHandler implements CommandHandler {
    private static final Logger LOG = LoggerFactory.getLogger(LoopHandler.class);

    private final BrokerWire wire;
    private final HeaderWriter writer = new HeaderWriter();
    private final SendRoute sendRoute;
    private final ReplyRoute replyRoute;
    private final PullRoute pullRoute;
    private final SendLane sends;
    private final PullLane pulls;
    private final SendRequest sendRequest = new SendRequest();
    private final HeldSends held = new HeldSends();
    private final LoopContext loop;

    LoopHandler(BrokerWire wire, LoopContext loop) {
        this.wire = wire;
        this.loop = loop;
        var names = new NameCache();
        var tally = wire.statistics().tally(loop::execute);
        sendRoute = new SendRoute(
                writer,
                names,
                wire.counters(),
                tally,
                wire.sendConfig().regionId(),
                wire.sendConfig().traceOn(),
                wire.diskUsed());
        replyRoute = new ReplyRoute(wire.replies(), wire.sendConfig());
        pullRoute = new PullRoute(writer, names, wire.log(), tally);
        sends = wire.sendRoom().lane(sendRoute, loop::execute, loop::isOnLoop);
        pulls = wire.pullRoom().lane(pullRoute, loop::execute);
    }

    @Override
    public void opened(Connection connection) {
        connection.attachment(new Session(connection, wire.reached().of(connection.localAddress())));
    }

    @Override
    public void closed(Connection connection) {
        wire.onClosed().accept((Session) connection.attachment());
    }

    // hot
    @Override
    public void request(Connection connection, HeaderView header, ByteBuffer body) {
        Session session = (Session) connection.attachment();
        try {
            switch (header.code()) {
                case RequestCodes.SEND_MESSAGE_V2, RequestCodes.SEND_BATCH_MESSAGE, RequestCodes.SEND_MESSAGE ->
                    send(session, header, body);
                case RequestCodes.PULL_MESSAGE, RequestCodes.LITE_PULL_MESSAGE -> pull(session, header, body);
                case RequestCodes.SEND_REPLY_MESSAGE, RequestCodes.SEND_REPLY_MESSAGE_V2 ->
                    reply(session, header, body);
                default -> other(session, header.toCommand(body));
            }
        } catch (RefusedException refused) {
            refuse(connection, header, refused.code(), refused.getMessage());
        } catch (NumberFormatException | BadHeaderException bad) {
            refuse(connection, header, ResponseCodes.INVALID_PARAMETER, bad.getMessage());
        }
    }

    @Override
    public void passEnd() {
        sends.flush();
    }

    private void send(Session session, HeaderView header, ByteBuffer body) {
        sendRoute.read(header, body, session, sendRequest);
        if (held.isHeld(sendRequest.topic)) {
            held.hold(sendRequest.topic, session, header.toCommand(body));
            return;
        }
        if (!accept(session, header, null)) {
            hold(session, header.toCommand(body));
        }
    }

    /** Takes the send that was read; false if its topic is missing. */
    private boolean accept(Session session, HeaderView header, String refusal) {
        SendTicket ticket = sends.ticket();
        ticket.reply = session;
        ticket.opaque = header.opaque();
        ticket.serializeType = header.serializeType();
        ticket.oneway = header.isOneway();
        ticket.refusal = refusal;
        boolean taken = false;
        try {
            taken = sends.accept(sendRequest, ticket);
        } finally {
            if (!taken) {
                sends.giveBack(ticket);
            }
        }
        return taken;
    }

    /** Passes a reply on to the client that waits for it. It is stored then, whatever became of that. */
    private void reply(Session session, HeaderView header, ByteBuffer body) {
        sendRoute.read(header, body, session, sendRequest);
        RemotingCommand request = header.toCommand(body);
        if (!sends.check(sendRequest)) {
            again(session, request, wire.missingTopic(sendRequest));
            return;
        }
        int queueId = Math.max(0, sendRequest.queueId);
        replyRoute
                .push(session, request, queueId)
                .whenComplete((done, failure) -> loop.execute(() -> passedOn(session, request, queueId, failure)));
    }

    private void passedOn(Session session, RemotingCommand request, int queueId, Throwable failure) {
        try {
            if (replyRoute.stores()) {
                RemotingCommand failed = failure == null ? null : failed(request, failure);
                HeaderView header = reread(request);
                sendRoute.read(header, request.bodyBuffer(), session, sendRequest);
                if (!accept(session, header, failed == null ? null : failed.remark())) {
                    answer(session, request, request.failure(ResponseCodes.TOPIC_NOT_EXIST, "the topic is gone"));
                }
                sends.flush();
            } else {
                RemotingCommand done =
                        failure == null ? replyRoute.passedOn(request, queueId) : failed(request, failure);
                answer(session, request, done);
            }
        } catch (RuntimeException refused) {
            answer(session, request, failed(request, refused));
        }
    }

    /** Has the topic created; the send, and those that come until then, are handled again in their order. */
    private void hold(Session session, RemotingCommand request) {
        String topic = sendRequest.topic;
        CompletableFuture<?> created = wire.missingTopic(sendRequest);
        held.hold(topic, session, request);
        created.whenComplete((done, failure) -> loop.execute(() -> release(topic, failure)));
    }

    private void release(String topic, Throwable failure) {
        for (HeldSends.Held send : held.release(topic)) {
            try {
                handleAgain(send.session(), send.request(), failure);
            } catch (RuntimeException defect) { // the others must not suffer
                answer(send.session(), send.request(), failed(send.request(), defect));
            }
        }
        sends.flush();
    }

    private void pull(Session session, HeaderView header, ByteBuffer body) {
        PullCall call = pullRoute.read(header, session);
        if (!pulls.accept(call)) {
            again(session, header.toCommand(body), wire.missingGroup(call.group));
        }
    }

    /** Handles {@code request} again as soon as what it needs is there. */
    private void again(Session session, RemotingCommand request, CompletableFuture<?> needed) {
        needed.whenComplete((created, failure) -> loop.execute(() -> handleAgain(session, request, failure)));
    }

    /** Handles {@code request} again, or answers it with the {@code failure} to give it what it needs. */
    private void handleAgain(Session session, RemotingCommand request, Throwable failure) {
        if (failure != null) {
            answer(session, request, failed(request, failure));
            return;
        }
        request(session.connection(), reread(request), request.bodyBuffer());
    }

    private static HeaderView reread(RemotingCommand request) {
        try {
            byte[] frame = Frames.encode(request);
            var header = new HeaderView();
            int headerBytes = frame.length - FrameFormat.PREFIX_BYTES - bodyBytes(request);
            header.decode(frame, FrameFormat.PREFIX_BYTES, headerBytes, request.serializeType());
            return header;
        } catch (MalformedFrameException impossible) {
            throw new IllegalStateException("a frame of our own cannot be read", impossible);
        }
    }

    private void other(Session session, RemotingCommand request) {
        Routes.Entry entry = wire.routes().find(request.code());
        if (entry == null) {
            answer(
                    session,
                    request,
                    request.failure(
                            ResponseCodes.REQUEST_CODE_NOT_SUPPORTED,
                            " request type " + request.code() + " not supported"));
        } else if (entry.place() == Routes.Place.ON_LOOP) {
            run(session, request, entry.route());
        } else {
            wire.offLoop().execute(() -> run(session, request, entry.route()));
        }
    }

    private void run(Session session, RemotingCommand request, Route route) {
        RemotingCommand answer;
        try {
            answer = route.answer(new Context(session, request), request);
        } catch (RuntimeException failure) {
            answer = failed(request, failure);
        }
        if (answer != null) {
            answer(session, request, answer);
        }
    }

    private static void answer(Session session, RemotingCommand request, RemotingCommand answer) {
        if (!request.isOneway()) {
            session.connection().send(answer);
        }
    }

    private static RemotingCommand failed(RemotingCommand request, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof RefusedException refused) {
            return request.failure(refused.code(), refused.getMessage());
        }
        if (cause instanceof BadHeaderException || cause instanceof BadNameException) {
            return request.failure(ResponseCodes.INVALID_PARAMETER, cause.getMessage());
        }
        LOG.error("request {} failed", request.code(), cause);
        return request.failure(ResponseCodes.SYSTEM_ERROR, cause.toString());
    }

    private void refuse(Connection connection, HeaderView header, int code, String reason) {
        if (!header.isOneway()) {
            connection.send(new RemotingCommand(
                    code,
                    0,
                    RemotingCommand.VERSION,
                    header.opaque(),
                    RemotingCommand.FLAG_RESPONSE,
                    header.serializeType(),
                    reason,
                    Map.of(),
                    null));
        }
    }

    private static int bodyBytes(RemotingCommand command) {
        return command.body() == null ? 0 : command.body().length;
    }

    private record Context(Session session, RemotingCommand request) implements RouteContext {
        @Override
        public Caller caller() {
            return session.caller(request);
        }

        @Override
        public ClientLink link() {
            return session;
        }

        @Override
        public void answerLater(RemotingCommand answer) {
            LoopHandler.answer(session, request, answer);
        }
    }
}
