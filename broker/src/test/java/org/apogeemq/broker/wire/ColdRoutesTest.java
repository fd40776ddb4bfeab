package org.apogeemq.broker.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apogeemq.broker.RecordingLink;
import org.apogeemq.broker.Rooms;
import org.apogeemq.protocol.body.Connections.ConsumerConnection;
import org.apogeemq.protocol.body.KVTable;
import org.apogeemq.protocol.body.QueueStats.ConsumeStats;
import org.apogeemq.protocol.body.QueueStats.TopicStatsTable;
import org.apogeemq.protocol.body.SubscriptionGroupTable;
import org.apogeemq.protocol.body.TopicConfig;
import org.apogeemq.protocol.body.TopicConfigTable;
import org.apogeemq.protocol.body.TopicList;
import org.apogeemq.protocol.command.RemotingCommand;
import org.apogeemq.protocol.record.MessageQueue;
import org.apogeemq.protocol.record.StoredMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ColdRoutesTest {
    private static final String HEARTBEAT = "{\"clientID\":\"c1\",\"consumerDataSet\":[{\"consumeFromWhere\":"
            + "\"CONSUME_FROM_LAST_OFFSET\",\"consumeType\":\"CONSUME_PASSIVELY\",\"groupName\":\"G\","
            + "\"messageModel\":\"CLUSTERING\",\"subscriptionDataSet\":[{\"classFilterMode\":false,\"codeSet\":[],"
            + "\"expressionType\":\"TAG\",\"subString\":\"*\",\"subVersion\":5,\"tagsSet\":[],\"topic\":\"T\"}],"
            + "\"unitMode\":false}],\"producerDataSet\":[{\"groupName\":\"PG\"}]}";

    @TempDir
    Path folder;

    private Rooms rooms;
    private TestRoutes routes;
    private final RecordingLink link = new RecordingLink();

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
    void aTopicIsCreatedShownListedAndDeleted() {
        createTopic("T", 4);
        TopicConfig config =
                TopicConfig.fromJson(routes.ask(351, Map.of("topic", "T")).body());
        assertThat(config.readQueueNums()).isEqualTo(4);
        assertThat(config.attributes()).isEqualTo(Map.of("message.type", "FIFO"));
        RemotingCommand all = routes.ask(21, Map.of());
        TopicConfigTable table = TopicConfigTable.fromJson(all.body());
        assertThat(table.topicConfigTable()).containsKeys("T", "TBW102");
        assertThat(all.ext())
                .containsEntry("totalTopicNum", "" + table.topicConfigTable().size());
        commit("T", 0, 7);
        assertThat(routes.ask(215, Map.of("topic", "T")).code()).isZero();
        assertThat(routes.ask(351, Map.of("topic", "T")).code()).isEqualTo(17);
        assertThat(rooms.offsets.query("G", "T", 0)).as("its offsets are gone").isEqualTo(-1);
        assertThat(routes.ask(215, Map.of("topic", "TBW102")).code()).isEqualTo(29);
        List<String> system =
                TopicList.fromJson(routes.ask(305, Map.of()).body()).topicList();
        assertThat(system).contains("TBW102", "SCHEDULE_TOPIC_XXXX").doesNotContain("T");
    }

    @Test
    void aLongTableOfTopicsIsReadInPages() {
        String list = "{\"topicConfigList\":[{\"topicName\":\"a1\"},{\"topicName\":\"a2\"},{\"topicName\":\"a3\"}]}";
        assertThat(routes.ask(18, Map.of(), list).code()).isZero();
        String version = new String(rooms.topics.dataVersion().toJson(), StandardCharsets.UTF_8);
        int total = rooms.topics.all().size();
        RemotingCommand page =
                routes.ask(21, Map.of("topicSeq", "" + (total - 2), "dataVersion", version, "maxTopicNum", "100"));
        assertThat(TopicConfigTable.fromJson(page.body()).topicConfigTable()).hasSize(2);
        assertThat(page.ext()).containsEntry("totalTopicNum", "" + total);
        RemotingCommand first = routes.ask(21, Map.of("topicSeq", "5", "maxTopicNum", "3"));
        assertThat(TopicConfigTable.fromJson(first.body()).topicConfigTable().keySet())
                .as("another version: from the beginning")
                .containsExactlyElementsOf(
                        rooms.topics.all().keySet().stream().limit(3).toList());
    }

    @Test
    void topicStatsShowEveryQueue() {
        createTopic("T", 2);
        rooms.put("T", 1, "one");
        rooms.time.advance(Duration.ofSeconds(1));
        rooms.put("T", 1, "two");
        TopicStatsTable stats =
                TopicStatsTable.fromJson(routes.ask(202, Map.of("topic", "T")).body());
        assertThat(stats.offsetTable()).hasSize(2);
        assertThat(stats.offsetTable().get(new MessageQueue("T", Rooms.BROKER, 0)))
                .isEqualTo(new TopicStatsTable.Offsets(0, 0, 0));
        assertThat(stats.offsetTable().get(new MessageQueue("T", Rooms.BROKER, 1)))
                .isEqualTo(new TopicStatsTable.Offsets(0, 2, rooms.time.wallMillis()));
        assertThat(routes.ask(202, Map.of("topic", "none")).code()).isEqualTo(17);
    }

    @Test
    void aGroupIsCreatedShownListedAndDeletedWithItsOffsets() {
        createTopic("T", 2);
        assertThat(routes.ask(200, Map.of(), "{\"groupName\":\"G\",\"retryMaxTimes\":3}")
                        .code())
                .isZero();
        assertThat(routes.ask(225, Map.of(), "{\"groupConfigList\":[{\"groupName\":\"H\"}]}")
                        .code())
                .isZero();
        assertThat(TestRoutes.body(routes.ask(352, Map.of("group", "G")))).contains("\"retryMaxTimes\":3");
        assertThat(routes.ask(352, Map.of("group", "none")).code()).isEqualTo(26);
        RemotingCommand all = routes.ask(201, Map.of());
        assertThat(SubscriptionGroupTable.fromJson(all.body()).subscriptionGroupTable())
                .containsKeys("G", "H", "TOOLS_CONSUMER");
        assertThat(all.ext()).containsKey("totalGroupNum");
        commit("T", 0, 7);
        assertThat(routes.ask(207, Map.of("groupName", "G", "cleanOffset", "true"))
                        .code())
                .isZero();
        assertThat(rooms.groups.find("G")).isNull();
        assertThat(rooms.offsets.query("G", "T", 0)).isEqualTo(-1);
    }

    @Test
    void aHeartbeatBringsItsSenderIntoTheListsAndAFarewellTakesHimOut() {
        RemotingCommand answer = routes.ask(link, 34, Map.of(), HEARTBEAT);
        assertThat(answer.ext())
                .containsEntry("IS_SUPPORT_HEART_BEAT_V2", "true")
                .containsEntry("IS_SUB_CHANGE", "false");
        assertThat(TestRoutes.body(routes.ask(38, Map.of("consumerGroup", "G"))))
                .isEqualTo("{\"consumerIdList\":[\"c1\"]}");
        ConsumerConnection connection = ConsumerConnection.fromJson(
                routes.ask(203, Map.of("consumerGroup", "G")).body());
        assertThat(connection.connectionSet().get(0).language()).isEqualTo("GO");
        assertThat(connection.connectionSet().get(0).clientAddr()).isEqualTo(link.remote());
        assertThat(connection.subscriptionTable().get("T").subString()).isEqualTo("*");
        assertThat(connection.messageModel()).isEqualTo("CLUSTERING");
        assertThat(routes.ask(204, Map.of("producerGroup", "PG", "topic", "T")).code())
                .isZero();
        assertThat(TestRoutes.body(routes.ask(300, Map.of("topic", "T")))).isEqualTo("{\"groupList\":[\"G\"]}");
        assertThat(TestRoutes.body(routes.ask(343, Map.of("group", "G")))).isEqualTo("{\"topicList\":[\"T\"]}");
        routes.ask(link, 35, Map.of("clientID", "c1", "consumerGroup", "G", "producerGroup", "PG"), null);
        assertThat(routes.ask(203, Map.of("consumerGroup", "G")).code()).isEqualTo(206);
        assertThat(routes.ask(204, Map.of("producerGroup", "PG")).code()).isEqualTo(1);
        RemotingCommand none = routes.ask(38, Map.of("consumerGroup", "G"));
        assertThat(none.code()).isEqualTo(1);
        assertThat(none.remark()).isEqualTo("no consumer for this group, G");
    }

    @Test
    void aHeartbeatThatIsNoJsonIsRefused() {
        assertThat(routes.ask(34, Map.of(), "not json").code()).isEqualTo(29);
        assertThat(routes.ask(34, Map.of(), "{}").remark()).contains("clientID");
    }

    @Test
    void subscriptionsThatCanBeServedPassTheCheckOfClients() {
        String tags = "{\"clientId\":\"c\",\"group\":\"G\",\"subscriptionData\":{\"topic\":\"T\"}}";
        String sql = "{\"clientId\":\"c\",\"group\":\"G\",\"subscriptionData\":{\"topic\":\"T\","
                + "\"subString\":\"a > 1\",\"expressionType\":\"SQL92\"}}";
        assertThat(routes.ask(46, Map.of(), tags).code()).isZero();
        assertThat(routes.ask(46, Map.of(), sql).code()).isZero();
        RemotingCommand wrong = routes.ask(46, Map.of(), sql.replace("a > 1", "a >> 1"));
        assertThat(wrong.code()).isEqualTo(23);
        assertThat(wrong.remark()).contains("line 1, column 4");
        assertThat(routes.ask(46, Map.of(), sql.replace("SQL92", "XPATH")).code())
                .isEqualTo(1);
    }

    @Test
    void anOffsetIsWhatWasCommittedOrTheBeginningOfAYoungQueue() {
        createTopic("T", 2);
        rooms.groups.create("G").join();
        assertThat(query("T", 0).code()).isEqualTo(22);
        rooms.put("T", 0, "one");
        assertThat(query("T", 0).ext()).containsEntry("offset", "0");
        assertThat(routes.ask(14, offsetFields("T", 0, Map.of("setZeroIfNotFound", "false")))
                        .code())
                .isEqualTo(22);
        commit("T", 0, 1);
        assertThat(query("T", 0).ext()).containsEntry("offset", "1");
        assertThat(routes.ask(15, offsetFields("none", 0, Map.of("commitOffset", "1")))
                        .code())
                .isEqualTo(17);
        assertThat(TestRoutes.body(routes.ask(43, Map.of()))).contains("\"T@G\":{\"0\":1}");
        rooms.groups.delete("G").join();
        assertThat(routes.ask(15, offsetFields("T", 0, Map.of("commitOffset", "1")))
                        .code())
                .isEqualTo(26);
    }

    @Test
    void theEndsOfAQueueAndTheOffsetOfATimeAreFound() {
        createTopic("T", 2);
        Map<String, String> queue = Map.of("topic", "T", "queueId", "0");
        assertThat(routes.ask(30, queue).ext()).containsEntry("offset", "0");
        assertThat(routes.ask(32, queue).ext()).containsEntry("timestamp", "-1");
        long first = rooms.time.wallMillis();
        rooms.put("T", 0, "one");
        rooms.time.advance(Duration.ofSeconds(10));
        rooms.put("T", 0, "two");
        assertThat(routes.ask(30, queue).ext()).containsEntry("offset", "2");
        assertThat(routes.ask(31, queue).ext()).containsEntry("offset", "0");
        assertThat(routes.ask(32, queue).ext()).containsEntry("timestamp", "" + first);
        assertThat(search(first + 1, "LOWER")).isEqualTo("1");
        assertThat(search(first + 1, "UPPER")).isEqualTo("0");
        assertThat(search(first + 60_000, "LOWER")).isEqualTo("2");
    }

    @Test
    void consumeStatsShowHowFarAGroupIs() {
        createTopic("T", 1);
        createTopic("U", 1);
        rooms.groups.create("G").join();
        rooms.put("T", 0, "one");
        rooms.put("T", 0, "two");
        commit("T", 0, 1);
        commit("U", 0, 0);
        ConsumeStats stats = ConsumeStats.fromJson(
                routes.ask(208, Map.of("consumerGroup", "G")).body());
        assertThat(stats.offsetTable()).hasSize(2);
        assertThat(stats.offsetTable().get(new MessageQueue("T", Rooms.BROKER, 0)))
                .isEqualTo(new ConsumeStats.Progress(2, 1, 1, rooms.time.wallMillis()));
        assertThat(ConsumeStats.fromJson(routes.ask(208, Map.of("consumerGroup", "G", "topicList", "U;none"))
                                .body())
                        .offsetTable())
                .containsOnlyKeys(new MessageQueue("U", Rooms.BROKER, 0));
        routes.ask(link, 34, Map.of(), HEARTBEAT);
        assertThat(ConsumeStats.fromJson(
                                routes.ask(208, Map.of("consumerGroup", "G")).body())
                        .offsetTable())
                .as("the group is online and does not want U any more")
                .containsOnlyKeys(new MessageQueue("T", Rooms.BROKER, 0));
    }

    @Test
    void queuesAreLockedForOneClient() {
        String wanted = "{\"clientId\":\"%s\",\"consumerGroup\":\"G\",\"mqSet\":"
                + "[{\"brokerName\":\"bk-a\",\"queueId\":2,\"topic\":\"T\"}]}";
        String held = "{\"lockOKMQSet\":[{\"brokerName\":\"bk-a\",\"queueId\":2,\"topic\":\"T\"}]}";
        assertThat(TestRoutes.body(routes.ask(41, Map.of(), wanted.formatted("a"))))
                .isEqualTo(held);
        assertThat(TestRoutes.body(routes.ask(41, Map.of(), wanted.formatted("b"))))
                .isEqualTo("{\"lockOKMQSet\":[]}");
        assertThat(routes.ask(42, Map.of(), wanted.formatted("a")).code()).isZero();
        assertThat(TestRoutes.body(routes.ask(41, Map.of(), wanted.formatted("b"))))
                .isEqualTo(held);
    }

    @Test
    void aMessageIsFoundByItsPlaceInTheLog() {
        createTopic("T", 1);
        long at = rooms.put("T", 0, "hello");
        RemotingCommand found = routes.ask(33, Map.of("offset", "" + at, "topic", "T"));
        StoredMessage message = StoredMessage.decode(found.bodyBuffer());
        assertThat(message.topic()).isEqualTo("T");
        assertThat(message.body()).asString().isEqualTo("hello");
        assertThat(routes.ask(33, Map.of("offset", "" + at, "topic", "U")).code())
                .isEqualTo(16);
        assertThat(routes.ask(33, Map.of("offset", "" + (at + 1))).code()).isEqualTo(1);
        assertThat(routes.ask(33, Map.of("offset", "" + Long.MAX_VALUE)).code()).isEqualTo(1);
        assertThat(routes.ask(33, Map.of("offset", "-1")).code()).isEqualTo(1);
    }

    @Test
    void theRuntimeTableHasWhatTheToolsRead() {
        routes.counters.stored(10, 1_000);
        rooms.time.advance(Duration.ofSeconds(10));
        Map<String, String> table =
                KVTable.fromJson(routes.ask(28, Map.of()).body()).table();
        assertThat(table)
                .containsEntry("brokerActive", "true")
                .containsEntry("brokerVersionDesc", "V5_5_0")
                .containsEntry("putTps", "1.00 1.00 1.00 ")
                .containsEntry("msgPutTotalTodayNow", "10")
                .containsEntry("commitLogDiskRatio", "0.75")
                .containsEntry("commitLogDirCapacity", "Total : 4.0 GiB, Free : 1.0 GiB.")
                .containsKeys(
                        "getTransferredTps",
                        "getTotalTps",
                        "sendThreadPoolQueueSize",
                        "sendThreadPoolQueueHeadWaitTimeMills",
                        "pullThreadPoolQueueSize",
                        "ackThreadPoolQueueSize",
                        "pageCacheLockTimeMills",
                        "earliestMessageTimeStamp",
                        "timerReadBehind",
                        "timerOffsetBehind",
                        "timerCongestNum",
                        "timerEnqueueTps",
                        "timerDequeueTps",
                        "EndTransactionQueueSize",
                        "scheduleMessageOffset_18",
                        "runtime");
    }

    @Test
    void settingsAreShownAndChangedAndUnknownOnesRefused() {
        RemotingCommand shown = routes.ask(26, Map.of());
        assertThat(TestRoutes.body(shown)).contains("brokerName");
        assertThat(shown.ext().get("version")).contains("\"counter\":0");
        assertThat(routes.ask(25, Map.of(), "maxMessageSize=1024\n").code()).isZero();
        assertThat(routes.settings).containsEntry("changed", "maxMessageSize=1024");
        assertThat(routes.ask(26, Map.of()).ext().get("version")).contains("\"counter\":1");
        assertThat(routes.ask(25, Map.of(), "brokerNam=x\n").remark()).contains("did you mean brokerName?");
    }

    private void createTopic(String name, int queues) {
        Map<String, String> fields = new HashMap<>(Map.of("topic", name, "defaultTopic", "TBW102"));
        fields.put("readQueueNums", "" + queues);
        fields.put("writeQueueNums", "" + queues);
        fields.put("perm", "6");
        fields.put("topicFilterType", "SINGLE_TAG");
        fields.put("order", "false");
        fields.put("attributes", "+message.type=FIFO");
        assertThat(routes.ask(17, fields).code()).isZero();
    }

    private void commit(String topic, int queueId, long offset) {
        rooms.groups.create("G").join();
        assertThat(routes.ask(15, offsetFields(topic, queueId, Map.of("commitOffset", "" + offset)))
                        .code())
                .isZero();
    }

    private RemotingCommand query(String topic, int queueId) {
        return routes.ask(14, offsetFields(topic, queueId, Map.of()));
    }

    private String search(long timestamp, String boundary) {
        return routes.ask(
                        29, Map.of("topic", "T", "queueId", "0", "timestamp", "" + timestamp, "boundaryType", boundary))
                .ext()
                .get("offset");
    }

    private static Map<String, String> offsetFields(String topic, int queueId, Map<String, String> more) {
        Map<String, String> fields = new HashMap<>(more);
        fields.put("consumerGroup", "G");
        fields.put("topic", topic);
        fields.put("queueId", "" + queueId);
        return fields;
    }
}
