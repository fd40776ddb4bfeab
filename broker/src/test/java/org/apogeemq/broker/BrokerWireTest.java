package org.apogeemq.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.apogeemq.broker.group.GroupSettings;
import org.apogeemq.broker.pull.PullConfig;
import org.apogeemq.broker.role.RegistrationConfig;
import org.apogeemq.broker.send.SendConfig;
import org.apogeemq.broker.topic.TopicSettings;
import org.apogeemq.protocol.body.RegisterBrokerBody;
import org.apogeemq.protocol.command.HeaderView;
import org.apogeemq.protocol.command.RemotingCommand;
import org.apogeemq.protocol.record.StoredMessage;
import org.apogeemq.remoting.ClientConfig;
import org.apogeemq.remoting.CommandHandler;
import org.apogeemq.remoting.Connection;
import org.apogeemq.remoting.EventLoops;
import org.apogeemq.remoting.HandlerFactory;
import org.apogeemq.remoting.RemotingClient;
import org.apogeemq.remoting.RemotingServer;
import org.apogeemq.remoting.ServerConfig;
import org.apogeemq.store.StoreConfig;
import org.apogeemq.store.disk.RealDisk;
import org.apogeemq.testkit.process.FreePorts;
import org.apogeemq.time.Entropy;
import org.apogeemq.time.SystemTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole broker on real sockets, with a name server that only notes what it is told. */
class BrokerWireTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final String HEARTBEAT = "{\"clientID\":\"%s\",\"consumerDataSet\":[{\"consumeFromWhere\":"
            + "\"CONSUME_FROM_LAST_OFFSET\",\"consumeType\":\"CONSUME_PASSIVELY\",\"groupName\":\"G\","
            + "\"messageModel\":\"CLUSTERING\",\"subscriptionDataSet\":[{\"topic\":\"orders\",\"subString\":\"*\","
            + "\"subVersion\":1}],\"unitMode\":false}],\"producerDataSet\":[]}";

    @TempDir
    Path folder;

    private final Queue<RemotingCommand> toldNameServer = new ConcurrentLinkedQueue<>();
    private final Queue<RemotingCommand> toldClient = new ConcurrentLinkedQueue<>();
    private final SystemTime time = new SystemTime(failure -> {
        throw new AssertionError(failure);
    });
    private final EventLoops loops = EventLoops.start(1);
    private RemotingServer nameServer;
    private RemotingServer server;
    private Broker broker;
    private RemotingClient client;
    private String address;

    /** Notes requests, and answers those that want an answer with success. */
    private record Noting(Queue<RemotingCommand> requests) implements CommandHandler {
        @Override
        public void opened(Connection connection) {
            // nothing to prepare
        }

        @Override
        public void request(Connection connection, HeaderView header, ByteBuffer body) {
            RemotingCommand request = header.toCommand(body);
            requests.add(request);
            if (!request.isOneway()) {
                connection.send(request.success());
            }
        }

        @Override
        public void passEnd() {
            // nothing waits
        }

        @Override
        public void closed(Connection connection) {
            // nothing to forget
        }
    }

    @BeforeEach
    void start() throws IOException {
        nameServer = serve(0, loop -> new Noting(toldNameServer));
        int port = FreePorts.forBroker();
        var config = new BrokerConfig(
                StoreConfig.at(folder).with(new StoreConfig.Files(1 << 20, 6_000)),
                TopicSettings.defaults("bk-a", "C1"),
                GroupSettings.DEFAULTS,
                new SendConfig(4 << 20, "DefaultRegion", true, "C1", 0),
                new PullConfig(32, 256 << 10, 800, true, Duration.ofSeconds(1), true, true),
                new RegistrationConfig(
                        "C1",
                        "bk-a",
                        0,
                        null,
                        port,
                        port + 1,
                        List.of("127.0.0.1:" + nameServer.addresses().getFirst().getPort()),
                        Duration.ofSeconds(30),
                        6));
        var world = new Broker.World(new RealDisk(), loops, time, time, Entropy.SYSTEM);
        broker = new Broker(config, world, local -> local, new NoSettings());
        server = serve(port, broker.handlers());
        client = new RemotingClient(ClientConfig.DEFAULT, loops, loop -> new Noting(toldClient), time, time);
        address = "127.0.0.1:" + port;
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
        broker.close();
        nameServer.close();
        loops.close();
        time.close();
    }

    @Test
    void aBrokerIsAnnouncedWithAllTopicsAndTakenBackWhenItStops() {
        broker.announce().join();
        RemotingCommand registration = toldNameServer.remove();
        assertThat(registration.code()).isEqualTo(103);
        assertThat(registration.ext())
                .containsEntry("brokerAddr", address)
                .containsEntry("brokerName", "bk-a")
                .containsEntry("clusterName", "C1")
                .containsEntry("brokerId", "0");
        assertThat(topics(registration)).contains("TBW102", "bk-a", "C1");
        broker.close();
        assertThat(toldNameServer.remove().code()).isEqualTo(104);
    }

    @Test
    void theFirstMessageOfATopicIsStoredAfterTheNameServerKnowsTheTopic() {
        broker.announce().join();
        toldNameServer.clear();
        RemotingCommand sent = send("orders", "hello");
        assertThat(sent.remark()).isNull();
        assertThat(sent.code()).isZero();
        assertThat(topics(toldNameServer.remove())).containsExactly("orders");
        assertThat(ask(30, Map.of("topic", "orders", "queueId", "0"), null).ext())
                .containsEntry("offset", "1");
    }

    @Test
    void sendsThatCreateTheirTopicAreStoredInTheirOrder() {
        List<CompletableFuture<RemotingCommand>> sent = new ArrayList<>();
        Connection connection = client.connect(address).join();
        connection.execute(
                () -> { // all in one pass, so that the topic is not there for any of them
                    for (int i = 0; i < 20; i++) {
                        sent.add(connection.call(sendRequest("orders", "m" + i, "UNIQ_KEY\1AB\2"), TIMEOUT));
                    }
                });
        await().until(() -> sent.size() == 20);
        for (int i = 0; i < 20; i++) {
            assertThat(sent.get(i).join().ext()).containsEntry("queueOffset", "" + i);
        }
    }

    @Test
    void aPullThatWaitsIsAnsweredWhenItsTopicIsDeleted() {
        send("orders", "hello");
        ask(34, Map.of(), HEARTBEAT.formatted("a"));
        Map<String, String> fields = pullFields(1);
        fields.put("sysFlag", "2");
        fields.put("suspendTimeoutMillis", "15000");
        CompletableFuture<RemotingCommand> waiting = client.call(address, request(11, fields, null), TIMEOUT);
        ask(34, Map.of(), HEARTBEAT.formatted("a")); // behind the pull: now it waits
        assertThat(waiting).isNotDone();
        assertThat(ask(215, Map.of("topic", "orders"), null).code()).isZero();
        assertThat(waiting).succeedsWithin(Duration.ofSeconds(5));
    }

    @Test
    void nobodySendsIntoTheStateOfTheSystem() {
        RemotingCommand refused = send("rmq_sys_apogee_views", "forged");
        assertThat(refused.code()).isEqualTo(16);
        Map<String, String> fields = pullFields(0);
        fields.put("topic", "rmq_sys_apogee_views");
        assertThat(ask(11, fields, null).code()).isEqualTo(17); // nor was it made a topic by trying
    }

    @Test
    void propertiesThatWouldLookLikeALostSectorAreRefused() {
        for (String properties :
                List.of("\0a\1b\2", "a\1" + "\0".repeat(600) + "\2", "a\1" + "\0".repeat(9_000) + "b\2")) {
            RemotingCommand refused = client.call(address, sendRequest("orders", "hello", properties), TIMEOUT)
                    .join();
            assertThat(refused.code()).isEqualTo(13);
            assertThat(refused.remark()).contains("zero character");
        }
        assertThat(client.call(address, sendRequest("orders", "hello", "a\1x\0y\2"), TIMEOUT)
                        .join()
                        .code())
                .isZero();
    }

    @Test
    void aConsumerJoinsPullsCommitsAndFindsItsProgressAgain() {
        send("orders", "hello");
        assertThat(ask(34, Map.of(), HEARTBEAT.formatted("a")).ext()).containsEntry("IS_SUPPORT_HEART_BEAT_V2", "true");
        assertThat(body(ask(38, Map.of("consumerGroup", "G"), null))).isEqualTo("{\"consumerIdList\":[\"a\"]}");
        await().untilAsserted(() ->
                assertThat(toldClient).extracting(RemotingCommand::code).contains(40));
        RemotingCommand pulled = pull(0);
        assertThat(pulled.remark()).isEqualTo("FOUND");
        StoredMessage message = StoredMessage.decode(pulled.bodyBuffer());
        assertThat(message.body()).asString().isEqualTo("hello");
        assertThat(message.offsetMessageId()).isNotEmpty();
        Map<String, String> queue = Map.of("consumerGroup", "G", "topic", "orders", "queueId", "0");
        Map<String, String> commit = new HashMap<>(queue);
        commit.put("commitOffset", "1");
        client.oneway(address, RemotingCommand.request(15, commit, null));
        assertThat(ask(14, queue, null).ext()).containsEntry("offset", "1");
        RemotingCommand viewed = ask(33, Map.of("offset", "" + message.logOffset()), null);
        assertThat(viewed.body()).isEqualTo(pulled.body());
    }

    /** A 5.5 client that skips a heartbeat after a rebalance pulled in vain for half a minute. */
    @Test
    void aPullIsServedBeforeTheHeartbeatThatBelongsToItsSubscription() {
        send("orders", "hello");
        ask(34, Map.of(), HEARTBEAT.formatted("a"));
        Map<String, String> fields = pullFields(0);
        fields.put("subVersion", "" + Long.MAX_VALUE);
        fields.put("expressionType", "TAG");
        assertThat(ask(11, fields, null).remark()).isEqualTo("FOUND");
        fields.put("expressionType", "SQL92");
        assertThat(ask(11, fields, null).code()).isEqualTo(25);
    }

    @Test
    void aClientWhoseConnectionBreaksIsGoneAtOnce() throws IOException {
        ask(34, Map.of(), HEARTBEAT.formatted("a"));
        try (var other = new RemotingClient(ClientConfig.DEFAULT, loops, time, time)) {
            other.call(address, request(34, Map.of(), HEARTBEAT.formatted("b")), TIMEOUT)
                    .join();
            assertThat(body(ask(38, Map.of("consumerGroup", "G"), null)))
                    .isEqualTo("{\"consumerIdList\":[\"a\",\"b\"]}");
        }
        await().untilAsserted(() -> assertThat(body(ask(38, Map.of("consumerGroup", "G"), null)))
                .isEqualTo("{\"consumerIdList\":[\"a\"]}"));
    }

    @Test
    void administratorsSeeTheConnectionsAmongTheFigures() {
        broker.servedBy(server.metrics());
        assertThat(body(ask(28, Map.of(), null)))
                .contains("\"connectionsOpen\":\"1\"", "\"framesMalformed_HEADER\":\"0\"");
    }

    @Test
    void whatIsMissingUnknownOrBrokenIsRefusedWithItsReason() {
        assertThat(ask(30, Map.of("topic", "orders"), null).remark()).contains("queueId");
        assertThat(ask(30, Map.of("topic", "orders"), null).code()).isEqualTo(29);
        assertThat(ask(9_999, Map.of(), null).code()).isEqualTo(3);
        assertThat(ask(34, Map.of(), "{").code()).isEqualTo(29);
        assertThat(ask(28, Map.of(), null).code()).isZero();
    }

    private static List<String> topics(RemotingCommand registration) {
        return List.copyOf(RegisterBrokerBody.decode(registration.body())
                .topics()
                .topicConfigTable()
                .keySet());
    }

    private RemotingServer serve(int port, HandlerFactory handlers) throws IOException {
        var any = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        return RemotingServer.start(new ServerConfig(List.of(any)), handlers, time, time);
    }

    private RemotingCommand send(String topic, String text) {
        return client.call(address, sendRequest(topic, text, "UNIQ_KEY\1AB\2"), TIMEOUT)
                .join();
    }

    private RemotingCommand sendRequest(String topic, String text, String properties) {
        Map<String, String> fields = new HashMap<>(Map.of("a", "PG", "b", topic, "c", "TBW102", "d", "4", "e", "0"));
        fields.putAll(Map.of("f", "0", "g", "" + time.wallMillis(), "h", "0", "i", properties, "j", "0"));
        fields.putAll(Map.of("k", "false", "m", "false"));
        return request(310, fields, text);
    }

    private RemotingCommand pull(long offset) {
        return ask(11, pullFields(offset), null);
    }

    private static Map<String, String> pullFields(long offset) {
        Map<String, String> fields =
                new HashMap<>(Map.of("consumerGroup", "G", "topic", "orders", "queueId", "0", "sysFlag", "0"));
        fields.putAll(Map.of("queueOffset", "" + offset, "maxMsgNums", "32", "commitOffset", "0"));
        fields.putAll(Map.of("suspendTimeoutMillis", "0", "subVersion", "0"));
        return fields;
    }

    private RemotingCommand ask(int code, Map<String, String> fields, String text) {
        return client.call(address, request(code, fields, text), TIMEOUT).join();
    }

    private static RemotingCommand request(int code, Map<String, String> fields, String text) {
        return RemotingCommand.request(code, fields, text == null ? null : text.getBytes(StandardCharsets.UTF_8));
    }

    private static String body(RemotingCommand answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private record NoSettings() implements Broker.Settings {
        @Override
        public String text() {
            return "";
        }

        @Override
        public void change(String lines, Consumer<BrokerConfig> taker) {
            throw new IllegalArgumentException("nothing can be changed");
        }
    }
}
