package org.apogeemq.broker.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apogeemq.broker.Rooms;
import org.apogeemq.broker.delay.DelayLevels;
import org.apogeemq.broker.face.RefusedException;
import org.apogeemq.broker.order.QueueLocks;
import org.apogeemq.broker.timer.TimerRules;
import org.apogeemq.broker.timer.TimerSettings;
import org.apogeemq.protocol.body.DataVersion;
import org.apogeemq.protocol.body.TopicConfig;
import org.apogeemq.protocol.command.ResponseCodes;
import org.apogeemq.protocol.record.MessageQueue;
import org.apogeemq.protocol.record.StoredMessage;
import org.apogeemq.protocol.record.SysFlags;
import org.apogeemq.store.log.Draft;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SendLaneTest {
    @TempDir
    Path folder;

    private final List<Draft> drafts = new ArrayList<>();
    private final List<Integer> delayed = new ArrayList<>();
    private Rooms rooms;
    private QueueLocks locks;
    private SendLane lane;

    @BeforeEach
    void open() {
        rooms = Rooms.open(folder);
        rooms.topics
                .upsert(new TopicConfig("orders", 1, TopicConfig.PERM_READ | TopicConfig.PERM_WRITE))
                .join();
        SendConfig config = new SendConfig(1 << 20, "region", true, "cluster", 0);
        locks = new QueueLocks(Duration.ofSeconds(60), rooms.time, rooms.time, rooms.members);
        var delays = new DelayLevels(18, rooms.store.queues(), delayed::add);
        var timers = new TimerRules(TimerSettings.DEFAULT, Rooms.BROKER, rooms.store.queues(), rooms.time);
        lane = new SendRoom(
                        config,
                        new SendRoom.Tables(rooms.topics, rooms.groups, locks, delays, timers, drafts::add),
                        rooms.time,
                        bound -> 0)
                .lane((ticket, draft, first, count) -> {}, Runnable::run, () -> true);
    }

    @AfterEach
    void close() {
        rooms.close();
    }

    @Test
    void aMessageThatDoesNotWaitForTheDiskIsAnsweredEarlyIfItIsAlone() {
        accept("WAIT\1false\2");
        lane.flush();
        accept("WAIT\1true\2");
        lane.flush();
        accept("");
        lane.flush();
        assertThat(drafts).extracting(Draft::waitsForFlush).containsExactly(false, true, true);
    }

    @Test
    void aMessageThatWaitsIsNotAnsweredEarlyBecauseOfItsNeighbours() {
        accept("WAIT\1false\2");
        accept("WAIT\1true\2");
        accept("WAIT\1false\2");
        lane.flush();
        assertThat(drafts).singleElement().satisfies(draft -> {
            assertThat(draft.records()).isEqualTo(3);
            assertThat(draft.waitsForFlush()).isTrue();
        });
    }

    @Test
    void aMessageThatSaysItHoldsABatchIsRefused() {
        assertThatThrownBy(() -> lane.accept(request("orders", "", SysFlags.INNER_BATCH), lane.ticket()))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("batch");
        lane.flush();
        assertThat(drafts).isEmpty();
    }

    @Test
    void aTopicThatKeepsTheLastMessageOfEachKeyTakesNoneWithoutKey() {
        Map<String, String> compaction = Map.of("cleanup.policy", "COMPACTION");
        TopicConfig config = new TopicConfig("prices", 1, 1, 6, TopicConfig.SINGLE_TAG, 0, false, compaction);
        rooms.topics
                .takeOver(List.of(config), List.of(), new DataVersion(1, 0, 0))
                .join();
        for (String properties : List.of("", "TAGS\1a\2", "KEYS\1  \2")) {
            assertThatThrownBy(() -> accept("prices", properties))
                    .isInstanceOfSatisfying(
                            RefusedException.class,
                            refused -> assertThat(refused.code()).isEqualTo(ResponseCodes.MESSAGE_ILLEGAL))
                    .hasMessageContaining("Required message key is missing: topic[prices]");
        }
        accept("prices", "KEYS\1gold\2TAGS\1a\2");
        accept("orders", "TAGS\1a\2");
        lane.flush();
        assertThat(drafts).singleElement().extracting(Draft::records).isEqualTo(2);
    }

    @Test
    void aDelayedMessageIsPutIntoTheQueueOfItsLevelAndSaysWhereItIsFor() {
        accept("DELAY\0013\2TAGS\1red\2");
        accept("DELAY\001400\2");
        lane.flush();
        StoredMessage first = stored().getFirst();
        assertThat(first.topic()).isEqualTo("SCHEDULE_TOPIC_XXXX");
        assertThat(first.queueId()).isEqualTo(2);
        assertThat(first.propertyMap())
                .containsEntry("REAL_TOPIC", "orders")
                .containsEntry("REAL_QID", "0")
                .containsEntry("DELAY", "3")
                .containsEntry("TAGS", "red");
        assertThat(delayed).containsExactly(3, 18);
    }

    @Test
    void aTimedMessageWaitsWithItsTimeAndWhereItIsForAndCanBeRecalled() {
        long now = rooms.time.wallMillis();
        SendTicket ticket = lane.ticket();
        lane.accept(request("orders", "TIMER_DELAY_SEC\0018\2TAGS\1red\2UNIQ_KEY\1u1\2", 0), ticket);
        accept("TIMER_DELIVER_MS\1" + (now + 77) + "\2TIMER_OUT_MS\1999\2");
        accept("TIMER_DELIVER_MS\1" + (now + 77) + "\2TIMER_DELAY_MS\00133\2");
        lane.flush();
        List<StoredMessage> stored = stored();
        assertThat(stored).extracting(StoredMessage::topic).containsOnly("rmq_sys_wheel_timer");
        assertThat(stored.getFirst().propertyMap())
                .containsEntry("REAL_TOPIC", "orders")
                .containsEntry("REAL_QID", "0")
                .containsEntry("TIMER_DELAY_SEC", "8")
                .containsEntry("TIMER_OUT_MS", Long.toString(now + 7_999));
        assertThat(stored.get(1).propertyMap()).containsEntry("TIMER_OUT_MS", Long.toString(now + 76));
        assertThat(stored.get(2).propertyMap()).containsEntry("TIMER_OUT_MS", Long.toString(now + 32));
        assertThat(new String(Base64.getUrlDecoder().decode(ticket.recallHandle()), StandardCharsets.UTF_8))
                .isEqualTo("v1 orders bk-a " + (now + 8_000) + " u1");
    }

    @Test
    void aTimeThatIsOverIsNoneAndALevelCountsMoreThanATime() {
        SendTicket ticket = lane.ticket();
        lane.accept(request("orders", "TIMER_DELIVER_MS\00112345\2", 0), ticket);
        accept("TIMER_DELAY_SEC\1-1\2");
        accept("TIMER_DELAY_SEC\00110\2DELAY\0011\2");
        lane.flush();
        List<StoredMessage> stored = stored();
        assertThat(stored).extracting(StoredMessage::topic).containsExactly("orders", "orders", "SCHEDULE_TOPIC_XXXX");
        assertThat(stored.get(2).propertyMap()).doesNotContainKeys("TIMER_DELAY_SEC", "TIMER_OUT_MS");
        assertThat(ticket.recallHandle()).isNull();
    }

    @Test
    void aTimeTooFarAheadOrUnreadableOrARecallOfThePastIsRefusedAndNamed() {
        var refusals = Map.of(
                "TIMER_DELAY_SEC\00131536001\2", "TIMER_DELAY_SEC is 31536001: the delay should not be bigger than",
                "TIMER_DELAY_MS\19223372036854775807\2", "TIMER_DELAY_MS is 9223372036854775807: the delay",
                "TIMER_DELIVER_MS\199999999999999999999999\2", "TIMER_DELIVER_MS is 9223372036854775807: the delay",
                "TIMER_DELAY_SEC\1soon\2", "TIMER_DELAY_SEC is no whole number",
                "TIMER_DELIVER_MS\00112345\2TIMER_DEL_UNIQKEY\1u1\2", "TIMER_DELIVER_MS is 12345: the time of");
        refusals.forEach((properties, fault) -> assertThatThrownBy(() -> accept(properties))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ResponseCodes.MESSAGE_ILLEGAL))
                .hasMessageStartingWith("timer message illegal, " + fault));
        accept("TIMER_DELAY_SEC\00131536000\2");
    }

    @Test
    void whatAGroupSendsBackItselfIsPutOffUntilItHasFailedTooOften() {
        group();
        sendBack(3, 3);
        sendBack(4, 3);
        sendBack(17, -1);
        lane.flush();

        List<StoredMessage> stored = stored();
        assertThat(stored).extracting(StoredMessage::topic).containsExactly("SCHEDULE_TOPIC_XXXX", "%DLQ%g", "%DLQ%g");
        assertThat(stored.getFirst().propertyMap()).containsEntry("REAL_TOPIC", "%RETRY%g");
        assertThat(stored.get(1).propertyMap())
                .containsEntry("DLQ_REASON", "failed 4 times, maxReconsumeTimes is 3")
                .containsEntry("DLQ_ORIGIN_TOPIC", "orders")
                .containsEntry("RETRY_TOPIC", "orders")
                .containsEntry("KEYS", "k")
                .doesNotContainKeys("DELAY", "TIMER_DELAY_SEC");
        assertThat(stored.get(2).propertyMap()).containsEntry("DLQ_REASON", "failed 17 times, maxReconsumeTimes is 16");
        assertThat(stored.get(2).reconsumeTimes()).isEqualTo(17);
        assertThat(delayed).containsExactly(3);
    }

    @Test
    void whatAGroupSendsBackThatConsumesInOrderIsADeadLetter() {
        group();
        locks.lock("g", "client", List.of(new MessageQueue("orders", Rooms.BROKER, 0)));
        sendBack(1, 16);
        lane.flush();
        assertThat(stored()).extracting(StoredMessage::topic).containsExactly("%DLQ%g");
        assertThat(delayed).isEmpty();
    }

    @Test
    void aGroupThatIsNotThereSendsNothingBack() {
        assertThatThrownBy(() -> sendBack(1, 16))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ResponseCodes.SUBSCRIPTION_GROUP_NOT_EXIST));
    }

    private void group() {
        rooms.groups.create("g").join();
        rooms.topics.createRetry("g", 1, 0, false).join();
        rooms.topics.createDeadLetter("g").join();
    }

    private void sendBack(int reconsumeTimes, int max) {
        SendRequest request =
                request("%RETRY%g", "DELAY\0013\2RETRY_TOPIC\1orders\2KEYS\1k\2TIMER_DELAY_SEC\0015\2", 0);
        request.reconsumeTimes = reconsumeTimes;
        request.maxReconsumeTimes = max;
        assertThat(lane.accept(request, lane.ticket())).isTrue();
    }

    private List<StoredMessage> stored() {
        Draft draft = drafts.getFirst();
        return StoredMessage.decodeAll(draft.buffer().duplicate().clear().limit(draft.end()));
    }

    private void accept(String properties) {
        accept("orders", properties);
    }

    private void accept(String topic, String properties) {
        assertThat(lane.accept(request(topic, properties, 0), lane.ticket())).isTrue();
    }

    private static SendRequest request(String topic, String properties, int sysFlag) {
        SendRequest request = new SendRequest();
        request.sysFlag = sysFlag;
        request.topic = topic;
        request.properties = properties.getBytes(StandardCharsets.UTF_8);
        request.propertiesBytes = request.properties.length;
        request.body = ByteBuffer.wrap("body".getBytes(StandardCharsets.UTF_8));
        return request;
    }
}
