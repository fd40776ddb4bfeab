package org.apogeemq.conformance;

import static org.apogeemq.conformance.clients.Clients.unique;
import static org.apogeemq.conformance.clients.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.common.consumer.ConsumeFromWhere;
import org.apogeemq.conformance.clients.Clients;
import org.apogeemq.conformance.clients.Inbox;
import org.apogeemq.testkit.process.ApogeeProcess;
import org.apogeemq.testkit.server.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Where a group begins that has no offset yet. A queue is young while its first message is among those the server
 * has written since it started; a new group begins at the beginning of a young queue whatever its client asks for,
 * because it would miss what was sent while it came up. So the server is restarted here to let queues grow old.
 */
class StartingPointTest {
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss").withZone(ZoneId.systemDefault());

    private final ApogeeProcess apogee = ApogeeProcess.up().start();
    private Clients clients = new Clients(Server.of(apogee));

    @AfterEach
    void close() {
        clients.close();
        apogee.close();
    }

    @Test
    void aNewGroupThatAsksForTheLastGetsOnlyWhatComesLater() {
        String topic = clients.topic(1);
        clients.send(topic, 20);
        restart();
        Inbox inbox = clients.consume(unique("group"), topic, "*", from(ConsumeFromWhere.CONSUME_FROM_LAST_OFFSET));
        var producer = clients.producer();
        var later = new ArrayList<String>();
        eventually(() -> {
            later.addAll(Clients.send(producer, topic, "t", "later" + later.size() + "-", 1));
            assertThat(inbox.count()).isPositive();
        });
        later.addAll(Clients.send(producer, topic, "t", "last", 5));

        eventually(() -> assertThat(inbox.bodies()).contains("last0", "last1", "last2", "last3", "last4"));
        assertThat(later).containsAll(inbox.bodies());
    }

    @Test
    void aNewGroupThatAsksForTheFirstGetsEverything() {
        String topic = clients.topic(2);
        List<String> sent = clients.send(topic, 20);
        restart();

        clients.consume(unique("group"), topic, "*", from(ConsumeFromWhere.CONSUME_FROM_FIRST_OFFSET))
                .awaitExactly(sent);
    }

    @Test
    void aNewGroupThatAsksForATimeGetsWhatWasStoredSince() {
        String topic = clients.topic(1);
        clients.send(topic, 10);
        long lastOfOld = clients.readAll(topic).getLast().getStoreTimestamp();
        long since = (lastOfOld / 1_000 + 1) * 1_000; // the client asks in whole seconds
        eventually(() -> assertThat(Instant.now().toEpochMilli()).isGreaterThan(since + 50));
        List<String> wanted = Clients.send(clients.producer(), topic, "t", "new", 10);
        restart();

        clients.consume(unique("group"), topic, "*", consumer -> {
                    from(ConsumeFromWhere.CONSUME_FROM_TIMESTAMP).accept(consumer);
                    consumer.setConsumeTimestamp(SECONDS.format(Instant.ofEpochMilli(since)));
                })
                .awaitExactly(wanted);
    }

    @Test
    void aNewGroupOnAYoungTopicGetsEverythingEvenIfItAsksForTheLast() {
        String topic = clients.topic(2);
        List<String> sent = clients.send(topic, 20);

        clients.consume(unique("group"), topic, "*", from(ConsumeFromWhere.CONSUME_FROM_LAST_OFFSET))
                .awaitExactly(sent);
    }

    private void restart() {
        clients.close();
        apogee.stop();
        apogee.start();
        clients = new Clients(Server.of(apogee));
    }

    private static Consumer<DefaultMQPushConsumer> from(ConsumeFromWhere where) {
        return consumer -> consumer.setConsumeFromWhere(where);
    }
}
