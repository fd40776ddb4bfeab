package org.apogeemq.broker.retry;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apogeemq.broker.delay.DelayLevels;
import org.apogeemq.broker.delay.Reissue;
import org.apogeemq.broker.face.RefusedException;
import org.apogeemq.broker.group.Groups;
import org.apogeemq.broker.query.StoredMessages;
import org.apogeemq.broker.topic.Topic;
import org.apogeemq.broker.topic.Topics;
import org.apogeemq.protocol.body.SubscriptionGroupConfig;
import org.apogeemq.protocol.command.ResponseCodes;
import org.apogeemq.protocol.record.MessageProperties;
import org.apogeemq.protocol.record.PropertyNames;
import org.apogeemq.protocol.record.RecordFormat;
import org.apogeemq.protocol.record.StoredMessage;
import org.apogeemq.store.log.Draft;
import org.apogeemq.store.log.Outcome;
import org.apogeemq.time.Entropy;

/** Takes messages back that a consumer could not consume. Thread-safe; reads the log, which may wait for the disk. */
public final class SendBack {
    /** The level of the first retry of its own accord; each further one waits a level longer. */
    private static final int FIRST_LEVEL = 3;

    private static final int PROPERTIES_MAX = RecordFormat.PROPERTIES_BYTES_MAX;
    private static final int DRAFT_BYTES = 64 << 10;
    /** Direct memory is given back by the collector only, so some drafts are kept. */
    private static final int DRAFTS_KEPT = 8;

    private final Topics topics;
    private final Groups groups;
    private final DelayLevels delays;
    private final StoredMessages messages;
    private final Consumer<Draft> log;
    private final Entropy entropy;
    private final BiConsumer<String, String> counted;
    private final BlockingQueue<Draft> idle = new ArrayBlockingQueue<>(DRAFTS_KEPT);
    // Replaced while the broker runs.
    private volatile boolean writable;

    /**
     * @param log takes drafts for the log's writer
     * @param writable whether this broker takes messages (brokerPermission)
     * @param counted told of the first topic and the group of what was taken back; any thread, must be short
     */
    public SendBack(
            Topics topics,
            Groups groups,
            DelayLevels delays,
            StoredMessages messages,
            Consumer<Draft> log,
            Entropy entropy,
            boolean writable,
            BiConsumer<String, String> counted) {
        this.topics = topics;
        this.groups = groups;
        this.delays = delays;
        this.messages = messages;
        this.log = log;
        this.entropy = entropy;
        this.writable = writable;
        this.counted = counted;
    }

    /** Takes messages, or refuses them, from now on (brokerPermission). */
    public void change(boolean taken) {
        writable = taken;
    }

    /**
     * What a consumer asks for.
     *
     * @param logOffset where the message lies
     * @param delayLevel after which delay the group wants it; 0: the more often it has failed, the longer; below 0:
     *     never
     * @param reconsumeMax so many failures make it a dead letter; below 0: as the group's settings say
     */
    public record Wish(String group, long logOffset, int delayLevel, int reconsumeMax) {}

    /**
     * Stores the message again for its group. Completes when that is confirmed.
     *
     * @throws RefusedException if there is no such group or message; nothing was stored
     */
    public CompletableFuture<Void> accept(Wish wish) {
        SubscriptionGroupConfig group = groups.find(wish.group);
        if (group == null) {
            throw new RefusedException(
                    ResponseCodes.SUBSCRIPTION_GROUP_NOT_EXIST, "subscription group not exist, " + wish.group);
        }
        if (!writable) {
            throw new RefusedException(ResponseCodes.NO_PERMISSION, "the broker sending message is forbidden");
        }
        if (group.retryQueueNums() <= 0) {
            return CompletableFuture.completedFuture(null); // its administrator wants no retries
        }
        StoredMessage message = StoredMessage.decode(ByteBuffer.wrap(messages.byLogOffset(wish.logOffset, null)));
        int max = wish.reconsumeMax >= 0 ? wish.reconsumeMax : group.retryMaxTimes();
        if (wish.delayLevel < 0 || message.reconsumeTimes() >= max) {
            String reason = wish.delayLevel < 0
                    ? "the consumer asked for no further try"
                    : "failed " + (message.reconsumeTimes() + 1) + " times, maxReconsumeTimes is " + max;
            return topics.createDeadLetter(wish.group)
                    .thenCompose(topic -> bury(message, topic, reason))
                    .thenRun(() -> count(message, wish.group));
        }
        int level = wish.delayLevel > 0 ? wish.delayLevel : FIRST_LEVEL + message.reconsumeTimes();
        return topics.createRetry(wish.group, group.retryQueueNums(), 0, false)
                .thenCompose(topic -> putOff(message, topic, delays.clamp(level)))
                .thenRun(() -> count(message, wish.group));
    }

