package org.apogeemq.conformance.tools;

import static org.apogeemq.conformance.clients.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import org.apogeemq.conformance.clients.Clients;
import org.apogeemq.conformance.clients.ClientsOfTest;
import org.apogeemq.conformance.clients.Inbox;
import org.apogeemq.testkit.server.Server;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** How much goes in and out, and how far behind groups are, as operators see it. */
@ResourceLock(Resources.SYSTEM_OUT)
@ExtendWith(ClientsOfTest.class)
class MqadminFiguresTest {
    private static final String ABOVE_ZERO = "(?!0\\.00)[0-9]+\\.[0-9]+";

    private Server server;
    private Mqadmin mqadmin;

    @BeforeEach
    void setUp(Server shared) {
        server = shared;
        mqadmin = new Mqadmin(shared.nameServer());
    }

    @Test
    @SuppressWarnings("deprecation") // the consumer's inside is the only way not to wait for its next commit
    void whatGoesInAndOutIsCountedByTopicAndGroup(Clients clients) {
        String topic = clients.topic(1);
        String group = Clients.unique("group");
        Inbox inbox = clients.consume(group, topic);
        inbox.awaitExactly(clients.send(topic, 40));
        inbox.consumer().getDefaultMQPushConsumerImpl().persistConsumerOffset();

        String counts = "\\s+[0-9]+\\s+" + ABOVE_ZERO + "\\s+" + ABOVE_ZERO + "\\s+[1-9][0-9]*\\s+[1-9][0-9]*\\s*";
        eventually(() -> {
            clients.send(topic, 1); // Apache's broker counts from its first look on, ten seconds apart
            assertThat(mqadmin.run("statsAll", "-t", topic).lines())
                    .anyMatch(line -> line.matches(topic + "\\s+" + group + counts));
        });
        assertThat(mqadmin.run("consumerProgress", "-g", group)).containsPattern("Consume TPS: " + ABOVE_ZERO);
        assertThat(mqadmin.run("topicStatus", "-t", topic)).containsPattern("Topic Put TPS: " + ABOVE_ZERO);
    }

    @Test
    void theBacklogsOfABrokerAreListed(Clients clients) {
        String topic = clients.topic(1);
        String group = Clients.unique("group");
        Inbox inbox = clients.consume(group, topic);
        inbox.awaitExactly(clients.send(topic, 3));
        inbox.consumer().shutdown();
        clients.send(topic, 4);

        eventually(() -> assertThat(
                        mqadmin.run("brokerConsumeStats", "-b", server.broker()).lines())
                .anyMatch(line -> line.matches(topic + "\\s+" + group + "\\s+\\S+\\s+0\\s+7\\s+3\\s+4\\s+.*"))
                .anyMatch(line -> line.matches("Diff Total: [1-9][0-9]*")));
    }
}
