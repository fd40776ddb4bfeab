package org.apogeemq.broker.timer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Base64;
import org.apogeemq.broker.Rooms;
import org.apogeemq.broker.face.Caller;
import org.apogeemq.broker.face.RefusedException;
import org.apogeemq.protocol.body.TopicConfig;
import org.apogeemq.protocol.record.StoredMessage;
import org.apogeemq.store.queue.QueueEntries;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecallTest {
    private static final Caller CALLER =
            new Caller(new InetSocketAddress("127.0.0.1", 5000), new InetSocketAddress("127.0.0.1", 10911), 0, 0);
    private static final TimerSettings OFF = new TimerSettings(true, TimerSettings.DEFAULT.delayMax(), false);

    @TempDir
    Path folder;

    private Rooms rooms;
    private TimerRules rules;
    private Recall recall;

    @BeforeEach
    void open() {
        rooms = Rooms.open(folder);
        rooms.topics
                .upsert(new TopicConfig("orders", 1, TopicConfig.PERM_READ | TopicConfig.PERM_WRITE))
                .join();
        rules = new TimerRules(TimerSettings.DEFAULT, Rooms.BROKER, rooms.store.queues(), rooms.time);
        recall = new Recall(
                rules, TimerSettings.DEFAULT, rooms.topics, Rooms.BROKER, rooms.store::submit, rooms.time, true);
    }

    @AfterEach
    void close() {
        rooms.close();
    }

    @Test
    void theHandleThatTheProducerGotStoresARecallForTheSameTime() {
        long due = rooms.time.wallMillis() + 5_000;
        String handle = new String(rules.recallHandle("orders", due, "id-7"), UTF_8);
        assertThat(recall.accept("orders", handle, CALLER).join()).isEqualTo("id-7");

        QueueEntries entry = new QueueEntries(1);
        assertThat(rules.queue().read(0, 1, entry)).isOne();
        StoredMessage stored = StoredMessage.decode(rooms.store.log().record(entry.logOffset(0)));
        assertThat(stored.propertyMap())
                .containsEntry("TIMER_DEL_UNIQKEY", "id-7")
                .containsEntry("TIMER_OUT_MS", Long.toString(DueTime.slot(due)))
                .containsEntry("REAL_TOPIC", "orders")
                .containsEntry("TAGS", "_RECALL_TAG_");
        assertThat(stored.body()).containsExactly('0');
    }

    @Test
    void aHandleThatDoesNotFitIsRefusedAsApachesBrokerDoes() {
        long now = rooms.time.wallMillis();
        refused(604, "recall handle is invalid", "orders", "???");
        refused(604, "recall handle is invalid", "orders", handle("v2 orders bk-a " + (now + 10) + " k"));
        refused(604, "recall handle is invalid", "orders", handle("v1 orders bk-a soon k"));
        refused(604, "recall failed, topic not match", "orders", handle("v1 other bk-a " + (now + 10) + " k"));
        refused(
                604,
                "recall failed, broker service not match",
                "orders",
                handle("v1 orders bk-b " + (now + 10) + " k"));
        refused(604, "recall failed, timestamp invalid", "orders", handle("v1 orders bk-a " + now + " k"));
        refused(604, "recall failed, timestamp invalid", "orders", handle("v1 orders bk-a " + Long.MAX_VALUE + " k"));
        refused(17, "not exist", "nothing", handle("v1 nothing bk-a " + (now + 10) + " k"));
        recall.change(TimerSettings.DEFAULT, false);
        refused(14, "not available", "orders", handle("v1 orders bk-a " + (now + 10) + " k"));
        recall.change(OFF, true);
        refused(16, "recall failed, operation is forbidden", "orders", handle("v1 orders bk-a " + (now + 10) + " k"));
        assertThat(rules.queue().maxOffset()).isZero();
    }

    private void refused(int code, String text, String topic, String handle) {
        assertThatThrownBy(() -> recall.accept(topic, handle, CALLER))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.code()).isEqualTo(code))
                .hasMessageContaining(text);
    }

    private static String handle(String plain) {
        return Base64.getUrlEncoder().encodeToString(plain.getBytes(UTF_8));
    }
}
