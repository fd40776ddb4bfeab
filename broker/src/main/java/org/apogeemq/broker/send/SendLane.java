package org.apogeemq.broker.send;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apogeemq.broker.delay.DelayLevels;
import org.apogeemq.broker.face.RefusedException;
import org.apogeemq.broker.timer.TimerRules;
import org.apogeemq.broker.topic.Topic;
import org.apogeemq.protocol.command.ResponseCodes;
import org.apogeemq.protocol.record.BadRecordException;
import org.apogeemq.protocol.record.BatchBody;
import org.apogeemq.protocol.record.MessageProperties;
import org.apogeemq.protocol.record.RecordFields;
import org.apogeemq.protocol.record.RecordFormat;
import org.apogeemq.store.log.Draft;
import org.apogeemq.store.queue.ConsumeQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of one event loop's sends into the log: records are laid into a draft as requests arrive, the draft goes to
 * the log at the end of the pass, the answers come back here. Confined to the event loop, which owns all drafts but
 * those that are with the log.
 */
// hot: bench `send`, `batch`
public final class SendLane {
    private static final Logger LOG = LoggerFactory.getLogger(SendLane.class);

    /** Holds what one pass brings in on busy connections; larger units get a draft of their own. */
    private static final int DRAFT_BYTES = 256 * 1024;

    private static final int DRAFT_RECORDS = 1024;
    /** Drafts that may be with the log at a time; more means that the disk does not keep up. */
    private static final int DRAFTS_MAX = 64;
    /** Bytes of these drafts; matters for large messages, which have drafts of their own. */
    private static final long OUT_BYTES_MAX = 64 << 20;

    private static final int BATCH_MESSAGES_MAX = 65_536;
    private static final byte[] POP_CK = MessageProperties.bytes("POP_CK");
    private static final byte[] CRC = MessageProperties.bytes("__CRC32#");
    private static final byte[][] BROKER_NAMES = {
        MessageProperties.bytes("MSG_REGION"), MessageProperties.bytes("TRACE_ON"), MessageProperties.bytes("CLUSTER")
    };
    private static final byte[] UNIQUE_KEY = MessageProperties.bytes("UNIQ_KEY");

    private final Send send;
    private final DelayLevels delays;
    private final TimerRules timers;
    private final UniqueKeys uniqueKeys;
    private final Consumer<Draft> log;
    private final SendAnswers answers;
    private final Executor loop;
    private final BooleanSupplier onLoop;
    private final byte[] brokerProperties;
    private final PropertyScan scan = new PropertyScan();
    private final RecordFields fields = new RecordFields();
    private final BatchBody batch = new BatchBody(ByteBuffer.allocate(0));
    private final ArrayDeque<Draft> idle = new ArrayDeque<>();
    private final ArrayDeque<SendTicket> tickets = new ArrayDeque<>();
    private byte[] properties = new byte[4096];
    // The batch examined last: number of messages, and the hash of the tags of each.
    private long[] batchTags = new long[64];
    private int batchCount;
    private boolean batchWaits;
    private Draft draft;
    private boolean draftWaits;
    private Draft spareLarge;
    private int out;
    private long outBytes;

    SendLane(
            Send send,
            SendConfig config,
            SendRoom.Tables tables,
            UniqueKeys uniqueKeys,
            SendAnswers answers,
            Executor loop,
            BooleanSupplier onLoop) {
        this.send = send;
        delays = tables.delays();
        timers = tables.timers();
        this.uniqueKeys = uniqueKeys;
        log = tables.log();
        this.answers = answers;
        this.loop = loop;
        this.onLoop = onLoop;
        brokerProperties = MessageProperties.bytes(config.brokerProperties());
    }

    /** A ticket to fill in for {@link #accept}; it comes back with the answer. */
    public SendTicket ticket() {
        SendTicket ticket = tickets.poll();
        return ticket != null ? ticket : new SendTicket();
    }

    /** Takes back a ticket whose request was refused or whose answer is written. */
    public void giveBack(SendTicket ticket) {
        ticket.reply = null;
        ticket.refusal = null;
        tickets.push(ticket);
    }

    /**
     * Checks a send as {@link #accept} does, as far as that is possible without its properties, and takes nothing.
     *
     * @return false if the topic does not exist yet
     * @throws RefusedException if it is refused
     */
    public boolean check(SendRequest request) {
        boolean possible = send.target(request) != null;
        send.checkBody(request.body.remaining());
        return possible;
    }

    /**
     * Takes a send: its records go to the log at the latest with {@link #flush}, then the outcome is told.
     *
     * @return false if the topic does not exist yet; nothing was taken
     * @throws RefusedException if it is refused; nothing was taken
     */
    public boolean accept(SendRequest request, SendTicket ticket) {
        Topic topic = send.target(request);
        if (topic == null) {
            return false;
        }
        send.checkBody(request.body.remaining());
        ticket.topic = topic.name();
        ticket.recallHandle = null;
        ticket.queueId = send.queueId(request, topic);
        ticket.storeAddress = request.storeAddress;
        ticket.storePort = request.storePort;
        fields.topic(topic.nameBytes())
                .queueId(ticket.queueId)
                .sysFlag(request.sysFlag)
                .bornTimestamp(request.bornTimestamp)
                .bornHost(request.bornAddress, request.bornPort)
                .storeHost(request.storeAddress, request.storePort)
                .reconsumeTimes(request.reconsumeTimes);
        ConsumeQueue queue = topic.queue(ticket.queueId);
        if (request.batch) {
            acceptBatch(request, ticket, topic, queue);
        } else {
            acceptSingle(request, ticket, topic, queue);
        }
        return true;
    }

