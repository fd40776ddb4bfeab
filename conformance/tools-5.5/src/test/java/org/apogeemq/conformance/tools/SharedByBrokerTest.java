package org.apogeemq.conformance.tools;

import static org.apogeemq.conformance.clients.Clients.unique;
import static org.apogeemq.conformance.clients.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apogeemq.conformance.clients.Clients;
import org.apogeemq.conformance.clients.ClientsOfTest;
import org.apogeemq.conformance.clients.Inbox;
import org.apogeemq.testkit.server.Server;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** Consumers of 5.5 that let the broker share the queues of a topic between them. */
@ResourceLock(Resources.SYSTEM_OUT)
@ExtendWith(ClientsOfTest.class)
class SharedByBrokerTest {
    private static final int QUEUES = 4;

    @Test
    void membersGetSharesFromTheBrokerAndAnewWhenOneLeaves(Clients clients, Server server) {
        String topic = clients.topic(QUEUES);
        String group = unique("group");
        Inbox one = clients.consume(group, topic, "*", consumer -> consumer.setClientRebalance(false));
        Inbox other = clients.consume(group, topic, "*", consumer -> consumer.setClientRebalance(false));
        assertThat(new Mqadmin(server.nameServer())
                        .run("setConsumeMode", "-b", server.broker(), "-t", topic, "-g", group, "-m", "PULL"))
                .contains("success");
        eventually(() -> {
            assertThat(queues(one, topic)).hasSize(QUEUES / 2);
            assertThat(queues(other, topic)).hasSize(QUEUES / 2).doesNotContainAnyElementsOf(queues(one, topic));
        });
        var sent = new ArrayList<>(clients.send(topic, 40));
        eventually(() -> assertThat(one.count() + other.count()).isEqualTo(40));
        assertThat(one.count()).isEqualTo(other.count());

        other.shutdown();
        eventually(() -> assertThat(queues(one, topic)).hasSize(QUEUES));
        List<String> later = Clients.send(clients.producer(), topic, "t", "later", 20);
        eventually(() -> assertThat(one.bodies()).containsAll(later));
        sent.removeAll(one.bodies());
        assertThat(other.bodies()).containsAll(sent);
    }

    @SuppressWarnings("deprecation") // the client's inside is the only place where its share is known
    private static Set<Object> queues(Inbox inbox, String topic) {
        var all = inbox.consumer()
                .getDefaultMQPushConsumerImpl()
                .getRebalanceImpl()
                .getProcessQueueTable()
                .keySet();
        return all.stream().filter(queue -> queue.getTopic().equals(topic)).collect(Collectors.<Object>toSet());
    }
}
