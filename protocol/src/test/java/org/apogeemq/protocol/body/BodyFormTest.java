package org.apogeemq.protocol.body;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apogeemq.protocol.json.JsonException;
import org.apogeemq.protocol.record.MessageQueue;
import org.junit.jupiter.api.Test;

/** Bodies in the very bytes that Apache's clients and brokers write and read. */
class BodyFormTest {
    @Test
    void aRouteIsWrittenWithQuotedBrokerIds() {
        String text = "{\"brokerDatas\":[{\"brokerAddrs\":{\"0\":\"10.0.0.1:10911\",\"1\":\"10.0.0.2:10911\"},"
                + "\"brokerName\":\"bk-a\",\"cluster\":\"C1\",\"enableActingMaster\":false}],\"filterServerTable\":{},"
                + "\"queueDatas\":[{\"brokerName\":\"bk-a\",\"perm\":6,\"readQueueNums\":4,\"topicSysFlag\":0,"
                + "\"writeQueueNums\":4}]}";
        TopicRouteData route = TopicRouteData.fromJson(utf8(text));
        assertThat(route.brokerDatas().get(0).brokerAddrs()).containsEntry(0L, "10.0.0.1:10911");
        assertThat(route.orderTopicConf()).isNull();
        assertThat(text(route.toJson())).isEqualTo(text);
    }

    @Test
    void aRouteOfFastjson1WithBareNumbersAsKeysIsRead() {
        TopicRouteData route = TopicRouteData.fromJson(utf8("{\"brokerDatas\":[{\"brokerAddrs\":{0:\"a:1\",1:\"b:2\"},"
                + "\"brokerName\":\"bk\",\"cluster\":\"C\"}],\"filterServerTable\":null,\"queueDatas\":[]}"));
        assertThat(route.brokerDatas().get(0).brokerAddrs()).isEqualTo(new TreeMap<>(Map.of(0L, "a:1", 1L, "b:2")));
        assertThat(route.filterServerTable()).isEmpty();
    }

    @Test
    void aHeartbeatIsWrittenAsAJavaClientWritesIt() {
        String text = "{\"clientID\":\"10.0.0.9@4711#889911\",\"consumerDataSet\":[{\"consumeFromWhere\":"
                + "\"CONSUME_FROM_LAST_OFFSET\",\"consumeType\":\"CONSUME_PASSIVELY\",\"groupName\":\"CG\","
                + "\"messageModel\":\"CLUSTERING\",\"subscriptionDataSet\":[{\"classFilterMode\":false,"
                + "\"codeSet\":[2598919,2598920],\"expressionType\":\"TAG\",\"subString\":\"TagA || TagB\","
                + "\"subVersion\":1795168534189,\"tagsSet\":[\"TagA\",\"TagB\"],\"topic\":\"T\"}],\"unitMode\":false}],"
                + "\"heartbeatFingerprint\":0,\"producerDataSet\":[{\"groupName\":\"CLIENT_INNER_PRODUCER\"}],"
                + "\"withoutSub\":false}";
        HeartbeatData heartbeat = HeartbeatData.fromJson(utf8(text));
        assertThat(text(heartbeat.toJson())).isEqualTo(text);
        assertThat(heartbeat.consumerDataSet().get(0).subscriptionDataSet().get(0))
                .isEqualTo(SubscriptionData.of("T", "TagA || TagB", null, 1795168534189L));
    }

    @Test
    void aSubscriptionSharedByTwoGroupsIsFoundBehindItsReference() {
        HeartbeatData heartbeat = HeartbeatData.fromJson(utf8("{\"clientID\":\"c\",\"consumerDataSet\":["
                + "{\"groupName\":\"a\",\"subscriptionDataSet\":[{\"topic\":\"T\",\"subString\":\"x\"}]},"
                + "{\"groupName\":\"b\",\"subscriptionDataSet\":"
                + "[{\"$ref\":\"$.consumerDataSet[0].subscriptionDataSet[0]\"}]}]}"));
        assertThat(heartbeat.consumerDataSet().get(1).subscriptionDataSet())
                .isEqualTo(heartbeat.consumerDataSet().get(0).subscriptionDataSet());
    }

    @Test
    void expressionsOfTagsAreTakenApartAsByClients() {
        assertThat(SubscriptionData.of("T", " A ||  || B||", "", 0).tagsSet()).containsExactly("A", "B");
        assertThat(SubscriptionData.of("T", "*", "TAG", 0).codeSet()).isEmpty();
        assertThat(SubscriptionData.of("T", null, null, 0).subString()).isEqualTo("*");
        assertThat(SubscriptionData.of("T", "a > 1 || b", "SQL92", 0).tagsSet()).isEmpty();
    }

