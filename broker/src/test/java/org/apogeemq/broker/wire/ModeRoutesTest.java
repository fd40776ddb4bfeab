package org.apogeemq.broker.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apogeemq.broker.RecordingLink;
import org.apogeemq.broker.Rooms;
import org.apogeemq.protocol.body.QueueData;
import org.apogeemq.protocol.body.TopicConfig;
import org.apogeemq.protocol.body.TopicRouteData;
import org.apogeemq.protocol.body.admin.Assignment;
import org.apogeemq.protocol.command.RemotingCommand;
import org.apogeemq.protocol.record.MessageQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How groups get their messages: modes, and queues shared by the broker. */
class ModeRoutesTest {
    private static final String MODE =
            "{\"consumerGroup\":\"%s\",\"mode\":\"%s\",\"popShareQueueNum\":0,\"topic\":\"%s\"}";
    private static final String WHO = "{\"clientId\":\"%s\",\"consumerGroup\":\"G\",\"messageModel\":\"%s\","
            + "\"strategyName\":\"%s\",\"topic\":\"%s\"}";
    private static final String HEARTBEAT = "{\"clientID\":\"%s\",\"consumerDataSet\":[{\"consumeFromWhere\":"
            + "\"CONSUME_FROM_LAST_OFFSET\",\"consumeType\":\"CONSUME_PASSIVELY\",\"groupName\":\"G\","
            + "\"messageModel\":\"CLUSTERING\",\"subscriptionDataSet\":[],\"unitMode\":false}],"
            + "\"producerDataSet\":[]}";
    private static final int READ_WRITE = 6;
    private static final int WRITE = 2;

    @TempDir
    Path folder;

    private Rooms rooms;
    private TestRoutes routes;

    @BeforeEach
    void open() {
        rooms = Rooms.open(folder);
        routes = new TestRoutes(rooms);
        rooms.topics.upsert(new TopicConfig("T", 5, READ_WRITE)).join();
        rooms.groups.create("G").join();
    }

    @AfterEach
    void close() {
        rooms.close();
    }

    @Test
    void pullingIsTheOnlyModeThatCanBeSet() {
        assertThat(mode("G", "PULL", "T").code()).isZero();
        assertThat(mode("G", "POP", "T").code()).isEqualTo(29);
        assertThat(mode("G", "POP", "T").remark()).contains("mode POP cannot be served", "PULL only");
        assertThat(mode("G", "PULL", "%RETRY%G").code()).isEqualTo(16);
        assertThat(mode("G", "PULL", "absent").code()).isEqualTo(17);
        assertThat(mode("absent", "PULL", "T").code()).isEqualTo(26);
    }

    @Test
    void aModeThatWasSetIsThereAfterARestartAndGoesWithItsTopic() {
        String none = "{\"messageRequestModeMap\":{}}";
        assertThat(modes()).isEqualTo(none);
        mode("G", "PULL", "T");
        String set = "{\"messageRequestModeMap\":{\"T\":{\"G\":{\"consumerGroup\":\"G\",\"mode\":\"PULL\","
                + "\"popShareQueueNum\":0,\"topic\":\"T\"}}}}";
        assertThat(modes()).isEqualTo(set);
        rooms.close();
        rooms = Rooms.open(folder);
        routes = new TestRoutes(rooms);
        assertThat(modes()).isEqualTo(set);
        assertThat(new String(rooms.modes.snapshot(), UTF_8)).isEqualTo(set);
        rooms.topics.delete("T").join();
        assertThat(modes()).isEqualTo(none);
    }

    @Test
    void membersGetSharesThatFitTogether() {
        for (int count = 1; count <= 7; count++) {
            join("c" + count);
            for (String strategy : List.of("AVG", "AVG_BY_CIRCLE")) {
                var all = new ArrayList<MessageQueue>();
                for (int member = 1; member <= count; member++) {
                    List<MessageQueue> share = queues("c" + member, strategy, "T");
                    assertThat(share).hasSizeBetween(5 / count, (5 + count - 1) / count);
                    all.addAll(share);
                }
                assertThat(all).doesNotHaveDuplicates().hasSize(5);
            }
        }
    }

    /** As the client's own strategies share them, so that members that ask and members that do not agree. */
    @Test
    void sharesAreThoseOfTheClientsStrategies() {
        join("c1");
        join("c2");
        assertThat(ids(queues("c1", "AVG", "T"))).containsExactly(0, 1, 2);
        assertThat(ids(queues("c2", "AVG", "T"))).containsExactly(3, 4);
        assertThat(ids(queues("c1", "AVG_BY_CIRCLE", "T"))).containsExactly(0, 2, 4);
        assertThat(ids(queues("c2", "AVG_BY_CIRCLE", "T"))).containsExactly(1, 3);
    }

    @Test
    void queuesOfOtherBrokersThatCanBeReadAreSharedToo() {
        join("c1");
        routes.route = topic -> CompletableFuture.completedFuture(new TopicRouteData(
                List.of(
                        new QueueData(Rooms.BROKER, 99, 99, READ_WRITE, 0),
                        new QueueData("bk-b", 1, 1, READ_WRITE, 0),
                        new QueueData("bk-c", 1, 1, WRITE, 0)),
                List.of()));
        assertThat(queues("c1", "AVG", "T")).hasSize(6).contains(new MessageQueue("T", "bk-b", 0));
        assertThat(queues("c1", "AVG", "elsewhere")).containsExactly(new MessageQueue("elsewhere", "bk-b", 0));

        routes.route = topic -> CompletableFuture.failedFuture(new IllegalStateException("nobody there"));
        rooms.time.advance(Duration.ofSeconds(60));
        join("c1");
        assertThat(queues("c1", "AVG", "T")).as("what was known last").hasSize(6);
        assertThat(queues("c1", "AVG", "new")).as("better nothing than half").isNull();
    }

    @Test
    void whoCannotBeAnsweredKeepsWhatItHas() {
        join("c1");
        assertThat(queues("stranger", "AVG", "T")).isNull();
        assertThat(queues("c1", "BY_MOON", "T")).isNull();
        assertThat(queues("c1", "AVG", "absent")).isNull();
    }

    @Test
    void aBroadcastMemberHasAllQueues() {
        RemotingCommand answer = routes.ask(400, Map.of(), WHO.formatted("c9", "BROADCASTING", "AVG", "T"));
        assertThat(Assignment.queues(answer.body())).hasSize(5);
        assertThat(TestRoutes.body(answer))
                .startsWith("{\"messageQueueAssignments\":[{\"messageQueue\":{\"brokerName\":\"" + Rooms.BROKER
                        + "\",\"queueId\":0,\"topic\":\"T\"},\"mode\":\"PULL\"}");
    }

    private RemotingCommand mode(String group, String mode, String topic) {
        return routes.ask(401, Map.of(), MODE.formatted(group, mode, topic));
    }

    private String modes() {
        return TestRoutes.body(routes.ask(402, Map.of()));
    }

    private List<MessageQueue> queues(String clientId, String strategy, String topic) {
        RemotingCommand answer = routes.ask(400, Map.of(), WHO.formatted(clientId, "CLUSTERING", strategy, topic));
        assertThat(answer.code()).isZero();
        return Assignment.queues(answer.body());
    }

    private static List<Integer> ids(List<MessageQueue> queues) {
        return queues.stream().map(MessageQueue::queueId).toList();
    }

    private void join(String clientId) {
        routes.ask(new RecordingLink(), 34, Map.of(), HEARTBEAT.formatted(clientId));
    }
}
