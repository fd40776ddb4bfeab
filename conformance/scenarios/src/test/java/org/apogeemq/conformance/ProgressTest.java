package org.apogeemq.conformance;

import static org.apogeemq.conformance.clients.Clients.unique;
import static org.apogeemq.conformance.clients.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.message.Message;
import org.apogeemq.conformance.clients.Clients;
import org.apogeemq.conformance.clients.ClientsOfTest;
import org.apogeemq.conformance.clients.Inbox;
import org.apogeemq.testkit.wire.WireClient;
import org.apogeemq.testkit.wire.WireFrame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Progress that is set from outside, kept by the client, or has to outlast a change of the topic. */
@ExtendWith(ClientsOfTest.class)
class ProgressTest {
    private static final int RESET = 222;
    private static final int ROUTE_MILLIS = 1_000;
    private static final int READ_AND_WRITE = 6;

    /** Clients take ten seconds for it: 4.9.8 when it is sent elsewhere, both when they broadcast. */
    @Test
    void runningConsumersThatAreSetBackGetEverythingAgain(Clients clients) {
        String topic = clients.topic(2);
        String shared = unique("group");
        String broadcast = unique("group");
        Inbox member = clients.consume(shared, topic);
        Inbox listener = clients.consume(broadcast, topic, "*", ProgressTest::broadcasting);
        List<String> sent = clients.send(topic, 30);
        member.awaitExactly(sent);
        listener.awaitExactly(sent);

        reset(clients, topic, shared);
        reset(clients, topic, broadcast);
        var twice = new ArrayList<>(sent);
        twice.addAll(sent);
        member.awaitExactly(twice);
        listener.awaitExactly(twice);
    }

    @Test
    void aBroadcastConsumerGoesOnWhereItWasBeforeItsRestart(Clients clients) {
        String topic = clients.topic(2);
        String group = unique("group");
        String instance = unique("instance");
        Inbox before = clients.consume(group, topic, "*", consumer -> broadcasting(consumer, instance));
        before.awaitExactly(clients.send(topic, 20));
        before.shutdown();
        List<String> missed = Clients.send(clients.producer(), topic, "t", "missed", 20);

        clients.consume(group, topic, "*", consumer -> broadcasting(consumer, instance))
                .awaitExactly(missed);
    }

    /** Grown for reading first, shrunk for writing first. */
    @Test
    void noMessageIsLostWhileATopicGrowsAndShrinks(Clients clients) throws Exception {
        String topic = clients.topic(2);
        String group = unique("group");
        Inbox inbox = clients.consume(group, topic, "*", consumer -> consumer.setPollNameServerInterval(ROUTE_MILLIS));
        DefaultMQProducer producer = clients.producer(settings -> settings.setPollNameServerInterval(ROUTE_MILLIS));
        var sent = new ArrayList<String>();

        clients.server().createTopic(topic, 4, 2, READ_AND_WRITE);
        clients.server().createTopic(topic, 4, 4, READ_AND_WRITE);
        sendUntilQueuesAre(4, producer, topic, sent);
        Inbox other = clients.consume(group, topic); // the queues are shared anew at once
        sent.addAll(Clients.send(producer, topic, "t", "grown", 40));
        awaitAll(sent, inbox, other);

        clients.server().createTopic(topic, 4, 2, READ_AND_WRITE);
        sent.addAll(Clients.send(producer, topic, "t", "late", 40)); // also to queues that are closed to writing
        sendUntilQueuesAre(2, producer, topic, sent);
        awaitAll(sent, inbox, other);
        clients.server().createTopic(topic, 2, 2, READ_AND_WRITE);
        sent.addAll(Clients.send(producer, topic, "t", "shrunk", 40));
        awaitAll(sent, inbox, other);
    }

    private static void sendUntilQueuesAre(int count, DefaultMQProducer producer, String topic, List<String> sent) {
        eventually(() -> {
            var queueIds = new TreeSet<Integer>();
            for (int i = 0; i < 8; i++) {
                String body = "m" + sent.size();
                queueIds.add(producer.send(new Message(topic, body.getBytes(StandardCharsets.UTF_8)))
                        .getMessageQueue()
                        .getQueueId());
                sent.add(body);
            }
            assertThat(queueIds).hasSize(count);
        });
    }

    private static void awaitAll(List<String> sent, Inbox... inboxes) {
        eventually(() -> {
            var received = new ArrayList<String>();
            for (Inbox inbox : inboxes) {
                received.addAll(inbox.bodies());
            }
            assertThat(received).containsAll(sent);
        });
    }

    private static void reset(Clients clients, String topic, String group) {
        try (var client = WireClient.connect(clients.server().broker())) {
            var fields = Map.of("topic", topic, "group", group, "timestamp", "0", "isForce", "true");
            WireFrame answer = client.call(WireFrame.request(RESET, 1, fields, new byte[0]), Duration.ofSeconds(10));
            assertThat(answer.code()).as(answer.remark()).isZero();
        }
    }

    private static void broadcasting(DefaultMQPushConsumer consumer, String instance) {
        broadcasting(consumer);
        consumer.setInstanceName(instance);
    }

    /** The class that names the models has moved between the versions of the client, so it is not named here. */
    private static void broadcasting(DefaultMQPushConsumer consumer) {
        consumer.setMessageModel(Enum.valueOf(consumer.getMessageModel().getDeclaringClass(), "BROADCASTING"));
    }
}
