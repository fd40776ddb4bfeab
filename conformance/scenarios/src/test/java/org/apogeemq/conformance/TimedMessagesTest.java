package org.apogeemq.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apogeemq.conformance.clients.Clients.unique;
import static org.apogeemq.conformance.clients.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.apache.rocketmq.client.exception.MQBrokerException;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.client.producer.SendResult;
import org.apache.rocketmq.client.producer.SendStatus;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageAccessor;
import org.apache.rocketmq.common.message.MessageExt;
import org.apogeemq.conformance.clients.Clients;
import org.apogeemq.conformance.clients.Inbox;
import org.apogeemq.testkit.process.ApogeeProcess;
import org.apogeemq.testkit.server.Server;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Messages for a time of their own; clients of 4.9 have no methods for them, but can set the properties. */
class TimedMessagesTest {
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
    void aMessageComesAtItsTimeAndNotBeforeHoweverThatIsSaid() throws Exception {
        String topic = clients.topic(4);
        Inbox inbox = clients.consume(unique("group"), topic);
        DefaultMQProducer producer = clients.producer();
        long now = System.currentTimeMillis();
        send(producer, topic, "m1000", "TIMER_DELAY_SEC", 1);
        send(producer, topic, "m1250", "TIMER_DELAY_MS", 1_250);
        send(producer, topic, "m1777", "TIMER_DELIVER_MS", now + 1_777);
        send(producer, topic, "m0", "TIMER_DELIVER_MS", now - 5_000);

        inbox.awaitExactly(List.of("m0", "m1000", "m1250", "m1777"));
        for (MessageExt message : inbox.messages()) {
            long delay = Long.parseLong(Inbox.body(message).substring(1));
            assertThat(message.getStoreTimestamp() - now).isBetween(delay, delay + 900);
            assertThat(message.getTopic()).isEqualTo(topic);
            assertThat(message.getTags()).isEqualTo("tag");
            assertThat(message.getKeys()).isEqualTo("key");
            assertThat(message.getUserProperty("mine")).isEqualTo("kept");
        }
        assertThat(inbox.messages().getLast().getProperty("TIMER_DELIVER_MS")).isEqualTo(Long.toString(now + 1_777));
    }

    @Test
    void aTimeMoreThanAYearAheadIsRefused() {
        String topic = clients.topic(1);
        DefaultMQProducer producer = clients.producer();
        assertThatThrownBy(() -> send(producer, topic, "m", "TIMER_DELAY_SEC", 31_536_001))
                .isInstanceOfSatisfying(
                        MQBrokerException.class,
                        refused -> assertThat(refused.getResponseCode()).isEqualTo(13))
                .hasMessageContaining("timer message illegal");
    }

    @Test
    void whatWaitsAndWhatIsBeingDeliveredSurvivesAKillAndComesOnce() throws Exception {
        String topic = clients.topic(4);
        DefaultMQProducer producer = clients.producer();
        List<String> sent = new ArrayList<>();
        long due = System.currentTimeMillis() + 1_000;
        for (int i = 0; i < 600; i++) {
            send(producer, topic, "m" + i, "TIMER_DELIVER_MS", due + i * 4L);
            sent.add("m" + i);
        }
        eventually(() -> assertThat(clients.readAll(topic)).isNotEmpty());
        clients.close();
        apogee.kill9();
        apogee.start();
        clients = new Clients(Server.of(apogee));

        clients.consume(unique("group"), topic).awaitExactly(sent);
    }

    private static void send(DefaultMQProducer producer, String topic, String body, String property, long value)
            throws Exception {
        Message message = new Message(topic, "tag", "key", body.getBytes(UTF_8));
        message.putUserProperty("mine", "kept");
        MessageAccessor.putProperty(message, property, Long.toString(value));
        SendResult result = producer.send(message);
        assertThat(result.getSendStatus()).isEqualTo(SendStatus.SEND_OK);
    }
}
