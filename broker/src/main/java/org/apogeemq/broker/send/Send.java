package org.apogeemq.broker.send;

import org.apogeemq.broker.face.RefusedException;
import org.apogeemq.broker.group.Groups;
import org.apogeemq.broker.order.QueueLocks;
import org.apogeemq.broker.topic.Topic;
import org.apogeemq.broker.topic.Topics;
import org.apogeemq.protocol.command.ResponseCodes;
import org.apogeemq.protocol.record.BadNameException;
import org.apogeemq.protocol.record.Names;
import org.apogeemq.protocol.record.RecordFormat;
import org.apogeemq.protocol.record.SysFlags;
import org.apogeemq.time.Clock;
import org.apogeemq.time.Entropy;

/** The rules of sending: which message is taken, and into which topic and queue. Shared, stateless, thread-safe. */
final class Send {
    private static final int TOPIC_CHARS_MAX = 127;
    private static final int ZEROS_MAX = 512;

    private final Topics topics;
    private final Groups groups;
    private final QueueLocks locks;
    private final Clock clock;
    private final Entropy entropy;
    // Replaced while the broker runs.
    private volatile SendConfig config;

    Send(SendConfig config, Topics topics, Groups groups, QueueLocks locks, Clock clock, Entropy entropy) {
        this.config = config;
        this.topics = topics;
        this.groups = groups;
        this.locks = locks;
        this.clock = clock;
        this.entropy = entropy;
    }

    /** The clock that does not jump. */
    // hot
    long nanos() {
        return clock.monotonicNanos();
    }

    void change(SendConfig changed) {
        config = changed;
    }

    /**
     * The topic to which {@code request} goes, or null if that topic must be created first.
     *
     * @throws RefusedException if it may not be sent there at all
     */
    Topic target(SendRequest request) {
        SendConfig limits = config;
        if (limits.acceptFrom() > 0 && clock.wallMillis() < limits.acceptFrom()) {
            throw new RefusedException(
                    ResponseCodes.SYSTEM_ERROR,
                    "broker unable to service, startAcceptSendRequestTimeStamp is " + limits.acceptFrom());
        }
        String name = request.topic;
        if (Names.isClosedToClients(name)) {
            throw new RefusedException(
                    ResponseCodes.NO_PERMISSION, "Sending message to topic[" + name + "] is forbidden.");
        }
        request.deadLetter = Names.isRetryTopic(name) ? exhaustion(request, Names.groupOf(name)) : null;
        if (request.deadLetter != null) {
            name = Names.deadLetterTopic(Names.groupOf(name));
            request.topic = name;
            request.queueId = 0;
        }
        Topic topic = topics.find(name);
        if (topic == null) {
            checkName(name);
            return null;
        }
        checkQueue(request, topic);
        return topic;
    }

    /** The queue id to use: the one wanted, or any if the client leaves it open. */
    int queueId(SendRequest request, Topic topic) {
        return request.queueId >= 0 ? request.queueId : entropy.below(Math.max(1, topic.writeQueues()));
    }

    void checkBody(int bodyBytes) {
        int most = config.maxMessageSize();
        if (bodyBytes > most) {
            throw new RefusedException(
                    ResponseCodes.MESSAGE_ILLEGAL,
                    "message body is " + bodyBytes + " bytes, maxMessageSize is " + most);
        }
    }

    /**
     * Checks the property text in {@code [at, at + bytes)}. What would look in the log like a sector the disk has lost
     * is refused: after a crash the log would be taken to end there. No client writes such a text of its own accord.
     */
    // hot
    void checkProperties(byte[] text, int at, int bytes) {
        if (bytes > RecordFormat.PROPERTIES_BYTES_MAX) {
            throw new RefusedException(
                    ResponseCodes.MESSAGE_ILLEGAL,
                    "message properties are " + bytes + " bytes with those the broker adds, the limit is "
                            + RecordFormat.PROPERTIES_BYTES_MAX);
        }
        if (bytes > 0 && (text[at] == 0 || text[at + bytes - 1] == 0 || hasLongZeros(text, at, at + bytes))) {
            throw new RefusedException(
                    ResponseCodes.MESSAGE_ILLEGAL,
                    "message properties begin or end with a zero character or hold hundreds in a row, which is not"
                            + " allowed");
        }
    }

