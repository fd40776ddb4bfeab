package org.apogeemq.broker.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.apogeemq.broker.RecordingLink;
import org.apogeemq.broker.Rooms;
import org.apogeemq.protocol.body.TopicConfig;
import org.apogeemq.protocol.command.RemotingCommand;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerRoutesTest {
    private static final String HEARTBEAT = "{\"clientID\":\"c1\",\"consumerDataSet\":[{\"consumeFromWhere\":"
            + "\"CONSUME_FROM_LAST_OFFSET\",\"consumeType\":\"CONSUME_PASSIVELY\",\"groupName\":\"G\","
            + "\"messageModel\":\"CLUSTERING\",\"subscriptionDataSet\":[{\"codeSet\":[%d],\"expressionType\":\"TAG\","
            + "\"subString\":\"blue\",\"subVersion\":5,\"tagsSet\":[\"blue\"],\"topic\":\"T\"}],"
            + "\"unitMode\":false}],\"producerDataSet\":[{\"groupName\":\"PG\"}]}";

    @TempDir
    Path folder;

    private Rooms rooms;
    private TestRoutes routes;

    @BeforeEach
    void open() {
        rooms = Rooms.open(folder);
        routes = new TestRoutes(rooms);
        rooms.topics.upsert(new TopicConfig("T", 1, 6)).join();
        rooms.groups.create("G").join();
    }

    @AfterEach
    void close() {
        rooms.close();
    }

    private RemotingCommand queue(String topic, long from, String group) {
        var fields = Map.of("topic", topic, "queueId", "0", "index", "" + from, "count", "10", "consumerGroup", group);
        return routes.ask(321, fields);
    }

    @Test
    void theEntriesOfAQueueAreShownWithWhatAGroupsTagsLetThrough() {
        long first = rooms.put("T", 0, "a");
        long second = rooms.put("T", 0, "b");
        String all = TestRoutes.body(queue("T", 0, ""));
        assertThat(all)
                .startsWith("{\"maxQueueIndex\":2,\"minQueueIndex\":0,\"queueData\":[{\"eval\":false,\"physicOffset\":"
                        + first + ",\"physicSize\":" + (second - first) + ",\"tagsCode\":0}")
                .contains("\"physicOffset\":" + second)
                .doesNotContain("subscriptionData");
        routes.ask(new RecordingLink(), 34, Map.of(), HEARTBEAT.formatted(0));
        assertThat(TestRoutes.body(queue("T", 1, "G")))
                .contains("\"queueData\":[{\"eval\":true,\"physicOffset\":" + second, "\"subString\":\"blue\"")
                .doesNotContain("\"physicOffset\":" + first + ",");
        routes.ask(
                new RecordingLink(),
                34,
                Map.of(),
                HEARTBEAT.formatted(77).replace("\"subVersion\":5", "\"subVersion\":6"));
        assertThat(TestRoutes.body(queue("T", 0, "G"))).doesNotContain("\"eval\":true");
    }

    @Test
    void aQueueThatIsNotThereIsNamed() {
        RemotingCommand answer = queue("absent", 0, "");
        assertThat(answer.code()).isEqualTo(1);
        assertThat(answer.remark()).isEqualTo("0@absent is not exist!");
    }

    @Test
    void replicationAndProducersAreShown() {
        rooms.put("T", 0, "a");
        assertThat(TestRoutes.body(routes.ask(907, Map.of())))
                .isEqualTo("{\"haConnectionInfo\":[],\"inSyncSlaveNums\":0,\"master\":true,"
                        + "\"masterCommitLogMaxOffset\":" + rooms.store.log().maxOffset() + "}");
        assertThat(TestRoutes.body(routes.ask(328, Map.of()))).isEqualTo("{\"data\":{}}");
        RecordingLink link = new RecordingLink();
        routes.ask(link, 34, Map.of(), HEARTBEAT.formatted(0));
        assertThat(TestRoutes.body(routes.ask(328, Map.of())))
                .isEqualTo("{\"data\":{\"PG\":[{\"clientId\":\"c1\",\"language\":\"GO\",\"lastUpdateTimestamp\":"
                        + rooms.time.wallMillis() + ",\"remoteIP\":\"" + link.remote() + "\",\"version\":513}]}}");
    }
}