    @Test
    void queuesAreKeysOfStatisticsAndOffsets() {
        MessageQueue queue = new MessageQueue("T", "bk-a", 2);
        String key = "{\"brokerName\":\"bk-a\",\"queueId\":2,\"topic\":\"T\"}";
        assertThat(text(new ResetOffsetBody(Map.of(queue, 99L)).toJson()))
                .isEqualTo("{\"offsetTable\":{" + key + ":99}}");
        assertThat(text(new ResetOffsetBody(Map.of(queue, 99L)).toListJson()))
                .isEqualTo("{\"offsetTable\":[{\"brokerName\":\"bk-a\",\"offset\":99,\"queueId\":2,\"topic\":\"T\"}]}");
        assertThat(text(new QueueStats.TopicStatsTable(
                                Map.of(queue, new QueueStats.TopicStatsTable.Offsets(0, 12, 1795168534309L)), 0)
                        .toJson()))
                .isEqualTo("{\"offsetTable\":{" + key + ":{\"lastUpdateTimestamp\":1795168534309,\"maxOffset\":12,"
                        + "\"minOffset\":0}},\"topicPutTps\":0.0}");
        assertThat(text(new QueueStats.ConsumeStats(
                                Map.of(queue, new QueueStats.ConsumeStats.Progress(12, 10, 11, 5)), 1.5)
                        .toJson()))
                .isEqualTo("{\"consumeTps\":1.5,\"offsetTable\":{" + key + ":{\"brokerOffset\":12,"
                        + "\"consumerOffset\":10,\"lastTimestamp\":5,\"pullOffset\":11}}}");
    }

    @Test
    void lockBodiesHaveTheFormOfClients() {
        String request = "{\"clientId\":\"c#1\",\"consumerGroup\":\"CG\",\"mqSet\":[{\"brokerName\":\"bk-a\","
                + "\"queueId\":2,\"topic\":\"T\"}],\"onlyThisBroker\":false}";
        assertThat(text(LockBatch.Request.fromJson(utf8(request)).toJson())).isEqualTo(request);
        assertThat(text(new LockBatch.Response(Set.of(new MessageQueue("T", "bk-a", 2))).toJson()))
                .isEqualTo("{\"lockOKMQSet\":[{\"brokerName\":\"bk-a\",\"queueId\":2,\"topic\":\"T\"}]}");
    }

    @Test
    void settingsFilesOfApacheAreReadWhateverTheirAge() {
        TopicConfigTable topics = TopicConfigTable.fromJson(utf8("{\n\t\"dataVersion\":{\"counter\":3,\"timestamp\":7},"
                + "\n\t\"topicConfigTable\":{\"T\":{\"order\":false,\"perm\":6,\"readQueueNums\":4,"
                + "\"topicFilterType\":\"SINGLE_TAG\",\"topicName\":\"T\",\"topicSysFlag\":0,\"writeQueueNums\":2}}}"));
        assertThat(topics.dataVersion()).isEqualTo(new DataVersion(3, 0, 7));
        assertThat(topics.topicConfigTable().get("T")).isEqualTo(new TopicConfig("T", 4, 6).withQueues(4, 2));
        OffsetTable offsets = OffsetTable.fromJson(utf8("{\"offsetTable\":{\"T@CG\":{0:12,1:3}}}"));
        assertThat(offsets.offsetTable().get(OffsetTable.key("T", "CG"))).isEqualTo(Map.of(0, 12L, 1, 3L));
        SubscriptionGroupTable groups = SubscriptionGroupTable.fromJson(utf8("{\"dataVersion\":{},"
                + "\"forbiddenTable\":{\"CG\":{\"T\":4}},\"subscriptionGroupTable\":{\"CG\":{\"groupName\":\"CG\"}}}"));
        assertThat(groups.subscriptionGroupTable().get("CG")).isEqualTo(SubscriptionGroupConfig.of("CG"));
        assertThat(groups.forbiddenTable()).isEqualTo(Map.of("CG", Map.of("T", 4)));
    }

    @Test
    void aGroupIsWrittenWithAllItsDefaults() {
        assertThat(text(SubscriptionGroupConfig.of("CG").toJson()))
                .isEqualTo("{\"attributes\":{},\"brokerId\":0,\"consumeBroadcastEnable\":true,\"consumeEnable\":true,"
                        + "\"consumeFromMinEnable\":true,\"consumeMessageOrderly\":false,\"consumeTimeoutMinute\":15,"
                        + "\"groupName\":\"CG\",\"groupRetryPolicy\":{\"type\":\"CUSTOMIZED\"},\"groupSysFlag\":0,"
                        + "\"notifyConsumerIdsChangedEnable\":true,\"retryMaxTimes\":16,\"retryQueueNums\":1,"
                        + "\"whichBrokerWhenConsumeSlowly\":1}");
    }

    @Test
    void anErrorNamesTheField() {
        assertThatThrownBy(() -> TopicConfig.fromJson(utf8("{\"topicName\":\"T\",\"perm\":\"rw\"}")))
                .isInstanceOf(JsonException.class)
                .hasMessage("field perm is 'rw', must be a whole number of 64 bits");
        assertThatThrownBy(() -> HeartbeatData.fromJson(utf8("{}"))).hasMessage("field clientID is missing");
    }

    @Test
    void listsOfTopicsAndGroupsAreRead() {
        assertThat(TopicConfig.listFromJson(
                        utf8("{\"topicConfigList\":[{\"topicName\":\"a\"},{\"topicName\":\"b\"}]}")))
                .extracting(TopicConfig::topicName)
                .containsExactly("a", "b");
        assertThat(SubscriptionGroupConfig.listFromJson(utf8("{\"groupConfigList\":[{\"groupName\":\"a\"}]}")))
                .isEqualTo(List.of(SubscriptionGroupConfig.of("a")));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }

    private static String text(byte[] body) {
        return new String(body, UTF_8);
    }
}
