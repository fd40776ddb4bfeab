package org.apogeemq.conformance;

import static org.apogeemq.conformance.clients.Clients.unique;
import static org.apogeemq.conformance.clients.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apogeemq.conformance.clients.Clients;
import org.apogeemq.conformance.clients.Inbox;
import org.apogeemq.testkit.process.ApogeeProcess;
import org.apogeemq.testkit.server.Server;
import org.apogeemq.testkit.wire.WireClient;
import org.apogeemq.testkit.wire.WireFrame;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an administrator forbids a group, and what the broker tells of a group whose members disagree. */
class GroupRulesTest {
    private static final int FORBID = 353;

    private static ApogeeProcess apogee;

    private Clients clients;

    @BeforeAll
    static void start() {
        apogee = ApogeeProcess.up().start();
    }

    @AfterAll
    static void stop() {
        apogee.close();
    }

    @BeforeEach
    void connect() {
        clients = new Clients(Server.of(apogee));
    }

    @AfterEach
    void disconnect() {
        clients.close();
    }

    @Test
    void aGroupThatIsForbiddenToReadATopicGetsNothingAndEverythingWhenItMayAgain() {
        String topic = clients.topic(2);
        String other = clients.topic(1);
        String group = unique("group");
        Inbox inbox = clients.consume(group, topic, "*", consumer -> subscribe(consumer, other));
        List<String> expected = new ArrayList<>(clients.send(topic, 20));
        inbox.awaitExactly(expected);

        readable(group, topic, false); // while it waits for messages
        List<String> forbidden = Clients.send(clients.producer(), topic, "t", "forbidden", 20);
        clients.consume(unique("group"), topic).awaitCount(40);
        expected.addAll(Clients.send(clients.producer(), other, "t", "other", 5));
        inbox.awaitExactly(expected);

        readable(group, topic, true);
        expected.addAll(forbidden);
        inbox.awaitExactly(expected);
    }

    private static void subscribe(DefaultMQPushConsumer consumer, String topic) {
        try {
            consumer.subscribe(topic, "*");
        } catch (MQClientException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void membersThatSubscribeDifferentlyAreNamedInTheLogAndSoIsTheEndOfIt() throws Exception {
        String group = unique("group");
        String topic = clients.topic(1);
        String another = clients.topic(1);
        Inbox one = clients.consume(group, topic, "red", consumer -> {});
        Inbox other = clients.consume(group, another);
        String warning = "members of consumer group " + group + " subscribe differently";
        eventually(() -> assertThat(log())
                .anySatisfy(line -> assertThat(line)
                        .contains("WARN", warning, topic, another, "red")
                        .contains(
                                one.consumer().getInstanceName(),
                                other.consumer().getInstanceName())));

        other.shutdown();
        clients.consume(group, topic, "red", consumer -> {});
        eventually(() ->
                assertThat(log()).anySatisfy(line -> assertThat(line).contains(group + " subscribe alike again")));
        assertThat(log()).filteredOn(line -> line.contains(warning)).hasSize(1);
    }

    private static List<String> log() throws IOException {
        try (Stream<Path> files = Files.list(apogee.data().resolve("logs"))) {
            return files.sorted().flatMap(GroupRulesTest::lines).toList();
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void readable(String group, String topic, boolean readable) {
        try (var client = WireClient.connect(apogee.brokerAddress())) {
            var fields = Map.of("group", group, "topic", topic, "readable", Boolean.toString(readable));
            WireFrame answer = client.call(WireFrame.request(FORBID, 1, fields, new byte[0]), Duration.ofSeconds(10));
            assertThat(answer.code()).as(answer.remark()).isZero();
        }
    }
}
