package org.apogeemq.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apogeemq.conformance.clients.Clients.unique;
import static org.apogeemq.conformance.clients.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.rocketmq.client.producer.SendStatus;
import org.apache.rocketmq.common.message.Message;
import org.apogeemq.conformance.clients.Clients;
import org.apogeemq.conformance.clients.Inbox;
import org.apogeemq.testkit.process.ApogeeProcess;
import org.apogeemq.testkit.server.Server;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RestartTest {
    /** Longer than offsets may wait to be stored. */
    private static final Duration OFFSETS_STORED = Duration.ofSeconds(2);

    private ApogeeProcess apogee;
    private Clients clients;

    @BeforeEach
    void start() {
        apogee = ApogeeProcess.up().set("flushConsumerOffsetInterval", 500).start();
        clients = new Clients(Server.of(apogee));
    }

    @AfterEach
    void stop() {
        clients.close();
        apogee.close();
    }

    @Test
    void aGroupContinuesWhereItStoppedWhenItsConsumersAreRestarted() {
        String topic = clients.topic(4);
        String group = unique("group");
        consumeAll(group, topic);
        List<String> later = Clients.send(clients.producer(), topic, "t", "later", 40);

        clients.consume(group, topic).awaitExactly(later);
    }

    @Test
    void messagesAndOffsetsSurviveACleanRestartOfTheServer() {
        String topic = clients.topic(4);
        String group = unique("group");
        List<String> early = consumeAll(group, topic);
        clients.close();
        apogee.stop();
        apogee.start();
        clients = new Clients(Server.of(apogee));
        List<String> later = Clients.send(clients.producer(), topic, "t", "later", 40);

        clients.consume(group, topic).awaitExactly(later);
        early.addAll(later);
        clients.consume(unique("other-group"), topic).awaitExactly(early);
    }

    @Test
    void messagesAndOffsetsSurviveAKillOfTheServer() {
        String topic = clients.topic(4);
        String group = unique("group");
        List<String> early = consumeAll(group, topic);
        clients.close();
        Awaitility.await().pollDelay(OFFSETS_STORED).until(() -> true);
        apogee.kill9();
        apogee.start();
        clients = new Clients(Server.of(apogee));
        List<String> later = Clients.send(clients.producer(), topic, "t", "later", 40);

        clients.consume(group, topic).awaitExactly(later);
        early.addAll(later);
        clients.consume(unique("other-group"), topic).awaitExactly(early);
    }

    @Test
    void clientsThatStayConnectedRecoverByThemselves() throws Exception {
        String topic = clients.topic(4);
        Inbox inbox = clients.consume(unique("group"), topic);
        var producer = clients.producer();
        inbox.awaitExactly(Clients.send(producer, topic, "t", "before", 20));
        apogee.kill9();
        apogee.start();

        eventually(() -> assertThat(producer.send(new Message(topic, "first-after".getBytes(UTF_8)))
                        .getSendStatus())
                .isEqualTo(SendStatus.SEND_OK));
        List<String> after = Clients.send(producer, topic, "t", "after", 20);
        eventually(() -> assertThat(inbox.bodies()).contains("first-after").containsAll(after));
    }

    /** Sends messages, lets a consumer take them all, and shuts it down. */
    private List<String> consumeAll(String group, String topic) {
        Inbox inbox = clients.consume(group, topic);
        List<String> sent = clients.send(topic, 100);
        inbox.awaitExactly(sent);
        inbox.shutdown();
        return new ArrayList<>(sent);
    }
}
