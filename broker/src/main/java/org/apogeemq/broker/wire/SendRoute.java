package org.apogeemq.broker.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.DoubleSupplier;
import org.apogeemq.broker.metrics.BrokerCounters;
import org.apogeemq.broker.send.SendAnswers;
import org.apogeemq.broker.send.SendRequest;
import org.apogeemq.broker.send.SendTicket;
import org.apogeemq.broker.stats.LoopTally;
import org.apogeemq.protocol.command.HeaderView;
import org.apogeemq.protocol.command.HeaderWriter;
import org.apogeemq.protocol.command.RequestCodes;
import org.apogeemq.protocol.command.ResponseCodes;
import org.apogeemq.protocol.record.MessageId;
import org.apogeemq.remoting.Connection;
import org.apogeemq.store.log.Draft;
import org.apogeemq.store.log.Outcome;

/** Sends on the wire: reads codes 10, 310, 320, 324 and 325, writes their answers. Confined to one event loop. */
// hot: bench `send`, `batch`
final class SendRoute implements SendAnswers {
    private static final byte[] MSG_ID = ascii("msgId");
    private static final byte[] QUEUE_ID = ascii("queueId");
    private static final byte[] QUEUE_OFFSET = ascii("queueOffset");
    private static final byte[] TRANSACTION_ID = ascii("transactionId");
    private static final byte[] RECALL_HANDLE = ascii("recallHandle");
    private static final byte[] MSG_REGION = ascii("MSG_REGION");
    private static final byte[] TRACE_ON = ascii("TRACE_ON");

    private final HeaderWriter writer;
    private final NameCache names;
    private final BrokerCounters counters;
    private final LoopTally tally;
    // How long the records took whose outcomes are told at the moment.
    private long tookMillis;
    private final byte[] region;
    private final byte[] traceOn;
    private final DoubleSupplier diskUsed;
    private byte[] text = new byte[256];

    SendRoute(
            HeaderWriter writer,
            NameCache names,
            BrokerCounters counters,
            LoopTally tally,
            String region,
            boolean traceOn,
            DoubleSupplier diskUsed) {
        this.writer = writer;
        this.names = names;
        this.counters = counters;
        this.tally = tally;
        this.region = ascii(region);
        this.traceOn = ascii(Boolean.toString(traceOn));
        this.diskUsed = diskUsed;
    }

    /** Reads a request into {@code target}. @throws NumberFormatException if a field is no number */
    void read(HeaderView header, ByteBuffer body, Session session, SendRequest target) {
        target.topic = "";
        target.defaultTopic = "";
        target.defaultTopicQueues = 0;
        target.queueId = -1;
        target.sysFlag = 0;
        target.bornTimestamp = 0;
        target.flag = 0;
        target.properties = header.bytes();
        target.propertiesBytes = 0;
        target.reconsumeTimes = 0;
        target.maxReconsumeTimes = -1;
        target.batch = false;
        target.body = body;
        target.bornAddress = session.bornAddress();
        target.bornPort = session.bornPort();
        target.storeAddress = session.storeAddress();
        target.storePort = session.storePort();
        int code = header.code();
        boolean longNames = code == RequestCodes.SEND_MESSAGE || code == RequestCodes.SEND_REPLY_MESSAGE;
        byte[] bytes = header.bytes();
        for (int i = 0; i < header.fields(); i++) {
            int key = longNames ? shortName(header, i) : header.keyLength(i) == 1 ? bytes[header.keyStart(i)] : 0;
            field(header, i, key, target);
        }
    }

    private void field(HeaderView header, int i, int key, SendRequest target) {
        switch (key) {
            case 'b' -> target.topic = names.name(header.bytes(), header.valueStart(i), header.valueLength(i));
            case 'c' -> target.defaultTopic = names.name(header.bytes(), header.valueStart(i), header.valueLength(i));
            case 'd' -> target.defaultTopicQueues = header.intValue(i);
            case 'e' -> target.queueId = header.intValue(i);
            case 'f' -> target.sysFlag = header.intValue(i);
            case 'g' -> target.bornTimestamp = header.longValue(i);
            case 'h' -> target.flag = header.intValue(i);
            case 'i' -> {
                target.propertiesAt = header.valueStart(i);
                target.propertiesBytes = header.valueLength(i);
            }
            case 'j' -> target.reconsumeTimes = header.intValue(i);
            case 'l' -> target.maxReconsumeTimes = header.intValue(i);
            case 'm' -> target.batch = header.booleanValue(i);
            default -> {}
        }
    }

