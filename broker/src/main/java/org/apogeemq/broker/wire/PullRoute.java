package org.apogeemq.broker.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apogeemq.broker.face.RefusedException;
import org.apogeemq.broker.pull.PullAnswers;
import org.apogeemq.broker.pull.PullCall;
import org.apogeemq.broker.pull.PullResult;
import org.apogeemq.broker.stats.LoopTally;
import org.apogeemq.protocol.command.HeaderView;
import org.apogeemq.protocol.command.HeaderWriter;
import org.apogeemq.protocol.command.ResponseCodes;
import org.apogeemq.remoting.Connection;
import org.apogeemq.store.log.CommitLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Pulls on the wire: reads codes 11 and 361, writes their answers. Confined to one event loop. */
// hot: bench `read`, `latency`
final class PullRoute implements PullAnswers {
    private static final byte[] SUGGEST_WHICH_BROKER_ID = ascii("suggestWhichBrokerId");
    private static final byte[] NEXT_BEGIN_OFFSET = ascii("nextBeginOffset");
    private static final byte[] MIN_OFFSET = ascii("minOffset");
    private static final byte[] MAX_OFFSET = ascii("maxOffset");
    private static final byte[] BUSY = ascii("too many pulls of old messages wait for the disk; pull again");
    private static final byte[][] STATUS_NAMES = statusNames();

    private static final Logger LOG = LoggerFactory.getLogger(PullRoute.class);

    private final HeaderWriter writer;
    private final NameCache names;
    private final CommitLog log;
    private final LoopTally tally;

    PullRoute(HeaderWriter writer, NameCache names, CommitLog log, LoopTally tally) {
        this.writer = writer;
        this.names = names;
        this.log = log;
        this.tally = tally;
    }

    /** Reads a request. @throws NumberFormatException if a field is no number */
    PullCall read(HeaderView header, Session session) {
        var call = new PullCall();
        call.reply = session;
        call.opaque = header.opaque();
        call.serializeType = header.serializeType();
        for (int i = 0; i < header.fields(); i++) {
            field(header, i, call);
        }
        return call;
    }

    private void field(HeaderView header, int i, PullCall call) {
        switch (names.name(header.bytes(), header.keyStart(i), header.keyLength(i))) {
            case "consumerGroup" -> call.group = nameValue(header, i);
            case "topic" -> call.topic = nameValue(header, i);
            case "queueId" -> call.queueId = header.intValue(i);
            case "queueOffset" -> call.offset = header.longValue(i);
            case "maxMsgNums" -> call.maxMessages = header.intValue(i);
            case "sysFlag" -> call.sysFlag = header.intValue(i);
            case "commitOffset" -> call.commitOffset = header.longValue(i);
            case "suspendTimeoutMillis" -> call.suspendMillis = header.longValue(i);
            case "subscription" -> call.subscription = nameValue(header, i);
            case "subVersion" -> call.subVersion = header.longValue(i);
            case "expressionType" -> call.expressionType = nameValue(header, i);
            case "maxMsgBytes" -> call.maxBytes = header.intValue(i);
            default -> {}
        }
    }

    private String nameValue(HeaderView header, int i) {
        return names.name(header.bytes(), header.valueStart(i), header.valueLength(i));
    }

    @Override
    public boolean completed(PullCall call, PullResult result) {
        Connection connection = ((Session) call.reply).connection();
        if (!connection.isOpen()) {
            return true;
        }
        begin(call, result);
        if (result.messages() == 0) {
            connection.respond(writer);
            return true;
        }
        ByteBuffer target = connection.respond(writer, result.bytes());
        boolean copied = false;
        try {
            copied = result.copy(log, target);
        } finally {
            if (!copied) {
                connection.withdraw(); // also if it threw: a frame with rubbish in it must not go out
            }
        }
        if (copied) {
            tally.handedOut(call.topic, call.group, call.queueId, result.messages(), result.bytes(), call.tookMillis);
        }
        return copied;
    }

    @Override
    public void busy(PullCall call) {
        writer.begin(call.serializeType, ResponseCodes.SYSTEM_BUSY, call.opaque, BUSY);
        ((Session) call.reply).connection().respond(writer);
    }

    @Override
    public void unreadable(PullCall call, String why) {
        writer.begin(call.serializeType, ResponseCodes.SYSTEM_ERROR, call.opaque, ascii(why));
        ((Session) call.reply).connection().respond(writer);
    }

    @Override
    public void refused(PullCall call, RefusedException why) {
        writer.begin(call.serializeType, why.code(), call.opaque, ascii(why.getMessage()));
        ((Session) call.reply).connection().respond(writer);
    }

    @Override
    public void failed(PullCall call, Throwable failure) {
        LOG.error("a pull of queue {} of {} failed", call.queueId, call.topic, failure);
        // Not an answer: whatever has failed may fail with it again. The client connects anew and pulls again.
        ((Session) call.reply).connection().close("failure of a pull: " + failure);
    }

    private void begin(PullCall call, PullResult result) {
        PullResult.Status status = result.status();
        writer.begin(call.serializeType, status.code(), call.opaque, STATUS_NAMES[status.ordinal()]);
        writer.field(SUGGEST_WHICH_BROKER_ID, 0);
        writer.field(NEXT_BEGIN_OFFSET, result.nextOffset());
        writer.field(MIN_OFFSET, result.minOffset());
        writer.field(MAX_OFFSET, result.maxOffset());
    }

    private static byte[][] statusNames() {
        PullResult.Status[] all = PullResult.Status.values();
        byte[][] names = new byte[all.length][];
        for (PullResult.Status status : all) {
            names[status.ordinal()] = ascii(status.name());
        }
        return names;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
