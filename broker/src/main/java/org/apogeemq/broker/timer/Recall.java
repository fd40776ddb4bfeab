package org.apogeemq.broker.timer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apogeemq.broker.face.Caller;
import org.apogeemq.broker.face.RefusedException;
import org.apogeemq.broker.topic.Topics;
import org.apogeemq.protocol.command.ResponseCodes;
import org.apogeemq.protocol.record.MessageProperties;
import org.apogeemq.protocol.record.PropertyNames;
import org.apogeemq.protocol.record.RecordFields;
import org.apogeemq.protocol.record.RecordFormat;
import org.apogeemq.protocol.record.TagsCode;
import org.apogeemq.store.log.Draft;
import org.apogeemq.store.log.Outcome;
import org.apogeemq.time.Clock;

/** Recalls messages that wait for their time, by the handle their producer was given. Thread-safe. */
public final class Recall {
    private static final String TAG = "_RECALL_TAG_";
    private static final byte[] BODY = {'0'};
    private static final String VERSION = "v1";
    private static final int PARTS = 5;

    private final TimerRules rules;
    private final Topics topics;
    private final String brokerName;
    private final Consumer<Draft> log;
    private final Clock clock;
    // Replaced while the broker runs.
    private volatile TimerSettings settings;
    private volatile boolean writable;

    /**
     * @param log takes drafts for the log's writer
     * @param writable whether this broker takes messages (brokerPermission)
     */
    public Recall(
            TimerRules rules,
            TimerSettings settings,
            Topics topics,
            String brokerName,
            Consumer<Draft> log,
            Clock clock,
            boolean writable) {
        this.rules = rules;
        this.settings = settings;
        this.topics = topics;
        this.brokerName = brokerName;
        this.log = log;
        this.clock = clock;
        this.writable = writable;
    }

    /** Goes by other settings from now on. */
    public void change(TimerSettings changed, boolean taken) {
        settings = changed;
        writable = taken;
    }

    private record Handle(String topic, String broker, long time, String uniqueKey) {}

    /**
     * Stores that a message is not to be delivered. That it is stored says nothing of whether the message was still
     * waiting. Completes with the unique key of the message.
     *
     * @throws RefusedException if that is not allowed or the handle is not one of this topic, broker and time
     */
    public CompletableFuture<String> accept(String topic, String handle, Caller caller) {
        TimerSettings limits = settings;
        if (!limits.recall()) {
            throw new RefusedException(ResponseCodes.NO_PERMISSION, "recall failed, operation is forbidden");
        }
        if (!writable) {
            throw new RefusedException(
                    ResponseCodes.SERVICE_NOT_AVAILABLE, "recall failed, broker service not available");
        }
        if (topics.find(topic) == null) {
            throw new RefusedException(
                    ResponseCodes.TOPIC_NOT_EXIST, "recall failed, the topic[" + topic + "] not exist");
        }
        Handle parsed = parse(handle);
        if (!parsed.topic.equals(topic)) {
            throw illegal("recall failed, topic not match");
        }
        if (!parsed.broker.equals(brokerName)) {
            throw illegal("recall failed, broker service not match");
        }
        long left = parsed.time - clock.wallMillis();
        if (left <= 0 || left > limits.delayMax().toMillis()) {
            throw illegal("recall failed, timestamp invalid");
        }
        return store(parsed, caller);
    }

    private CompletableFuture<String> store(Handle handle, Caller caller) {
        Map<String, String> properties = new LinkedHashMap<>();
        properties.put(PropertyNames.TAGS, TAG);
        properties.put(PropertyNames.TIMER_DEL_UNIQKEY, handle.uniqueKey);
        properties.put(PropertyNames.TIMER_DELIVER_MS, Long.toString(handle.time));
        properties.put(PropertyNames.TIMER_OUT_MS, Long.toString(DueTime.slotOfHandle(handle.time)));
        properties.put(PropertyNames.REAL_TOPIC, handle.topic);
        properties.put(PropertyNames.REAL_QID, "0");
        byte[] text = MessageProperties.bytes(MessageProperties.format(properties));
        RecordFields fields = new RecordFields()
                .topic(rules.topic())
                .bornTimestamp(clock.wallMillis())
                .bornHost(
                        caller.client().getAddress().getAddress(),
                        caller.client().getPort())
                .storeHost(
                        caller.reached().getAddress().getAddress(),
                        caller.reached().getPort())
                .body(ByteBuffer.wrap(BODY))
                .properties(text, 0, text.length);
        CompletableFuture<String> done = new CompletableFuture<>();
        int bytes = RecordFormat.size(fields);
        Draft draft = new Draft(bytes, 1, stored -> complete(stored.outcome(0), handle, done));
        RecordFormat.put(draft.buffer(), 0, fields);
        draft.add(rules.queue(), bytes, TagsCode.of(TAG), true, null);
        log.accept(draft);
        return done;
    }

    private static void complete(Outcome outcome, Handle handle, CompletableFuture<String> done) {
        if (outcome == Outcome.STORED || outcome == Outcome.FLUSH_TIMEOUT) {
            done.complete(handle.uniqueKey);
        } else {
            done.completeExceptionally(
                    new RefusedException(ResponseCodes.SYSTEM_ERROR, "recall failed, it was not stored: " + outcome));
        }
    }

    private static Handle parse(String handle) {
        try {
            String[] parts = new String(Base64.getUrlDecoder().decode(handle), UTF_8).split(" ", -1);
            if (parts.length == PARTS && parts[0].equals(VERSION) && !parts[4].isEmpty() && isText(parts[4])) {
                return new Handle(parts[1], parts[2], Long.parseLong(parts[3]), parts[4]);
            }
        } catch (IllegalArgumentException e) { // not Base64, or no number
            throw illegal("recall handle is invalid");
        }
        throw illegal("recall handle is invalid");
    }

    /** Whether it can stand among properties. */
    private static boolean isText(String key) {
        return key.chars().noneMatch(c -> c == MessageProperties.NAME_END || c == MessageProperties.PAIR_END);
    }

    private static RefusedException illegal(String text) {
        return new RefusedException(ResponseCodes.ILLEGAL_OPERATION, text);
    }
}
