package org.apogeemq.broker.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apogeemq.broker.Rooms;
import org.apogeemq.protocol.body.QueueStats.ConsumeTimeSpans;
import org.apogeemq.protocol.body.QueueStats.CorrectionOffsets;
import org.apogeemq.protocol.body.ResetOffsetBody;
import org.apogeemq.protocol.body.SubscriptionData;
import org.apogeemq.protocol.body.TopicConfig;
import org.apogeemq.protocol.record.MessageQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What administrators ask of groups, and order, over the wire. */
class GroupQuestionsTest {
    private static final String HEARTBEAT = "{\"clientID\":\"c1\",\"consumerDataSet\":[{\"groupName\":\"G\","
            + "\"subscriptionDataSet\":[{\"topic\":\"T\",\"subString\":\"TagA\",\"subVersion\":1}]}]}";
    private static final MessageQueue QUEUE = new MessageQueue("T", Rooms.BROKER, 0);

    @TempDir
    Path folder;

    private Rooms rooms;
    private TestRoutes routes;
    private long first;

    @BeforeEach
    void open() {
        rooms = Rooms.open(folder);
        routes = new TestRoutes(rooms);
        rooms.topics.upsert(new TopicConfig("T", 1, 6)).join();
        rooms.groups.create("G").join();
        rooms.groups.create("H").join();
        first = rooms.time.wallMillis();
        for (int i = 0; i < 5; i++) {
            rooms.put("T", 0, "m" + i);
            rooms.time.advance(Duration.ofSeconds(10));
        }
    }

    @AfterEach
    void close() {
        rooms.close();
    }

    @Test
    void aGroupIsMovedAndTheAnswerSaysWhereto() {
        rooms.offsets.commit("G", "T", 0, 5);
        Map<String, String> back =
                Map.of("topic", "T", "group", "G", "timestamp", "" + (first + 20_000), "isForce", "true");
        assertThat(ResetOffsetBody.fromJson(routes.ask(222, back).body()).offsetTable())
                .isEqualTo(Map.of(QUEUE, 2L));
        assertThat(routes.rechecked).containsExactly(0);
        Map<String, String> commit = Map.of("consumerGroup", "G", "topic", "T", "queueId", "0", "commitOffset", "5");
        assertThat(routes.ask(15, commit).remark()).isEqualTo("Offset has been previously reset");
        assertThat(routes.ask(14, commit).ext()).containsEntry("offset", "2");
        assertThat(routes.ask(314, Map.of("srcGroup", "G", "destGroup", "H", "topic", "T"))
                        .code())
                .isZero();
        assertThat(rooms.offsets.query("H", "T", 0)).isEqualTo(2);
        assertThat(routes.ask(222, Map.of("topic", "none", "group", "G", "timestamp", "0", "isForce", "true"))
                        .code())
                .isEqualTo(17);
    }

    @Test
    void howLateAGroupIsIsSaidInTime() {
        rooms.offsets.commit("G", "T", 0, 2);
        Map<String, String> question = Map.of("topic", "T", "group", "G");
        assertThat(ConsumeTimeSpans.fromJson(routes.ask(303, question).body()).consumeTimeSpanSet())
                .containsExactly(new ConsumeTimeSpans.Span(QUEUE, first, first + 40_000, first + 10_000, 30_000));
        rooms.offsets.commit("G", "T", 0, 5);
        assertThat(ConsumeTimeSpans.fromJson(routes.ask(303, question).body())
                        .consumeTimeSpanSet()
                        .getFirst()
                        .delayTime())
                .isZero();
        assertThat(routes.ask(303, Map.of("topic", "none", "group", "G")).code())
                .isEqualTo(17);
    }

    @Test
    void theGroupThatIsFurthestBehindIsFound() {
        rooms.offsets.commit("G", "T", 0, 4);
        rooms.offsets.commit("H", "T", 0, 3);
        rooms.offsets.commit("slow", "T", 0, 1);
        assertThat(correction(Map.of("topic", "T", "compareGroup", "G"))).isEqualTo(Map.of(0, 1L));
        assertThat(correction(Map.of("topic", "T", "compareGroup", "G", "filterGroups", "slow")))
                .isEqualTo(Map.of(0, 3L));
        assertThat(correction(Map.of("topic", "T", "compareGroup", "H", "filterGroups", "slow,H")))
                .isEqualTo(Map.of(0, Long.MAX_VALUE));
    }

    @Test
    void whatAGroupWantsOfATopicIsSaid() {
        routes.ask(34, Map.of(), HEARTBEAT);
        var found = SubscriptionData.OfGroup.fromJson(
                routes.ask(345, Map.of("group", "G", "topic", "T")).body());
        assertThat(found.subscriptionData().subString()).isEqualTo("TagA");
        assertThat(SubscriptionData.OfGroup.fromJson(routes.ask(345, Map.of("group", "G", "topic", "U"))
                                .body())
                        .subscriptionData())
                .isNull();
    }

    @Test
    void aGroupIsForbiddenToReadATopicAndThatSurvivesARestart() {
        Map<String, String> forbid = Map.of("group", "G", "topic", "T", "readable", "false");
        assertThat(TestRoutes.body(routes.ask(353, Map.of("group", "G", "topic", "T"))))
                .isEqualTo("{\"group\":\"G\",\"readable\":true,\"topic\":\"T\"}");
        assertThat(TestRoutes.body(routes.ask(353, forbid))).contains("\"readable\":false");
        assertThat(rooms.groups.isForbidden("G", "T")).isTrue();
        assertThat(rooms.groups.isForbidden("H", "T")).isFalse();
        assertThat(rooms.groups.find("G")).as("its settings stay").isNotNull();
        assertThat(TestRoutes.body(routes.ask(201, Map.of()))).contains("\"forbiddenTable\":{\"G\":{\"T\":4}}");
        rooms.close();
        rooms = Rooms.open(folder);
        routes = new TestRoutes(rooms);
        assertThat(rooms.groups.isForbidden("G", "T")).isTrue();
        assertThat(TestRoutes.body(routes.ask(353, Map.of("group", "G", "topic", "T", "readable", "true"))))
                .contains("\"readable\":true");
        assertThat(rooms.groups.forbidden()).isEmpty();
        assertThat(routes.ask(353, Map.of("group", "none", "topic", "T", "readable", "false"))
                        .code())
                .isEqualTo(26);
    }

    @Test
    void aGroupThatMayNotBeginAtTheFirstMessageDoesNotWhenItsQueueIsYoung() {
        Map<String, String> question = Map.of("consumerGroup", "G", "topic", "T", "queueId", "0");
        assertThat(routes.ask(14, question).ext()).containsEntry("offset", "0");
        assertThat(routes.ask(200, Map.of(), "{\"groupName\":\"G\",\"consumeFromMinEnable\":false}")
                        .code())
                .isZero();
        assertThat(routes.ask(14, question).code()).isEqualTo(22);
    }

    private Map<Integer, Long> correction(Map<String, String> question) {
        return CorrectionOffsets.fromJson(routes.ask(308, question).body()).correctionOffsets();
    }
}
