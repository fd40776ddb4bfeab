package org.apogeemq.broker.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apogeemq.broker.Rooms;
import org.apogeemq.broker.stats.LoopTally;
import org.apogeemq.protocol.body.QueueStats.ConsumeStats;
import org.apogeemq.protocol.body.QueueStats.TopicStatsTable;
import org.apogeemq.protocol.body.TopicConfig;
import org.apogeemq.protocol.body.admin.BrokerStatsData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FiguresRoutesTest {
    @TempDir
    Path folder;

    private Rooms rooms;
    private TestRoutes routes;

    @BeforeEach
    void open() {
        rooms = Rooms.open(folder);
        routes = new TestRoutes(rooms);
    }

    @AfterEach
    void close() {
        rooms.close();
    }

    @Test
    void figuresAreShownByTopicAndGroupAndAbsentOnesRefused() {
        rooms.topics.upsert(new TopicConfig("T", 1, 6)).join();
        Map<String, String> puts = Map.of("statsName", "TOPIC_PUT_SIZE", "statsKey", "T");
        assertThat(routes.ask(315, puts).code()).isEqualTo(1);
        assertThat(routes.ask(315, puts).remark()).isEqualTo("The stats <TOPIC_PUT_SIZE> <T> not exist");
        LoopTally tally = routes.statistics.tally(Runnable::run);
        tally.stored("T", 0, 10, 1_000, 0);
        tally.handedOut("T", "G", 0, 20, 2_000, 0);
        rooms.time.advance(Duration.ofSeconds(1));
        BrokerStatsData shown = BrokerStatsData.fromJson(routes.ask(315, puts).body());
        assertThat(shown.statsMinute()).isEqualTo(new BrokerStatsData.Item(1_000, 100, 1_000));
        assertThat(shown.statsDay().sum()).isEqualTo(1_000);
        assertThat(TopicStatsTable.fromJson(
                                routes.ask(202, Map.of("topic", "T")).body())
                        .topicPutTps())
                .isEqualTo(1);
        commit(0);
        assertThat(ConsumeStats.fromJson(
                                routes.ask(208, Map.of("consumerGroup", "G")).body())
                        .consumeTps())
                .isEqualTo(2);
    }

    @Test
    void aGroupThatIsDeletedTakesItsFiguresAlong() {
        rooms.groups.create("G").join();
        routes.statistics.sentBack("T", "G");
        routes.statistics.sentBack("T", "others");
        assertThat(routes.ask(207, Map.of("groupName", "G")).code()).isZero();
        assertThat(routes.ask(315, Map.of("statsName", "SNDBCK_PUT_NUMS", "statsKey", "T@G"))
                        .code())
                .isEqualTo(1);
        assertThat(routes.ask(315, Map.of("statsName", "SNDBCK_PUT_NUMS", "statsKey", "T@others"))
                        .code())
                .isZero();
    }

    @Test
    void theBacklogsOfAllGroupsAreShown() {
        rooms.topics.upsert(new TopicConfig("T", 1, 6)).join();
        rooms.put("T", 0, "a");
        rooms.put("T", 0, "b");
        rooms.put("T", 0, "c");
        commit(1);
        String all = TestRoutes.body(routes.ask(317, Map.of("isOrder", "false")));
        assertThat(all)
                .startsWith("{\"brokerAddr\":\"127.0.0.1:10911\",\"consumeStatsList\":[{\"G\":[{\"consumeTps\":0.0,"
                        + "\"offsetTable\":{{\"brokerName\":\"" + Rooms.BROKER
                        + "\",\"queueId\":0,\"topic\":\"T\"}:{\"brokerOffset\":3,\"consumerOffset\":1,")
                .endsWith("}]}],\"totalDiff\":2,\"totalInflightDiff\":0}");
        assertThat(TestRoutes.body(routes.ask(317, Map.of("isOrder", "true"))))
                .as("the topic is not ordered")
                .contains("\"consumeStatsList\":[]", "\"totalDiff\":0");
    }

    private void commit(long offset) {
        rooms.groups.create("G").join();
        rooms.offsets.commit("G", "T", 0, offset);
    }
}