    /** Looks at every 256th byte only, so that it costs nothing: of too many zeros at least two neighbours are hit. */
    private static boolean hasLongZeros(byte[] text, int from, int to) {
        boolean before = false;
        for (int i = from; i < to; i += ZEROS_MAX / 2) {
            boolean zero = text[i] == 0;
            if (zero && before && isZero(text, i - ZEROS_MAX / 2, i)) {
                return true;
            }
            before = zero;
        }
        return false;
    }

    private static boolean isZero(byte[] text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text[i] != 0) {
                return false;
            }
        }
        return true;
    }

    /** Refuses what this version does not do yet, rather than to do something else silently. */
    void checkKind(PropertyScan scan, int sysFlag) {
        if ((sysFlag & SysFlags.INNER_BATCH) != 0) {
            throw notYet("messages that hold a batch (sysFlag 128)");
        }
        if (scan.prepared() || SysFlags.transaction(sysFlag) == SysFlags.TRANSACTION_PREPARED) {
            throw notYet("transactional messages (TRAN_MSG)");
        }
    }

    /** Checks that the message can be told from others of its topic by its key, if the topic lives by keys. */
    // hot
    void checkKey(Topic topic, PropertyScan scan) {
        if (topic.isCompacted() && !scan.keyed()) {
            throw new RefusedException(
                    ResponseCodes.MESSAGE_ILLEGAL,
                    "Required message key is missing: topic[" + topic.name()
                            + "] has cleanup.policy=COMPACTION and keeps the last message of each key (KEYS)");
        }
    }

    /** A batch is stored whole in its queue. */
    void checkUndelayed(PropertyScan scan) {
        if (scan.delayLevel() > 0) {
            throw new RefusedException(
                    ResponseCodes.MESSAGE_ILLEGAL,
                    "a message of a batch has the delay level (DELAY) " + scan.delayLevel()
                            + "; messages of a batch cannot be delayed");
        }
        if (scan.timed()) {
            throw new RefusedException(
                    ResponseCodes.MESSAGE_ILLEGAL,
                    "a message of a batch has a time (TIMER_DELAY_SEC, TIMER_DELAY_MS, TIMER_DELIVER_MS); messages of a"
                            + " batch cannot be delayed");
        }
    }

    void checkBatch(SendRequest request) {
        if (request.topic.length() > TOPIC_CHARS_MAX) {
            throw new RefusedException(
                    ResponseCodes.MESSAGE_ILLEGAL, "message topic length too long " + request.topic.length());
        }
        if (Names.isRetryTopic(request.topic) || request.deadLetter != null) {
            throw new RefusedException(
                    ResponseCodes.MESSAGE_ILLEGAL, "batch request does not support retry group " + request.topic);
        }
    }

    private static void checkName(String name) {
        try {
            Names.checkTopic(name);
        } catch (BadNameException bad) {
            throw new RefusedException(ResponseCodes.INVALID_PARAMETER, bad.getMessage());
        }
    }

    private static void checkQueue(SendRequest request, Topic topic) {
        int queues = Math.max(topic.readQueues(), topic.writeQueues());
        if (request.queueId >= queues) {
            throw new RefusedException(
                    ResponseCodes.INVALID_PARAMETER,
                    "request queueId[" + request.queueId + "] is illegal, topic " + topic.name() + " has " + queues
                            + " queues");
        }
    }

    /** Why a group that sends a message back to itself has failed on it often enough; null if it has not. */
    private String exhaustion(SendRequest request, String group) {
        var settings = groups.find(group);
        if (settings == null) {
            throw new RefusedException(
                    ResponseCodes.SUBSCRIPTION_GROUP_NOT_EXIST, "subscription group not exist, " + group);
        }
        int max = request.maxReconsumeTimes >= 0 ? request.maxReconsumeTimes : settings.retryMaxTimes();
        if (request.reconsumeTimes > max) {
            return "failed " + request.reconsumeTimes + " times, maxReconsumeTimes is " + max;
        }
        return locks.anyHeld(group) ? "failed too often for its consumer, which consumes in order" : null;
    }

    private static RefusedException notYet(String what) {
        return new RefusedException(
                ResponseCodes.MESSAGE_ILLEGAL,
                what + " are not offered by this version of Apogee yet; the message was not stored");
    }
}
