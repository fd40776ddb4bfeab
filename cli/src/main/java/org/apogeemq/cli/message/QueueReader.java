package org.apogeemq.cli.message;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apogeemq.cli.grammar.CommandFailure;
import org.apogeemq.cli.reach.Remote;
import org.apogeemq.protocol.command.RemotingCommand;
import org.apogeemq.protocol.command.RequestCodes;
import org.apogeemq.protocol.command.ResponseCodes;
import org.apogeemq.protocol.record.MessageQueue;
import org.apogeemq.protocol.record.StoredMessage;

/** Reads one queue from an offset on, without committing anything. Not thread-safe. */
final class QueueReader {
    private static final String GROUP = "TOOLS_CONSUMER";
    private static final int MAY_WAIT = 2;
    private static final int WITH_SUBSCRIPTION = 4;
    private static final int MESSAGES_MAX = 32;
    private static final Duration WAIT = Duration.ofSeconds(20);
    private static final Duration TIMEOUT = WAIT.plusSeconds(10);

    private final Remote remote;
    private final MessageQueue queue;
    private final String tags;

    private String broker;
    private long next;

    /**
     * @param broker address of the queue's broker
     * @param tags tag expression of what is wanted
     */
    QueueReader(Remote remote, MessageQueue queue, String broker, String tags) {
        this.remote = remote;
        this.queue = queue;
        this.broker = broker;
        this.tags = tags;
    }

    MessageQueue queue() {
        return queue;
    }

    /** The broker is to be found at another address from now on. */
    void moveTo(String address) {
        broker = address;
    }

    /** Begins at the first message that is there. Waits for the broker. */
    void toFirst() {
        next = offset(RequestCodes.GET_MIN_OFFSET);
    }

    /** Begins behind the last message that is there. Waits for the broker. */
    void toLast() {
        next = offset(RequestCodes.GET_MAX_OFFSET);
    }

    private long offset(int code) {
        Map<String, String> fields = new HashMap<>();
        fields.put("topic", queue.topic());
        fields.put("queueId", Integer.toString(queue.queueId()));
        fields.put("brokerName", queue.brokerName());
        RemotingCommand answer = remote.ask(broker, RemotingCommand.request(code, fields, null));
        if (answer.code() != ResponseCodes.SUCCESS) {
            throw Remote.refused("broker " + broker, answer);
        }
        return Long.parseLong(answer.ext().get("offset"));
    }

    /** Begins at an offset. */
    void to(long offset) {
        next = offset;
    }

    /** Begins at the first message stored at {@code millis} or later. Waits for the broker. */
    void toTime(long millis) {
        RemotingCommand answer = remote.done(
                broker,
                Remote.request(
                        RequestCodes.SEARCH_OFFSET_BY_TIMESTAMP,
                        "topic",
                        queue.topic(),
                        "queueId",
                        Integer.toString(queue.queueId()),
                        "timestamp",
                        Long.toString(millis)));
        next = Long.parseLong(answer.ext().get("offset"));
    }

    /** Where it goes on. */
    long next() {
        return next;
    }

    /** The offset behind the last message that is there. Waits for the broker. */
    long end() {
        return offset(RequestCodes.GET_MAX_OFFSET);
    }

    /** Asks for what comes next; the answer comes when there is something, or after twenty seconds. */
    CompletableFuture<RemotingCommand> ask() {
        return remote.askLater(broker, request(MAY_WAIT | WITH_SUBSCRIPTION), TIMEOUT);
    }

    /** What comes next and is there, and moves on behind it. Waits for the broker. */
    List<StoredMessage> read() {
        return take(remote.ask(broker, request(WITH_SUBSCRIPTION)));
    }

    private RemotingCommand request(int flags) {
        Map<String, String> fields = new HashMap<>();
        fields.put("consumerGroup", GROUP);
        fields.put("topic", queue.topic());
        fields.put("queueId", Integer.toString(queue.queueId()));
        fields.put("queueOffset", Long.toString(next));
        fields.put("maxMsgNums", Integer.toString(MESSAGES_MAX));
        fields.put("sysFlag", Integer.toString(flags));
        fields.put("commitOffset", "0");
        fields.put("suspendTimeoutMillis", Long.toString(WAIT.toMillis()));
        fields.put("subscription", tags);
        fields.put("subVersion", "0");
        fields.put("expressionType", "TAG");
        fields.put("brokerName", queue.brokerName());
        return RemotingCommand.request(RequestCodes.PULL_MESSAGE, fields, null);
    }

    /**
     * The messages in an answer; moves on behind them.
     *
     * @throws CommandFailure if the broker refuses
     */
    List<StoredMessage> take(RemotingCommand answer) {
        switch (answer.code()) {
            case ResponseCodes.SUCCESS,
                    ResponseCodes.PULL_NOT_FOUND,
                    ResponseCodes.PULL_RETRY_IMMEDIATELY,
                    ResponseCodes.PULL_OFFSET_MOVED -> {}
            default -> throw Remote.refused("broker " + broker, answer);
        }
        List<StoredMessage> messages = answer.code() == ResponseCodes.SUCCESS
                ? StoredMessage.decodeAll(ByteBuffer.wrap(answer.body()))
                : List.of();
        next = Long.parseLong(answer.ext().get("nextBeginOffset"));
        return messages;
    }
}