    private static int shortName(HeaderView header, int i) {
        String name = new String(header.bytes(), header.keyStart(i), header.keyLength(i), StandardCharsets.UTF_8);
        return switch (name) {
            case "topic" -> 'b';
            case "defaultTopic" -> 'c';
            case "defaultTopicQueueNums" -> 'd';
            case "queueId" -> 'e';
            case "sysFlag" -> 'f';
            case "bornTimestamp" -> 'g';
            case "flag" -> 'h';
            case "properties" -> 'i';
            case "reconsumeTimes" -> 'j';
            case "maxReconsumeTimes" -> 'l';
            case "batch" -> 'm';
            default -> 0;
        };
    }

    @Override
    public void took(long nanos, int records) {
        tookMillis = nanos / 1_000_000;
        counters.putTook(nanos, records);
    }

    @Override
    public void completed(SendTicket ticket, Draft draft, int first, int count) {
        Outcome outcome = draft.outcome(first);
        if (outcome == Outcome.STORED || outcome == Outcome.FLUSH_TIMEOUT) {
            counters.stored(count, ticket.bytes());
            tally.stored(ticket.topic(), ticket.queueId(), count, ticket.bytes(), tookMillis);
        } else {
            counters.notStored(count);
        }
        if (ticket.oneway) {
            return;
        }
        Connection connection = ((Session) ticket.reply).connection();
        switch (outcome) {
            case STORED -> stored(ResponseCodes.SUCCESS, connection, ticket, draft, first, count);
            case FLUSH_TIMEOUT -> stored(ResponseCodes.FLUSH_DISK_TIMEOUT, connection, ticket, draft, first, count);
            case DISK_FULL -> refused(connection, ticket, ResponseCodes.SERVICE_NOT_AVAILABLE, diskFull());
            case WRITE_FAILED ->
                refused(
                        connection,
                        ticket,
                        ResponseCodes.SERVICE_NOT_AVAILABLE,
                        "service not available now: writing to the store failed, see the log of the broker");
            case CLOSED ->
                refused(
                        connection,
                        ticket,
                        ResponseCodes.SERVICE_NOT_AVAILABLE,
                        "service not available now: the broker is shutting down");
            case TOO_LARGE ->
                refused(
                        connection,
                        ticket,
                        ResponseCodes.MESSAGE_ILLEGAL,
                        "message or batch is larger than a segment of the log (mappedFileSizeCommitLog)");
        }
    }

    /** Apache's text, in which people and their scripts look for the three figures. */
    private String diskFull() {
        double used = diskUsed.getAsDouble();
        return String.format(
                Locale.ROOT,
                "service not available now. It may be caused by one of the following reasons: the broker's disk is full"
                        + " [CL: %5.2f CQ: %5.2f INDEX: %5.2f], messages are put to the slave, message store has been"
                        + " shut down, etc.",
                used,
                used,
                used);
    }

    private void stored(int code, Connection connection, SendTicket ticket, Draft draft, int first, int count) {
        int idBytes = messageIds(ticket, draft, first, count); // may replace text
        boolean failed = ticket.refusal != null;
        writer.begin(
                ticket.serializeType,
                failed ? ResponseCodes.SYSTEM_ERROR : code,
                ticket.opaque,
                failed ? ascii(ticket.refusal) : null);
        writer.field(MSG_REGION, region);
        writer.field(TRACE_ON, traceOn);
        writer.field(MSG_ID, text, 0, idBytes);
        writer.field(QUEUE_ID, ticket.queueId());
        writer.field(QUEUE_OFFSET, draft.queueOffset(first));
        int keyBytes = ticket.uniqueKeyBytes();
        if (keyBytes > 0 && keyBytes <= text.length) {
            draft.buffer().get(ticket.uniqueKeyAt(), text, 0, keyBytes);
            if (needsNoEscape(keyBytes)) {
                writer.field(TRANSACTION_ID, text, 0, keyBytes);
            }
        }
        byte[] handle = ticket.recallHandle();
        if (handle != null) {
            writer.field(RECALL_HANDLE, handle, 0, handle.length);
        }
        connection.respond(writer);
    }

    /** Writes the ids of the records, separated by commas, to {@code text}. */
    private int messageIds(SendTicket ticket, Draft draft, int first, int count) {
        int room = count * (MessageId.CHARS_V6 + 1);
        if (text.length < room) {
            text = new byte[room];
        }
        int at = 0;
        for (int i = first; i < first + count; i++) {
            if (i > first) {
                text[at++] = ',';
            }
            at += MessageId.put(text, at, ticket.storeAddress(), ticket.storePort(), draft.logOffset(i));
        }
        return at;
    }

    private boolean needsNoEscape(int length) {
        for (int i = 0; i < length; i++) {
            if (text[i] < 0x20 || text[i] == '"' || text[i] == '\\') {
                return false;
            }
        }
        return true;
    }

    private void refused(Connection connection, SendTicket ticket, int code, String reason) {
        writer.begin(ticket.serializeType, code, ticket.opaque, ascii(reason));
        connection.respond(writer);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
