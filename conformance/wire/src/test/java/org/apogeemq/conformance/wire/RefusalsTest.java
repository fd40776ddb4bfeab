package org.apogeemq.conformance.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apogeemq.conformance.clients.Clients;
import org.apogeemq.conformance.clients.ClientsOfTest;
import org.apogeemq.testkit.wire.WireClient;
import org.apogeemq.testkit.wire.WireFrame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Result codes of requests that good clients would not even send. */
@ExtendWith(ClientsOfTest.class)
class RefusalsTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int SEND = 310;
    private static final int PULL = 11;
    private static final int ROUTE = 105;
    private static final int HEARTBEAT = 34;
    private static final int LOCK = 41;
    private static final int REGISTER_BROKER = 103;
    private static final int CREATE_TOPIC = 17;

    private static final int NOT_SUPPORTED = 3;
    private static final int MESSAGE_ILLEGAL = 13;
    private static final int NO_PERMISSION = 16;
    private static final int TOPIC_NOT_EXIST = 17;
    private static final int INVALID_PARAMETER = 29;

    @Test
    void anUnknownRequestIsAnsweredAsNotSupportedAndTheConnectionGoesOn(Clients clients) {
        for (String address : Addresses.all(clients.server())) {
            try (var client = WireClient.connect(address)) {
                for (int code : new int[] {9_999, 31_999, 0, -5, Integer.MAX_VALUE}) {
                    assertThat(client.call(WireFrame.request(code, 5), LIMIT).code())
                            .as("answer of %s to code %d", address, code)
                            .isEqualTo(NOT_SUPPORTED);
                }
            }
        }
    }

    @Test
    void anUnknownOneWayRequestIsNotAnswered(Clients clients) {
        for (String address : Addresses.all(clients.server())) {
            try (var client = WireClient.connect(address)) {
                client.send(WireFrame.request(9_999, 1).oneWay());
                client.send(WireFrame.request(9_998, 2));
                assertThat(client.receive(LIMIT))
                        .hasValueSatisfying(answer -> assertThat(answer.opaque())
                                .as("the first answer")
                                .isEqualTo(2));
            }
        }
    }

    @Test
    void aMessageForAnIllegalTopicIsRefused(Clients clients) {
        assertThat(send(clients, Map.of("b", "not a topic!"), "x")).isEqualTo(INVALID_PARAMETER);
        assertThat(send(clients, Map.of("b", ""), "x")).isEqualTo(INVALID_PARAMETER);
        assertThat(send(clients, Map.of("b", "x".repeat(300)), "x")).isEqualTo(INVALID_PARAMETER);
    }

    @Test
    void aMessageForATopicWhoseModelIsUnknownIsRefused(Clients clients) {
        assertThat(send(clients, Map.of("b", Clients.unique("topic"), "c", "no-such-model"), "x"))
                .isEqualTo(TOPIC_NOT_EXIST);
    }

    @Test
    void aMessageForAForbiddenSystemTopicIsRefused(Clients clients) {
        assertThat(send(clients, Map.of("b", "SCHEDULE_TOPIC_XXXX"), "x")).isEqualTo(NO_PERMISSION);
        assertThat(send(clients, Map.of("b", "RMQ_SYS_TRANS_HALF_TOPIC"), "x")).isEqualTo(NO_PERMISSION);
    }

    @Test
    void aMessageForAQueueThatIsNotThereIsRefused(Clients clients) {
        String topic = clients.topic(4);
        assertThat(send(clients, Map.of("b", topic, "e", "4"), "x")).isEqualTo(INVALID_PARAMETER);
        assertThat(send(clients, Map.of("b", topic, "e", "1000000"), "x")).isEqualTo(INVALID_PARAMETER);
        assertThat(send(clients, Map.of("b", topic, "e", "3"), "x")).isZero();
    }

    @Test
    void aMessageAboveTheLimitsIsRefused(Clients clients) {
        String topic = clients.topic(1);
        assertThat(send(clients, Map.of("b", topic), "x".repeat(4 * 1024 * 1024 + 1)))
                .isEqualTo(MESSAGE_ILLEGAL);
        assertThat(send(clients, Map.of("b", topic, "i", "key\u0001" + "v".repeat(40_000)), "x"))
                .isEqualTo(MESSAGE_ILLEGAL);
        assertThat(clients.readAll(topic)).isEmpty();
    }

    @Test
    void aPullOfAnUnknownTopicIsRefused(Clients clients) {
        assertThat(call(clients, PULL, pullFields(Clients.unique("topic")), "")).isEqualTo(TOPIC_NOT_EXIST);
    }

    @Test
    void aRouteOfAnUnknownTopicIsRefused(Clients clients) {
        try (var client = WireClient.connect(clients.server().nameServer())) {
            var request = WireFrame.request(ROUTE, 1, Map.of("topic", Clients.unique("topic")), new byte[0]);
            assertThat(client.call(request, LIMIT).code()).isEqualTo(TOPIC_NOT_EXIST);
        }
    }

    @Test
    void bodiesAndFieldsThatDoNotFitTheirRequestAreRefusedAndTheConnectionGoesOn(Clients clients) {
        String topic = clients.topic(1);
        var batch = new HashMap<>(sendFields());
        batch.putAll(Map.of("b", topic, "m", "true"));
        assertThat(call(clients, 320, batch, "this is no batch")).as("batch").isNotZero();
        assertThat(call(clients, HEARTBEAT, Map.of(), "no JSON"))
                .as("heartbeat")
                .isNotZero();
        assertThat(call(clients, HEARTBEAT, Map.of(), ""))
                .as("heartbeat without body")
                .isNotZero();
        assertThat(call(clients, LOCK, Map.of(), "{\"mqSet\":7}")).as("lock").isNotZero();
        assertThat(call(clients, PULL, Map.of(), "")).as("pull without fields").isNotZero();
        assertThat(send(clients, Map.of("b", topic, "e", "first"), "x"))
                .as("queue id in words")
                .isNotZero();
        var numbers = new HashMap<>(pullFields(topic));
        numbers.put("queueOffset", "99999999999999999999999");
        assertThat(call(clients, PULL, numbers, ""))
                .as("offset that does not fit")
                .isNotZero();
        assertThat(call(clients, CREATE_TOPIC, Map.of("topic", topic, "readQueueNums", "many"), ""))
                .as("queues in words")
                .isNotZero();
        assertThat(clients.readAll(topic)).isEmpty();
    }

    @Test
    void aRegistrationThatMakesNoSenseDoesNotChangeTheRoutesOfOthers(Clients clients) {
        String topic = clients.topic(2);
        String route = clients.server().route(topic).orElseThrow();
        try (var client = WireClient.connect(clients.server().nameServer())) {
            var fields = Map.of(
                    "brokerName", "stranger",
                    "brokerAddr", "127.0.0.1:1",
                    "clusterName", "strangers",
                    "haServerAddr", "127.0.0.1:2",
                    "brokerId", "0",
                    "compressed", "true",
                    "bodyCrc32", "12345");
            byte[] garbage = "garbage, not what the header says".getBytes(UTF_8);
            client.call(WireFrame.request(REGISTER_BROKER, 1, fields, garbage), LIMIT);
        }
        assertThat(clients.server().route(topic)).contains(route);
    }

    private static int send(Clients clients, Map<String, String> changes, String body) {
        var fields = sendFields();
        fields.putAll(changes);
        return call(clients, SEND, fields, body);
    }

    /** Sends a request and the one after it on the same connection; returns the result code of the first. */
    private static int call(Clients clients, int code, Map<String, String> fields, String body) {
        try (var client = WireClient.connect(clients.server().broker())) {
            WireFrame answer = client.call(WireFrame.request(code, 1, fields, body.getBytes(UTF_8)), LIMIT);
            assertThat(client.call(WireFrame.request(9_999, 2), LIMIT).code()).isEqualTo(NOT_SUPPORTED);
            return answer.code();
        }
    }

    private static Map<String, String> sendFields() {
        var fields = new HashMap<String, String>();
        fields.put("a", "producers");
        fields.put("c", "TBW102");
        fields.put("d", "4");
        fields.put("e", "0");
        fields.put("f", "0");
        fields.put("g", "1700000000000");
        fields.put("h", "0");
        fields.put("i", "TAGS\u0001t\u0002");
        fields.put("j", "0");
        fields.put("k", "false");
        fields.put("m", "false");
        return fields;
    }

    static Map<String, String> pullFields(String topic) {
        var fields = new HashMap<String, String>();
        fields.put("consumerGroup", "raw-pullers");
        fields.put("topic", topic);
        fields.put("queueId", "0");
        fields.put("queueOffset", "0");
        fields.put("maxMsgNums", "32");
        fields.put("sysFlag", "4"); // the subscription is in the request
        fields.put("commitOffset", "0");
        fields.put("suspendTimeoutMillis", "15000");
        fields.put("subscription", "*");
        fields.put("subVersion", "0");
        fields.put("expressionType", "TAG");
        return fields;
    }
}
