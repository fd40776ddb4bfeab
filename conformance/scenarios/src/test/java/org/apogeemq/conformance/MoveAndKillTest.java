package org.apogeemq.conformance;

import static org.apogeemq.conformance.clients.Clients.unique;
import static org.apogeemq.conformance.clients.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.consumer.listener.MessageListenerConcurrently;
import org.apogeemq.conformance.clients.Clients;
import org.apogeemq.conformance.clients.Inbox;
import org.apogeemq.testkit.process.ApogeeProcess;
import org.apogeemq.testkit.server.Server;
import org.apogeemq.testkit.wire.WireClient;
import org.apogeemq.testkit.wire.WireFrame;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A group is moved, and the server dies before its consumer knows. */
class MoveAndKillTest {
    private static final int RESET = 222;
    private static final int HEARTBEAT_MILLIS = 1_000;

    private ApogeeProcess apogee;
    private Clients clients;

    @BeforeEach
    void start() {
        apogee = ApogeeProcess.up().start();
        clients = new Clients(Server.of(apogee));
    }

    @AfterEach
    void stop() {
        clients.close();
        apogee.close();
    }

    /** The consumer does not pull while its listener is held, and goes on where it was if nobody tells it. */
    @Test
    void aConsumerFollowsAMoveThoughTheServerWasKilledRightAfterIt() {
        String topic = clients.topic(1);
        String group = unique("group");
        var begun = new CountDownLatch(1);
        var released = new CountDownLatch(1);
        Inbox inbox = clients.consume(group, topic, "*", consumer -> hold(consumer, begun, released));
        List<String> piled = clients.send(topic, 300);
        await(begun);

        moveToTheEnd(group, topic);
        apogee.kill9();
        apogee.start();
        List<String> later = Clients.send(clients.producer(), topic, "t", "later", 10);
        released.countDown();

        eventually(() -> assertThat(inbox.bodies()).containsAll(later));
        assertThat(inbox.bodies()).doesNotContainAnyElementsOf(piled.subList(100, 300));
    }

    private static void hold(DefaultMQPushConsumer consumer, CountDownLatch begun, CountDownLatch released) {
        consumer.setPullThresholdForQueue(32);
        consumer.setPullBatchSize(8);
        consumer.setHeartbeatBrokerInterval(HEARTBEAT_MILLIS);
        consumer.setPollNameServerInterval(HEARTBEAT_MILLIS);
        var fill = (MessageListenerConcurrently) consumer.getMessageListener();
        consumer.registerMessageListener((MessageListenerConcurrently) (messages, context) -> {
            begun.countDown();
            await(released);
            return fill.consumeMessage(messages, context);
        });
    }

    private void moveToTheEnd(String group, String topic) {
        try (var client = WireClient.connect(clients.server().broker())) {
            var fields = Map.of("topic", topic, "group", group, "timestamp", "-1", "isForce", "true");
            WireFrame answer = client.call(WireFrame.request(RESET, 1, fields, new byte[0]), Duration.ofSeconds(10));
            assertThat(answer.code()).as(answer.remark()).isZero();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
