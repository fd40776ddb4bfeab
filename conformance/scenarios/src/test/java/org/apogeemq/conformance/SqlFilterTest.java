package org.apogeemq.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apogeemq.conformance.clients.Clients.unique;
import static org.apogeemq.conformance.clients.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.apache.rocketmq.client.consumer.DefaultLitePullConsumer;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.consumer.MessageSelector;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageExt;
import org.apogeemq.conformance.clients.Clients;
import org.apogeemq.conformance.clients.ClientsOfTest;
import org.apogeemq.conformance.clients.Inbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Consumers that choose messages by expressions over their properties. */
@ExtendWith(ClientsOfTest.class)
class SqlFilterTest {
    private static final String EXPRESSION = "price between 3 and 6 and (colour in ('red', 'blue') or colour is null)";

    @Test
    void aPushConsumerGetsTheMessagesThatPassOnly(Clients clients) {
        String topic = clients.topic(2);
        DefaultMQProducer producer = clients.producer();
        List<String> wanted = new ArrayList<>(sendAll(producer, topic, "before"));
        Inbox inbox = clients.consume(unique("group"), topic, "*", consumer -> subscribe(consumer, topic, EXPRESSION));
        inbox.awaitExactly(wanted);

        wanted.addAll(sendAll(producer, topic, "while-it-waits"));
        inbox.awaitExactly(wanted);
    }

    @Test
    void aLitePullConsumerGetsTheMessagesThatPassOnly(Clients clients) {
        String topic = clients.topic(2);
        DefaultMQProducer producer = clients.producer();
        List<String> wanted = new ArrayList<>(sendAll(producer, topic, "before"));
        DefaultLitePullConsumer consumer =
                clients.litePull(unique("group"), settings -> subscribe(settings, topic, EXPRESSION));
        List<MessageExt> got = new ArrayList<>();
        poll(consumer, got, wanted.size());
        assertThat(Inbox.bodies(got)).containsExactlyInAnyOrderElementsOf(wanted);

        wanted.addAll(sendAll(producer, topic, "while-it-waits"));
        poll(consumer, got, wanted.size());
        assertThat(Inbox.bodies(got)).containsExactlyInAnyOrderElementsOf(wanted);
    }

    @Test
    void messagesWithoutTheProperty(Clients clients) throws Exception {
        String topic = clients.topic(1);
        DefaultMQProducer producer = clients.producer();
        producer.send(message(topic, "with", "paid", "true"));
        producer.send(message(topic, "without", null, null));
        producer.send(message(topic, "other", "paid", "no"));

        Inbox isPaid = consume(clients, topic, "paid = TRUE");
        Inbox isNotPaid = consume(clients, topic, "paid <> TRUE");
        Inbox isNull = consume(clients, topic, "paid IS NULL");
        isPaid.awaitExactly(List.of("with"));
        isNotPaid.awaitExactly(List.of("other"));
        isNull.awaitExactly(List.of("without"));
    }

    @Test
    void oneMessageInManyIsDeliveredToWhoWaitsForIt(Clients clients) throws Exception {
        String topic = clients.topic(1);
        DefaultMQProducer producer = clients.producer();
        Inbox inbox = consume(clients, topic, "number = 1500");
        for (int i = 0; i < 2_000; i++) {
            producer.sendOneway(message(topic, "m" + i, "number", Integer.toString(i)));
        }

        inbox.awaitExactly(List.of("m1500"));
        producer.send(message(topic, "again", "number", "1500"));
        inbox.awaitExactly(List.of("m1500", "again"));
    }

    @Test
    void aConsumerWithAWrongExpressionIsToldWhereItIsWrong(Clients clients) {
        String topic = clients.topic(1);

        assertThatThrownBy(() -> consume(clients, topic, "price > and colour = 'red'"))
                .rootCause()
                .hasMessageContaining("CODE: 23")
                .hasMessageContaining("line 1, column 9: found \"and\", expected a property");
    }

    private static Inbox consume(Clients clients, String topic, String expression) {
        return clients.consume(unique("group"), topic, "*", consumer -> subscribe(consumer, topic, expression));
    }

    /** Sends messages of which some pass {@link #EXPRESSION}, and returns the bodies of these. */
    private static List<String> sendAll(DefaultMQProducer producer, String topic, String beginning) {
        List<String> wanted = new ArrayList<>();
        List<String> colours = List.of("red", "green", "");
        try {
            for (int i = 0; i < 30; i++) {
                int price = i % 10;
                String colour = colours.get(i % 3);
                String body = beginning + i;
                Message message = message(topic, body, "price", Integer.toString(price));
                if (!colour.isEmpty()) {
                    message.putUserProperty("colour", colour);
                }
                producer.send(message);
                if (price >= 3 && price <= 6 && !colour.equals("green")) {
                    wanted.add(body);
                }
            }
        } catch (Exception e) {
            throw new IllegalStateException("sending to " + topic + " failed", e);
        }
        return wanted;
    }

    private static Message message(String topic, String body, String name, String value) {
        Message message = new Message(topic, body.getBytes(UTF_8));
        if (name != null) {
            message.putUserProperty(name, value);
        }
        return message;
    }

    private static void poll(DefaultLitePullConsumer consumer, List<MessageExt> got, int count) {
        eventually(() -> {
            got.addAll(consumer.poll(200));
            assertThat(got).hasSizeGreaterThanOrEqualTo(count);
        });
    }

    private static void subscribe(DefaultMQPushConsumer consumer, String topic, String expression) {
        try {
            consumer.subscribe(topic, MessageSelector.bySql(expression));
        } catch (MQClientException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void subscribe(DefaultLitePullConsumer consumer, String topic, String expression) {
        try {
            consumer.subscribe(topic, MessageSelector.bySql(expression));
        } catch (MQClientException e) {
            throw new IllegalStateException(e);
        }
    }
}