    /** Hands what was taken to the log. Called at the end of every pass of the event loop. */
    public void flush() {
        Draft full = draft;
        if (full != null && !full.isEmpty()) {
            draft = null;
            out++;
            outBytes += full.buffer().capacity();
            full.handedNanos(send.nanos());
            log.accept(full);
        }
    }

    private void acceptSingle(SendRequest request, SendTicket ticket, Topic topic, ConsumeQueue queue) {
        if (request.deadLetter != null) {
            request.markDead();
        }
        scan.scan(request.properties, request.propertiesAt, request.propertiesBytes);
        send.checkKind(scan, request.sysFlag);
        send.checkKey(topic, scan);
        int delayLevel = scan.delayLevel();
        boolean timed = scan.timed();
        long due = timed && delayLevel <= 0 ? timers.due(scan.wish(), scan.wishValue(), scan.recall()) : 0;
        int length = completeProperties(request);
        ConsumeQueue target = queue;
        if (delayLevel > 0) {
            length = timed ? TimerRules.removeWish(properties, length) : length; // the level wins
            length = DelayLevels.putTarget(properties, length, fields.topic(), ticket.queueId);
            scan.scan(properties, 0, length);
            target = delays.queue(delays.clamp(delayLevel));
            fields.topic(delays.topic()).queueId(target.queueId());
        } else if (due > 0) {
            length = TimerRules.putTarget(properties, length, fields.topic(), ticket.queueId, due);
            scan.scan(properties, 0, length);
            target = timers.queue();
            fields.topic(timers.topic()).queueId(target.queueId());
            ticket.recallHandle = timers.recallHandle(
                    topic.name(), due, new String(properties, scan.uniqueKeyAt(), scan.uniqueKeyBytes(), UTF_8));
        }
        send.checkProperties(properties, 0, length);
        fields.flag(request.flag).body(request.body).properties(properties, 0, length);
        int bytes = RecordFormat.size(fields);
        Draft into = room(bytes, 1);
        RecordFormat.put(into.buffer(), into.end(), fields);
        if (scan.uniqueKeyBytes() > 0) { // positions are those of the text as completed
            ticket.uniqueKeyAt = into.end() + bytes - length + scan.uniqueKeyAt();
            ticket.uniqueKeyBytes = scan.uniqueKeyBytes();
        } else {
            ticket.uniqueKeyBytes = 0;
        }
        ticket.bytes = bytes;
        waitForFlush(into, scan.waits());
        into.add(target, bytes, scan.tagsCode(), true, ticket);
    }

    /** Copies the client's properties and adds the broker's; the scan then tells positions in the copy. */
    private int completeProperties(SendRequest request) {
        int length = request.propertiesBytes;
        int most = length + brokerProperties.length + UNIQUE_KEY.length + UniqueKeys.BYTES + 4;
        most += TimerRules.targetBytesMax(fields.topic()); // more than delay levels need
        if (properties.length < most) {
            properties = new byte[most * 2];
        }
        System.arraycopy(request.properties, request.propertiesAt, properties, 0, length);
        if (scan.checksumOrReceipt()) {
            length = MessageProperties.remove(properties, 0, length, POP_CK);
            length = MessageProperties.remove(properties, 0, length, CRC);
        }
        if (scan.brokerProperties()) {
            for (byte[] name : BROKER_NAMES) {
                length = MessageProperties.remove(properties, 0, length, name);
            }
        }
        if (scan.uniqueKeyBytes() == 0) {
            length = MessageProperties.append(properties, 0, length, UNIQUE_KEY, uniqueKeys.next());
        }
        if (length > 0 && properties[length - 1] != MessageProperties.PAIR_END) {
            properties[length++] = MessageProperties.PAIR_END;
        }
        System.arraycopy(brokerProperties, 0, properties, length, brokerProperties.length);
        length += brokerProperties.length;
        scan.scan(properties, 0, length);
        return length;
    }

    private void acceptBatch(SendRequest request, SendTicket ticket, Topic topic, ConsumeQueue queue) {
        send.checkBatch(request);
        int total = examineBatch(request, topic);
        Draft target = room(total, batchCount);
        ByteBuffer body = request.body;
        int limit = body.limit();
        int position = body.position();
        ticket.bytes = total;
        ticket.uniqueKeyBytes = 0;
        waitForFlush(target, batchWaits);
        batch.reset(body);
        int propertiesAt = 0;
        for (int i = 0; batch.next(); i++) {
            int length = batch.propertiesLength();
            body.limit(batch.bodyAt() + batch.bodyLength()).position(batch.bodyAt());
            fields.flag(batch.flag()).body(body).properties(properties, propertiesAt, length);
            int bytes = RecordFormat.put(target.buffer(), target.end(), fields);
            body.limit(limit).position(position);
            target.add(queue, bytes, batchTags[i], i == 0, ticket);
            propertiesAt += length;
        }
    }

