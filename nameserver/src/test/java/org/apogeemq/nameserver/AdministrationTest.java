package org.apogeemq.nameserver;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apogeemq.nameserver.NameServerFixture.topics;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apogeemq.nameserver.NameServerFixture.Broker;
import org.apogeemq.nameserver.wire.RouteAddresses;
import org.apogeemq.protocol.body.ClusterInfo;
import org.apogeemq.protocol.body.KVTable;
import org.apogeemq.protocol.body.QueueData;
import org.apogeemq.protocol.body.TopicList;
import org.apogeemq.protocol.body.TopicRouteData;
import org.apogeemq.protocol.command.RemotingCommand;
import org.apogeemq.protocol.command.RequestCodes;
import org.apogeemq.protocol.command.ResponseCodes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdministrationTest {
    private static final Broker A = new Broker("bk-a", 0, "10.0.0.1:10911");
    private static final String ORDER = "ORDER_TOPIC_CONFIG";

    @Test
    void clustersAndTopicsAreListed() {
        try (var names = new NameServerFixture()) {
            names.register(A, topics(1, "orders", "bills"));
            ClusterInfo clusters = ClusterInfo.fromJson(names.call(RequestCodes.GET_BROKER_CLUSTER_INFO, Map.of(), null)
                    .body());
            assertThat(clusters.clusterAddrTable()).isEqualTo(Map.of("C1", Set.of("bk-a")));
            assertThat(clusters.brokerAddrTable().get("bk-a").brokerAddrs()).isEqualTo(Map.of(0L, A.address()));
            assertThat(list(names, RequestCodes.GET_ALL_TOPIC_LIST_FROM_NAMESERVER, Map.of())
                            .topicList())
                    .containsExactlyInAnyOrder("orders", "bills");
            assertThat(list(names, RequestCodes.GET_TOPICS_BY_CLUSTER, Map.of("cluster", "C1"))
                            .topicList())
                    .hasSize(2);
            assertThat(list(names, RequestCodes.GET_TOPICS_BY_CLUSTER, Map.of("cluster", "C2"))
                            .topicList())
                    .isEmpty();
            TopicList system = list(names, RequestCodes.GET_SYSTEM_TOPIC_LIST_FROM_NS, Map.of());
            assertThat(system.topicList()).containsExactlyInAnyOrder("C1", "bk-a");
            assertThat(system.brokerAddr()).isEqualTo(A.address());
            assertThat(list(names, RequestCodes.GET_UNIT_TOPIC_LIST, Map.of()).topicList())
                    .isEmpty();
        }
    }

    private static TopicList list(NameServerFixture names, int code, Map<String, String> fields) {
        return TopicList.fromJson(names.call(code, fields, null).body());
    }

    @Test
    void aTopicIsDeletedAndAdded() {
        try (var names = new NameServerFixture()) {
            names.register(A, topics(1, "orders", "bills"));
            names.call(RequestCodes.DELETE_TOPIC_IN_NAMESRV, Map.of("topic", "orders", "clusterName", "C2"), null);
            assertThat(names.route("orders")).isNotNull();
            names.call(RequestCodes.DELETE_TOPIC_IN_NAMESRV, Map.of("topic", "orders"), null);
            assertThat(names.route("orders")).isNull();
            byte[] queues = new TopicRouteData(List.of(new QueueData("bk-a", 2, 2, 6, 0)), List.of()).toJson();
            byte[] ofUnknown = new TopicRouteData(List.of(new QueueData("bk-z", 2, 2, 6, 0)), List.of()).toJson();
            names.call(RequestCodes.REGISTER_TOPIC_IN_NAMESRV, Map.of("topic", "added"), queues);
            names.call(RequestCodes.REGISTER_TOPIC_IN_NAMESRV, Map.of("topic", "lost"), ofUnknown);
            assertThat(names.route("added").queueDatas()).hasSize(1);
            assertThat(names.route("lost")).isNull();
        }
    }

    @Test
    void writePermissionsAreWipedAndAddedAndCounted() {
        try (var names = new NameServerFixture()) {
            names.register(A, topics(1, "orders", "bills"));
            Map<String, String> broker = Map.of("brokerName", "bk-a");
            assertThat(names.call(RequestCodes.WIPE_WRITE_PERM_OF_BROKER, broker, null)
                            .ext())
                    .containsEntry("wipeTopicCount", "2");
            assertThat(names.route("orders").queueDatas().getFirst().perm()).isEqualTo(4);
            assertThat(names.call(RequestCodes.ADD_WRITE_PERM_OF_BROKER, broker, null)
                            .ext())
                    .containsEntry("addTopicCount", "2");
            assertThat(names.route("orders").queueDatas().getFirst().perm()).isEqualTo(6);
        }
    }

    @Test
    void settingsSurviveARestart(@TempDir Path folder) {
        Path file = folder.resolve("namesrv/kvConfig.json");
        try (var names = new NameServerFixture(file, Map.of(), RouteAddresses.AS_REGISTERED)) {
            put(names, "NS", "k", "v \"quoted\"");
            put(names, "NS", "gone", "x");
            names.call(RequestCodes.DELETE_KV_CONFIG, Map.of("namespace", "NS", "key", "gone"), null);
        }
        try (var names = new NameServerFixture(file, Map.of(), RouteAddresses.AS_REGISTERED)) {
            assertThat(names.call(RequestCodes.GET_KV_CONFIG, Map.of("namespace", "NS", "key", "k"), null)
                            .ext())
                    .containsEntry("value", "v \"quoted\"");
            assertThat(names.call(RequestCodes.GET_KV_CONFIG, Map.of("namespace", "NS", "key", "gone"), null)
                            .code())
                    .isEqualTo(ResponseCodes.QUERY_NOT_FOUND);
            RemotingCommand all = names.call(RequestCodes.GET_KVLIST_BY_NAMESPACE, Map.of("namespace", "NS"), null);
            assertThat(KVTable.fromJson(all.body()).table()).isEqualTo(Map.of("k", "v \"quoted\""));
            assertThat(names.call(RequestCodes.GET_KVLIST_BY_NAMESPACE, Map.of("namespace", "other"), null)
                            .code())
                    .isEqualTo(ResponseCodes.QUERY_NOT_FOUND);
        }
    }

    private static void put(NameServerFixture names, String namespace, String key, String value) {
        RemotingCommand answer = names.call(
                RequestCodes.PUT_KV_CONFIG, Map.of("namespace", namespace, "key", key, "value", value), null);
        assertThat(answer.code()).isZero();
    }

    @Test
    void orderSettingsGoToBrokersAlwaysAndIntoRoutesWhenSwitchedOn() {
        try (var names = new NameServerFixture()) {
            names.register(A, topics(1, "orders", "bills"));
            assertThat(names.route("orders").orderTopicConf()).isNull();
            put(names, ORDER, "orders", "bk-a:4");
            assertThat(KVTable.fromJson(names.register(A, topics(1, "orders", "bills"))
                                    .body())
                            .table())
                    .isEqualTo(Map.of("orders", "bk-a:4"));
            assertThat(names.route("orders").orderTopicConf()).isNull();
            names.call(RequestCodes.UPDATE_NAMESRV_CONFIG, Map.of(), "orderMessageEnable=true\n".getBytes(UTF_8));
            assertThat(names.route("orders").orderTopicConf()).isEqualTo("bk-a:4");
            put(names, ORDER, "orders", "bk-a:8");
            assertThat(names.route("orders").orderTopicConf()).isEqualTo("bk-a:8");
        }
    }

    @Test
    void settingsAreShownAndChangedButNotTheLockedOnes() {
        try (var names = new NameServerFixture(null, Map.of("listenPort", "9876"), RouteAddresses.AS_REGISTERED)) {
            byte[] change = "enableAllTopicList=false\n".getBytes(UTF_8);
            assertThat(names.call(RequestCodes.UPDATE_NAMESRV_CONFIG, Map.of(), change)
                            .code())
                    .isZero();
            byte[] locked = "kvConfigPath=/tmp/x\n".getBytes(UTF_8);
            assertThat(names.call(RequestCodes.UPDATE_NAMESRV_CONFIG, Map.of(), locked)
                            .code())
                    .isEqualTo(ResponseCodes.NO_PERMISSION);
            byte[] shown =
                    names.call(RequestCodes.GET_NAMESRV_CONFIG, Map.of(), null).body();
            assertThat(new String(shown, UTF_8)).isEqualTo("enableAllTopicList=false\nlistenPort=9876\n");
            assertThat(names.call(RequestCodes.GET_ALL_TOPIC_LIST_FROM_NAMESERVER, Map.of(), null)
                            .code())
                    .isEqualTo(ResponseCodes.SYSTEM_ERROR);
        }
    }

    @Test
    void addressesAreShownAsTheAskerCanReachThem() {
        RouteAddresses rewriting = (address, asker) ->
                address.equals(A.address()) ? asker.localAddress().getHostString() + ":1" : address;
        try (var names = new NameServerFixture(null, Map.of(), rewriting)) {
            names.register(A, topics(1, "orders", "bills"));
            for (int i = 0; i < 2; i++) {
                assertThat(names.route("orders").brokerDatas().getFirst().brokerAddrs())
                        .isEqualTo(Map.of(0L, "127.0.0.1:1"));
            }
            ClusterInfo clusters = ClusterInfo.fromJson(names.call(RequestCodes.GET_BROKER_CLUSTER_INFO, Map.of(), null)
                    .body());
            assertThat(clusters.brokerAddrTable().get("bk-a").brokerAddrs()).isEqualTo(Map.of(0L, "127.0.0.1:1"));
        }
    }

    @Test
    void aSlaveStandsInForALostMasterWhereThatIsAllowed() {
        try (var names =
                new NameServerFixture(null, Map.of("supportActingMaster", "true"), RouteAddresses.AS_REGISTERED)) {
            Broker master = A.with("enableActingMaster", "true");
            Broker slave = new Broker("bk-a", 2, "10.0.0.2:10911").with("enableActingMaster", "true");
            names.register(master, topics(1, "orders", "bills"));
            names.register(slave, topics(1, "orders", "bills"));
            names.call(RequestCodes.UNREGISTER_BROKER, master.fields(), null);
            TopicRouteData route = names.route("orders");
            assertThat(route.brokerDatas().getFirst().brokerAddrs()).isEqualTo(Map.of(0L, slave.address()));
            assertThat(route.queueDatas().getFirst().perm()).isEqualTo(4);
        }
    }

    @Test
    void aZoneSeesItsOwnBrokers() {
        try (var names = new NameServerFixture()) {
            names.register(A.with("__ZONE_NAME", "east"), topics(1, "orders", "bills"));
            names.register(
                    new Broker("bk-b", 0, "10.0.0.3:10911").with("__ZONE_NAME", "west"), topics(1, "orders", "bills"));
            RemotingCommand answer = names.call(
                    RequestCodes.GET_ROUTEINFO_BY_TOPIC,
                    Map.of("topic", "orders", "__ZONE_MODE", "true", "__ZONE_NAME", "WEST"),
                    null);
            TopicRouteData route = TopicRouteData.fromJson(answer.body());
            assertThat(route.brokerDatas())
                    .extracting(broker -> broker.brokerName())
                    .containsExactly("bk-b");
            assertThat(route.queueDatas()).hasSize(1);
            assertThat(names.route("orders").brokerDatas()).hasSize(2);
        }
    }
}