    private void count(StoredMessage message, String group) {
        counted.accept(message.propertyMap().getOrDefault(PropertyNames.RETRY_TOPIC, message.topic()), group);
    }

    private CompletableFuture<Void> bury(StoredMessage message, Topic topic, String reason) {
        Map<String, String> properties = properties(message);
        DeadLetter.mark(properties, reason);
        return store(new Reissue(
                message,
                topic.nameBytes(),
                topic.queue(0),
                MessageProperties.format(properties),
                message.reconsumeTimes() + 1));
    }

    private CompletableFuture<Void> putOff(StoredMessage message, Topic topic, int level) {
        if (!topic.isWritable()) {
            throw new RefusedException(
                    ResponseCodes.NO_PERMISSION, "the topic[" + topic.name() + "] sending message is forbidden");
        }
        Map<String, String> properties = properties(message);
        properties.put(PropertyNames.DELAY, Integer.toString(level));
        properties.put(PropertyNames.REAL_TOPIC, topic.name());
        properties.put(PropertyNames.REAL_QID, Integer.toString(entropy.below(Math.max(1, topic.writeQueues()))));
        return store(new Reissue(
                message,
                delays.topic(),
                delays.queue(level),
                MessageProperties.format(properties),
                message.reconsumeTimes() + 1));
    }

    /** Those of the message, and where it came from first. */
    private static Map<String, String> properties(StoredMessage message) {
        Map<String, String> properties = new LinkedHashMap<>(message.propertyMap());
        properties.putIfAbsent(PropertyNames.RETRY_TOPIC, message.topic());
        properties.putIfAbsent(PropertyNames.ORIGIN_MESSAGE_ID, message.offsetMessageId());
        properties.put(PropertyNames.WAIT, "false");
        return properties;
    }

    private CompletableFuture<Void> store(Reissue reissue) {
        int textBytes = reissue.properties().getBytes(UTF_8).length;
        if (textBytes > PROPERTIES_MAX) {
            throw new RefusedException(
                    ResponseCodes.MESSAGE_ILLEGAL,
                    "message properties are " + textBytes + " bytes with those of a retry, the limit is "
                            + PROPERTIES_MAX);
        }
        int bytes = reissue.bytes();
        CompletableFuture<Void> done = new CompletableFuture<>();
        Draft draft = draft(bytes);
        draft.waitForFlush(false); // as its WAIT says
        reissue.put(draft, done);
        log.accept(draft);
        return done;
    }

    private Draft draft(int bytes) {
        if (bytes > DRAFT_BYTES) {
            return new Draft(bytes, 1, SendBack::complete);
        }
        Draft kept = idle.poll();
        return kept != null ? kept : new Draft(DRAFT_BYTES, 1, this::completeAndKeep);
    }

    private void completeAndKeep(Draft draft) {
        CompletableFuture<?> done = (CompletableFuture<?>) draft.context(0);
        Outcome outcome = draft.outcome(0);
        draft.clear();
        idle.offer(draft);
        complete(done, outcome);
    }

    private static void complete(Draft draft) {
        complete((CompletableFuture<?>) draft.context(0), draft.outcome(0));
    }

    private static void complete(CompletableFuture<?> done, Outcome outcome) {
        if (outcome == Outcome.STORED || outcome == Outcome.FLUSH_TIMEOUT) {
            done.complete(null);
        } else {
            done.completeExceptionally(new RefusedException(
                    ResponseCodes.SYSTEM_ERROR, "the message was not stored for another try: " + outcome));
        }
    }
}
