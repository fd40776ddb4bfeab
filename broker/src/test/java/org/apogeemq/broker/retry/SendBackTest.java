package org.apogeemq.broker.retry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apogeemq.broker.Rooms;
import org.apogeemq.broker.delay.DelayLevels;
import org.apogeemq.broker.delay.Delivery;
import org.apogeemq.broker.face.RefusedException;
import org.apogeemq.broker.query.StoredMessages;
import org.apogeemq.broker.retry.SendBack.Wish;
import org.apogeemq.protocol.body.SubscriptionGroupConfig;
import org.apogeemq.protocol.body.TopicConfig;
import org.apogeemq.protocol.command.ResponseCodes;
import org.apogeemq.protocol.record.StoredMessage;
import org.apogeemq.store.StoreConfig;
import org.apogeemq.store.queue.ConsumeQueue;
import org.apogeemq.store.queue.QueueEntries;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SendBackTest {
    private static final List<Duration> DELAYS = StoreConfig.at(Path.of("")).delays();
    private static final int RETRIES = 16;
    private static final int AS_THE_GROUP_SAYS = -1;

    @TempDir
    Path folder;

    private final List<String> counted = new ArrayList<>();
    private Rooms rooms;
    private Delivery delivery;
    private SendBack sendBack;

    @BeforeEach
    void open() {
        rooms = Rooms.open(folder);
        rooms.topics
                .upsert(new TopicConfig("orders", 1, TopicConfig.PERM_READ | TopicConfig.PERM_WRITE))
                .join();
        rooms.groups.create("g").join();
        delivery = new Delivery(
                rooms.delayOffsets, DELAYS, rooms.topics, rooms.store, rooms.time, rooms.time, Runnable::run);
        delivery.start();
        sendBack = sendBack(true);
    }

    private SendBack sendBack(boolean writable) {
        return new SendBack(
                rooms.topics,
                rooms.groups,
                new DelayLevels(DELAYS.size(), rooms.store.queues(), delivery::expect),
                new StoredMessages(rooms.store.log()),
                rooms.store::submit,
                bound -> 0,
                writable,
                (topic, group) -> counted.add(topic + "@" + group));
    }

    @AfterEach
    void close() {
        delivery.close();
        rooms.close();
    }

    @Test
    void aMessageThatAlwaysFailsComesSixteenTimesMoreEachTimeLaterAndIsThenOneDeadLetter() {
        long first = rooms.put("orders", 0, "bad", Map.of("KEYS", "k1", "UNIQ_KEY", "u1", "mine", "kept"));
        String id = at("orders").getFirst().offsetMessageId();
        long failed = first;
        for (int retry = 1; retry <= RETRIES; retry++) {
            sendBack.accept(new Wish("g", failed, 0, AS_THE_GROUP_SAYS)).join();
            rooms.time.advance(DELAYS.get(retry + 2 - 1).minusMillis(1));
            assertThat(at("%RETRY%g")).as("before retry %d", retry).hasSize(retry - 1);
            rooms.time.advance(Duration.ofMillis(1));
            StoredMessage again = at("%RETRY%g").getLast();
            assertThat(at("%RETRY%g")).hasSize(retry);
            assertThat(again.reconsumeTimes()).isEqualTo(retry);
            assertThat(new String(again.body(), UTF_8)).isEqualTo("bad");
            assertThat(again.propertyMap())
                    .containsEntry("RETRY_TOPIC", "orders")
                    .containsEntry("ORIGIN_MESSAGE_ID", id)
                    .containsEntry("UNIQ_KEY", "u1")
                    .containsEntry("mine", "kept");
            failed = again.logOffset();
        }

        sendBack.accept(new Wish("g", failed, 0, AS_THE_GROUP_SAYS)).join();
        rooms.time.advance(Duration.ofHours(5));
        assertThat(at("%RETRY%g")).hasSize(RETRIES);
        StoredMessage dead = at("%DLQ%g").getFirst();
        assertThat(at("%DLQ%g")).hasSize(1);
        assertThat(counted).hasSize(RETRIES + 1).containsOnly("orders@g");
        assertThat(new String(dead.body(), UTF_8)).isEqualTo("bad");
        assertThat(dead.reconsumeTimes()).isEqualTo(RETRIES + 1);
        assertThat(dead.propertyMap())
                .containsEntry("RETRY_TOPIC", "orders")
                .containsEntry("DLQ_ORIGIN_TOPIC", "orders")
                .containsEntry("ORIGIN_MESSAGE_ID", id)
                .containsEntry("DLQ_ORIGIN_MESSAGE_ID", id)
                .containsEntry("DLQ_REASON", "failed 17 times, maxReconsumeTimes is 16")
                .containsEntry("KEYS", "k1")
                .containsEntry("UNIQ_KEY", "u1")
                .containsEntry("mine", "kept")
                .doesNotContainKey("DELAY");
    }

    @Test
    void theConsumersLimitComesBeforeItsGroups() {
        rooms.groups.upsert(group(1, 3)).join();
        long message = rooms.put("orders", 0, "bad");
        sendBack.accept(new Wish("g", message, 0, 0)).join();
        assertThat(at("%DLQ%g")).hasSize(1);

        long again = fail(fail(fail(message)));
        assertThat(at("%DLQ%g")).hasSize(1);
        sendBack.accept(new Wish("g", again, 0, AS_THE_GROUP_SAYS)).join();
        assertThat(at("%DLQ%g")).hasSize(2);
    }

    private long fail(long logOffset) {
        sendBack.accept(new Wish("g", logOffset, 1, AS_THE_GROUP_SAYS)).join();
        rooms.time.advance(Duration.ofSeconds(2));
        return at("%RETRY%g").getLast().logOffset();
    }

    @Test
    void theConsumerMayChooseTheLevelOrGiveTheMessageUp() {
        long message = rooms.put("orders", 0, "bad");
        sendBack.accept(new Wish("g", message, 5, AS_THE_GROUP_SAYS)).join();
        sendBack.accept(new Wish("g", message, 400, AS_THE_GROUP_SAYS)).join();
        rooms.time.advance(Duration.ofSeconds(59));
        assertThat(at("%RETRY%g")).isEmpty();
        rooms.time.advance(Duration.ofSeconds(2));
        assertThat(at("%RETRY%g")).hasSize(1);
        rooms.time.advance(Duration.ofHours(2));
        assertThat(at("%RETRY%g")).hasSize(2);

        sendBack.accept(new Wish("g", message, -1, AS_THE_GROUP_SAYS)).join();
        assertThat(at("%DLQ%g"))
                .singleElement()
                .satisfies(dead -> assertThat(dead.property("DLQ_REASON")).contains("no further try"));
    }

    @Test
    void whatIsLargerThanTheUsualDraftIsTakenBackToo() {
        String body = "x".repeat(100_000);
        long message = rooms.put("orders", 0, body);
        sendBack.accept(new Wish("g", message, -1, AS_THE_GROUP_SAYS)).join();
        assertThat(at("%DLQ%g"))
                .singleElement()
                .satisfies(dead -> assertThat(new String(dead.body(), UTF_8)).isEqualTo(body));
    }

    @Test
    void aGroupWithoutRetryQueuesGetsNothingAgain() {
        rooms.groups.upsert(group(0, RETRIES)).join();
        long message = rooms.put("orders", 0, "bad");
        sendBack.accept(new Wish("g", message, 1, AS_THE_GROUP_SAYS)).join();
        rooms.time.advance(Duration.ofSeconds(2));
        assertThat(rooms.topics.find("%RETRY%g")).isNull();
    }

    @Test
    void whatCannotBeTakenBackIsRefusedWithTheCodeClientsKnow() {
        long message = rooms.put("orders", 0, "bad");
        assertRefused(sendBack, new Wish("nobody", message, 0, 16), ResponseCodes.SUBSCRIPTION_GROUP_NOT_EXIST);
        assertRefused(sendBack, new Wish("g", message + 1_000_000, 0, 16), ResponseCodes.SYSTEM_ERROR);
        assertRefused(sendBack(false), new Wish("g", message, 0, 16), ResponseCodes.NO_PERMISSION);
        sendBack.change(false);
        assertRefused(sendBack, new Wish("g", message, 0, 16), ResponseCodes.NO_PERMISSION);
        sendBack.change(true);
        sendBack.accept(new Wish("g", message, 0, 16)).join();
    }

    private static void assertRefused(SendBack room, Wish wish, int code) {
        assertThatThrownBy(() -> room.accept(wish))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.code()).isEqualTo(code));
    }

    private static SubscriptionGroupConfig group(int retryQueues, int retries) {
        return new SubscriptionGroupConfig(
                "g",
                true,
                true,
                true,
                false,
                retryQueues,
                retries,
                SubscriptionGroupConfig.RetryPolicy.DEFAULT,
                0,
                1,
                true,
                0,
                15,
                List.of(),
                Map.of());
    }

    /** All messages of queue 0 of a topic. */
    private List<StoredMessage> at(String topic) {
        List<StoredMessage> all = new ArrayList<>();
        ConsumeQueue queue = rooms.store.queues().get(topic, 0);
        QueueEntries entries = new QueueEntries(100);
        int count = queue == null ? 0 : queue.read(0, 100, entries);
        for (int i = 0; i < count; i++) {
            all.add(StoredMessage.decode(rooms.store.log().record(entries.logOffset(i))));
        }
        return all;
    }
}
