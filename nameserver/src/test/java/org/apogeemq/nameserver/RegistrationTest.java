package org.apogeemq.nameserver;

import static org.apogeemq.nameserver.NameServerFixture.topics;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apogeemq.nameserver.NameServerFixture.Broker;
import org.apogeemq.protocol.body.BrokerMemberGroup;
import org.apogeemq.protocol.body.DataVersion;
import org.apogeemq.protocol.body.QueueData;
import org.apogeemq.protocol.body.RegisterBrokerBody;
import org.apogeemq.protocol.body.TopicConfig;
import org.apogeemq.protocol.body.TopicConfigTable;
import org.apogeemq.protocol.command.RemotingCommand;
import org.apogeemq.protocol.command.RequestCodes;
import org.apogeemq.protocol.command.ResponseCodes;
import org.apogeemq.remoting.RemotingClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RegistrationTest {
    private static final Broker A = new Broker("bk-a", 0, "10.0.0.1:10911");
    private static final Broker A_SLAVE = new Broker("bk-a", 1, "10.0.0.2:10911");
    private static final Broker B = new Broker("bk-b", 0, "10.0.0.3:10911");

    private final NameServerFixture names = new NameServerFixture();

    @AfterEach
    void close() {
        names.close();
    }

    @Test
    void aRegisteredTopicHasARouteWithQuotedIds() {
        assertThat(names.register(A, topics(1, "orders", "bills")).code()).isZero();
        RemotingCommand answer = names.call(RequestCodes.GET_ROUTEINFO_BY_TOPIC, Map.of("topic", "orders"), null);
        assertThat(new String(answer.body(), StandardCharsets.UTF_8))
                .isEqualTo("{\"brokerDatas\":[{\"brokerAddrs\":{\"0\":\"10.0.0.1:10911\"},\"brokerName\":\"bk-a\","
                        + "\"cluster\":\"C1\",\"enableActingMaster\":false}],\"filterServerTable\":{},"
                        + "\"queueDatas\":[{\"brokerName\":\"bk-a\",\"perm\":6,\"readQueueNums\":4,"
                        + "\"topicSysFlag\":0,\"writeQueueNums\":4}]}");
    }

    @Test
    void anUnknownTopicIsAnsweredWith17() {
        assertThat(names.call(RequestCodes.GET_ROUTEINFO_BY_TOPIC, Map.of("topic", "orders"), null)
                        .code())
                .isEqualTo(ResponseCodes.TOPIC_NOT_EXIST);
    }

    @Test
    void aCompressedBodyIsTakenWhateverTheHeaderSays() {
        byte[] body = NameServerFixture.compressed(
                "{\"counter\":0,\"stateVersion\":0,\"timestamp\":1}",
                List.of("T 4 5 6 SINGLE_TAG {}", "U 1 1 4 SINGLE_TAG"));
        Broker lying = A.with("compressed", "false").with("bodyCrc32", "" + RegisterBrokerBody.crc32(body));
        assertThat(names.call(RequestCodes.REGISTER_BROKER, lying.fields(), body)
                        .code())
                .isZero();
        assertThat(names.route("T").queueDatas()).containsExactly(new QueueData("bk-a", 4, 5, 6, 0));
        assertThat(names.route("U").queueDatas()).containsExactly(new QueueData("bk-a", 1, 1, 4, 0));
    }

    @Test
    void aBodyWithAnotherChecksumIsRefused() {
        RemotingCommand answer = names.register(A.with("bodyCrc32", "12345"), topics(1, "a", "b"));
        assertThat(answer.code()).isEqualTo(ResponseCodes.SYSTEM_ERROR);
        assertThat(answer.remark()).contains("crc32 not match");
        assertThat(names.route("a")).isNull();
    }

    @Test
    void aFirstRegistrationOfOneTopicIsRefusedAndALaterOneTaken() {
        assertThat(names.register(A, topics(1, "single")).code()).isEqualTo(ResponseCodes.SYSTEM_ERROR);
        names.register(A, topics(1, "orders", "bills"));
        assertThat(names.register(A, topics(2, "single")).code()).isZero();
        assertThat(names.route("single")).isNotNull();
        assertThat(names.route("orders")).as("topics not named stay").isNotNull();
    }

    @Test
    void aTopicOnTwoBrokersLosesTheOneThatUnregisters() {
        names.register(A, topics(1, "orders", "bills"));
        names.register(B, topics(1, "orders", "other"));
        assertThat(names.route("orders").brokerDatas()).hasSize(2);
        assertThat(names.call(RequestCodes.UNREGISTER_BROKER, A.fields(), null).code())
                .isZero();
        assertThat(names.route("orders").brokerDatas()).hasSize(1);
        assertThat(names.route("bills")).isNull();
    }

    @Test
    void aSilentBrokerIsDroppedAfterTwoMinutesAndASignOfLifeKeepsIt() {
        try (RemotingClient ofA = names.newClient();
                RemotingClient ofB = names.newClient()) {
            names.register(ofA, A, topics(1, "orders", "bills"));
            names.register(ofB, B, topics(1, "orders", "bills"));
            names.time.advance(Duration.ofSeconds(100));
            names.call(RequestCodes.BROKER_HEARTBEAT, B.fields(), null);
            names.time.advance(Duration.ofSeconds(26));
            assertThat(names.route("orders").brokerDatas())
                    .extracting(broker -> broker.brokerName())
                    .containsExactly("bk-b");
        }
    }

    @Test
    void theBrokerMaySayHowLongItMayBeSilent() {
        try (RemotingClient ofA = names.newClient()) {
            names.register(ofA, A.with("heartbeatTimeoutMillis", "10000"), topics(1, "orders", "bills"));
            names.time.advance(Duration.ofSeconds(10));
            assertThat(names.route("orders")).isNotNull();
            names.time.advance(Duration.ofSeconds(5));
            assertThat(names.route("orders")).isNull();
        }
    }

    @Test
    void aBrokerIsDroppedWhenItsConnectionCloses() {
        RemotingClient ofA = names.newClient();
        names.register(ofA, A, topics(1, "orders", "bills"));
        assertThat(names.route("orders")).isNotNull();
        ofA.close();
        await().until(() -> names.route("orders") == null);
    }

    @Test
    void theEndOfAnOldConnectionDoesNotDropABrokerThatCameBack() {
        RemotingClient before = names.newClient();
        names.register(before, A, topics(1, "orders", "bills"));
        names.register(A, topics(1, "orders", "bills"));
        long open = names.server.metrics().connectionsOpen();
        before.close();
        await().until(() -> names.server.metrics().connectionsOpen() < open);
        assertThat(names.route("orders")).isNotNull();
    }

    @Test
    void aSlaveLearnsOfItsMasterAndItsTopicsDoNotCount() {
        names.register(A, topics(1, "orders", "bills"));
        RemotingCommand answer = names.register(A_SLAVE, topics(9, "of-slave", "orders"));
        assertThat(answer.ext())
                .containsEntry("masterAddr", A.address())
                .containsEntry("haServerAddr", A.address() + "2");
        assertThat(names.route("of-slave")).isNull();
        assertThat(names.route("orders").brokerDatas().getFirst().brokerAddrs())
                .isEqualTo(Map.of(0L, A.address(), 1L, A_SLAVE.address()));
        RemotingCommand members = names.call(RequestCodes.GET_BROKER_MEMBER_GROUP, A.fields(), null);
        assertThat(BrokerMemberGroup.fromJson(members.body()).brokerAddrs()).hasSize(2);
    }

    @Test
    void aBrokerThatChangesItsIdIsThereOnce() {
        names.register(A, topics(1, "orders", "bills"));
        names.register(new Broker("bk-a", 3, A.address()), topics(2, "orders", "bills"));
        assertThat(names.route("orders").brokerDatas().getFirst().brokerAddrs()).isEqualTo(Map.of(3L, A.address()));
    }

    @Test
    void aNewcomerWithAnOlderStateDoesNotPushOutALivingBroker() {
        var newer = new TopicConfigTable(topics(1, "orders", "bills").topicConfigTable(), new DataVersion(1, 5, 1));
        names.register(A, newer);
        assertThat(names.register(new Broker("bk-a", 0, "10.9.9.9:1"), topics(1, "orders", "bills"))
                        .code())
                .isZero();
        assertThat(names.route("orders").brokerDatas().getFirst().brokerAddrs()).isEqualTo(Map.of(0L, A.address()));
    }

    @Test
    void topicsAreTakenAnewOnlyWithANewVersion() {
        names.register(A, topics(1, "orders", "bills"));
        names.call(RequestCodes.WIPE_WRITE_PERM_OF_BROKER, Map.of("brokerName", "bk-a"), null);
        names.register(A, topics(1, "orders", "bills"));
        assertThat(names.route("orders").queueDatas().getFirst().perm()).isEqualTo(TopicConfig.PERM_READ);
        names.register(A, topics(2, "orders", "bills"));
        assertThat(names.route("orders").queueDatas().getFirst().perm()).isEqualTo(6);
    }

    @Test
    void theDataVersionIsCompared() {
        names.register(A, topics(7, "orders", "bills"));
        byte[] same = new DataVersion(7, 0, 7).toJson();
        RemotingCommand answer = names.call(RequestCodes.QUERY_DATA_VERSION, A.fields(), same);
        assertThat(answer.ext()).containsEntry("changed", "false");
        assertThat(DataVersion.fromJson(answer.body())).isEqualTo(new DataVersion(7, 0, 7));
        assertThat(names.call(RequestCodes.QUERY_DATA_VERSION, B.fields(), same).ext())
                .containsEntry("changed", "true");
    }

    @Test
    void aRequestThatLacksAFieldIsToldSo() {
        RemotingCommand answer = names.call(RequestCodes.REGISTER_BROKER, Map.of("brokerName", "x"), null);
        assertThat(answer.code()).isEqualTo(ResponseCodes.SYSTEM_ERROR);
        assertThat(answer.remark()).contains("clusterName");
        RemotingCommand bad =
                names.call(RequestCodes.REGISTER_BROKER, A.fields(), "{]".getBytes(StandardCharsets.UTF_8));
        assertThat(bad.code()).isEqualTo(ResponseCodes.SYSTEM_ERROR);
    }

    @Test
    void anUnknownCodeIsAnsweredWith3AndAOnewayRequestNotAtAll() {
        names.oneway(12_345, Map.of());
        RemotingCommand answer = names.call(12_345, Map.of(), null);
        assertThat(answer.code()).isEqualTo(ResponseCodes.REQUEST_CODE_NOT_SUPPORTED);
        assertThat(answer.remark()).isEqualTo(" request type 12345 not supported");
    }
}
