package org.apogeemq.broker.wire;

import java.util.concurrent.CompletableFuture;
import org.apogeemq.broker.reply.Replies;
import org.apogeemq.broker.send.SendConfig;
import org.apogeemq.protocol.command.RemotingCommand;
import org.apogeemq.protocol.command.RequestCodes;
import org.apogeemq.protocol.header.HeaderCodec;
import org.apogeemq.protocol.header.SendHeaders;
import org.apogeemq.protocol.header.SendHeaders.SendMessage;

/** Replies on the wire, but for their storing: codes 324 and 325, and 326 to the client that waits. Thread-safe. */
final class ReplyRoute {
    private static final String NO_MESSAGE = "0";
    private static final byte[] EMPTY = {};

    private final Replies replies;
    private final SendConfig config;

    ReplyRoute(Replies replies, SendConfig config) {
        this.replies = replies;
        this.config = config;
    }

    /** Whether replies are stored once they were passed on. */
    boolean stores() {
        return config.storesReplies();
    }

    /** Passes a reply on; see {@link Replies#push}. */
    CompletableFuture<Void> push(Session session, RemotingCommand request, int queueId) {
        SendMessage header = header(request);
        var push = new SendHeaders.PushReply(
                header.producerGroup(),
                header.topic(),
                header.defaultTopic(),
                header.defaultTopicQueueNums(),
                queueId,
                header.sysFlag(),
                header.bornTimestamp(),
                header.flag(),
                header.properties() == null ? "" : header.properties(),
                header.reconsumeTimes() == null ? 0 : header.reconsumeTimes(),
                Boolean.TRUE.equals(header.unitMode()),
                session.remote(),
                session.reached(),
                header.bornTimestamp());
        return replies.push(HeaderCodec.encode(push), request.body() == null ? EMPTY : request.body());
    }

    /** The answer to a reply that was passed on and is not stored. */
    RemotingCommand passedOn(RemotingCommand request, int queueId) {
        var header = new SendHeaders.SendMessageResponse(
                NO_MESSAGE, queueId, 0, null, null, null, config.regionId(), Boolean.toString(config.traceOn()));
        return request.success(HeaderCodec.encode(header));
    }

    private static SendMessage header(RemotingCommand request) {
        return request.code() == RequestCodes.SEND_REPLY_MESSAGE
                ? Requests.header(SendMessage.class, request)
                : Requests.header(SendHeaders.SendMessageV2.class, request).toSendMessage();
    }
}
