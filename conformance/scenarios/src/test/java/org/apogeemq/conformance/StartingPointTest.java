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
import org.apache.rocketmq.common.message.MessageExt;
import org.apogeemq.conformance.clients.Clients;
import org.apogeemq.conformance.clients.Inbox;
import org.apogeemq.testkit.process.ApogeeProcess;
import org.apogeemq.testkit.server.Server;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Where a group begins that has no offset yet. A broker lets it begin at the first message of a queue whose
 * messages are all still new, whatever the client asked for; so a broker is started here that takes none for new.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StartingPointTest {
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss").withZone(ZoneId.systemDefault());

    private ApogeeProcess apogee;
    private Clients clients;

    @BeforeAll
    void start() {
        apogee = ApogeeProcess.up().set("accessMessageInMemoryMaxRatio", 0).start();
        clients = new Clients(Server.of(apogee));
    }

    @AfterEach
    void closeClients() {
        clients.close();
    }

    @AfterAll
    void stop() {
        apogee.close();
    }

    @Test
    void aNewGroupThatAsksForTheLastGetsOnlyWhatComesLater() {
        String topic = clients.topic(1);
        clients.send(topic, 20);
        Inbox inbox = clients.consume(unique("group"), topic, "*", from(ConsumeFromWhere.CONSUME_FROM_LAST_OFFSET));
        var producer = clients.producer();
        var later = new ArrayList<String>();
        eventually(() -> {
            later.addAll(Clients.send(producer, topic, "t", "later" + later.size() + "-", 1));
            assertThat(inbox.count()).isPositive();
        });
        later.addAll(Clients.send(producer, topic, "t", "last", 5));

        eventually(() -> assertThat(inbox.bodies()).endsWith("last0", "last1", "last2", "last3", "last4"));
        assertThat(later).containsAll(inbox.bodies());
    }

    @Test
    void aNewGroupThatAsksForTheFirstGetsEverything() {
        String topic = clients.topic(2);
        List<String> sent = clients.send(topic, 20);

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
        assertThat(clients.readAll(topic))
                .extracting(MessageExt::getStoreTimestamp)
                .last()
                .satisfies(stored -> assertThat((Long) stored).isGreaterThan(since));

        clients.consume(unique("group"), topic, "*", consumer -> {
                    from(ConsumeFromWhere.CONSUME_FROM_TIMESTAMP).accept(consumer);
                    consumer.setConsumeTimestamp(SECONDS.format(Instant.ofEpochMilli(since)));
                })
                .awaitExactly(wanted);
    }

    private static Consumer<DefaultMQPushConsumer> from(ConsumeFromWhere where) {
        return consumer -> consumer.setConsumeFromWhere(where);
    }
}