    /**
     * Checks the whole batch before anything of it is taken, gathers the property texts one behind the other and the
     * hashes of the tags.
     *
     * @return bytes that its records take
     */
    private int examineBatch(SendRequest request, Topic topic) {
        ByteBuffer body = request.body;
        if (properties.length < body.remaining()) {
            properties = new byte[body.remaining()];
        }
        batchCount = 0;
        batchWaits = false;
        int total = 0;
        int propertiesAt = 0;
        batch.reset(body);
        try {
            while (batch.next()) {
                if (batchCount == BATCH_MESSAGES_MAX) {
                    throw new RefusedException(
                            ResponseCodes.MESSAGE_ILLEGAL, "batch has more than " + BATCH_MESSAGES_MAX + " messages");
                }
                if (batchCount == batchTags.length) {
                    batchTags = Arrays.copyOf(batchTags, 2 * batchCount);
                }
                int length = batch.propertiesLength();
                body.get(batch.propertiesAt(), properties, propertiesAt, length);
                scan.scan(properties, propertiesAt, length);
                send.checkKind(scan, request.sysFlag);
                send.checkKey(topic, scan);
                send.checkUndelayed(scan);
                send.checkProperties(properties, propertiesAt, length);
                batchTags[batchCount++] = scan.tagsCode();
                batchWaits |= scan.waits();
                propertiesAt += length;
                total += RecordFormat.size(fields.topic().length, batch.bodyLength(), length, fields.sysFlag());
            }
        } catch (BadRecordException bad) {
            throw new RefusedException(ResponseCodes.MESSAGE_ILLEGAL, "batch body: " + bad.getMessage());
        }
        if (batchCount == 0) {
            throw new RefusedException(ResponseCodes.MESSAGE_ILLEGAL, "batch is empty, must hold messages");
        }
        return total;
    }

    /** Messages that share a draft are answered together: one that waits for the disk has the others wait too. */
    private void waitForFlush(Draft target, boolean wait) {
        draftWaits = wait || !target.isEmpty() && draftWaits;
        target.waitForFlush(draftWaits);
    }

    /** The draft in which a unit of that size has room. */
    private Draft room(int bytes, int records) {
        if (draft != null && draft.fits(bytes) && draft.records() + records <= DRAFT_RECORDS) {
            return draft;
        }
        flush();
        if (out >= DRAFTS_MAX || outBytes >= OUT_BYTES_MAX) {
            throw new RefusedException(
                    ResponseCodes.SYSTEM_BUSY,
                    "[OVERLOAD]system busy, start flow control for a while: " + out + " batches wait for the disk");
        }
        if (bytes > DRAFT_BYTES || records > DRAFT_RECORDS) {
            if (draft != null) {
                idle.push(draft);
            }
            draft = large(bytes, records);
        } else if (draft == null) {
            draft = idle.isEmpty() ? new Draft(DRAFT_BYTES, DRAFT_RECORDS, this::completed) : idle.pop();
        }
        return draft;
    }

    /** A draft for a unit that no usual one holds. One is kept: direct memory is given back by the collector only. */
    private Draft large(int bytes, int records) {
        Draft kept = spareLarge;
        if (kept != null && kept.buffer().capacity() >= bytes && records <= DRAFT_RECORDS) {
            spareLarge = null;
            return kept;
        }
        int capacity = Math.max(bytes, Integer.highestOneBit(bytes) << 1);
        return new Draft(capacity, Math.max(records, DRAFT_RECORDS), this::completed);
    }

    private void completed(Draft done) {
        if (onLoop.getAsBoolean()) {
            answer(done);
        } else {
            try {
                loop.execute(() -> answer(done));
            } catch (RejectedExecutionException ended) {
                LOG.debug(
                        "{} records were stored when nobody waited for their answers any more", done.records(), ended);
            }
        }
    }

    private void answer(Draft done) {
        out--;
        outBytes -= done.buffer().capacity();
        int records = done.records();
        answers.took(send.nanos() - done.handedNanos(), records);
        int first = 0;
        while (first < records) {
            int end = first + 1;
            while (end < records && !done.startsUnit(end)) {
                end++;
            }
            SendTicket ticket = (SendTicket) done.context(first);
            try {
                answers.completed(ticket, done, first, end - first);
            } catch (Throwable failure) { // this may be the log's owner: neither the log nor other answers may suffer
                LOG.error("a send to queue {} has its outcome but could not be answered", ticket.queueId, failure);
            }
            giveBack(ticket);
            first = end;
        }
        done.clear();
        if (done.buffer().capacity() == DRAFT_BYTES) {
            idle.push(done);
        } else if (spareLarge == null
                || spareLarge.buffer().capacity() < done.buffer().capacity()) {
            spareLarge = done;
        }
    }
}
