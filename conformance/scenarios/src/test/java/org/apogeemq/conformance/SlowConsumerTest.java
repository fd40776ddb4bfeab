package org.apogeemq.conformance;

import static org.apogeemq.conformance.clients.Clients.unique;
import static org.apogeemq.conformance.clients.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.consumer.listener.ConsumeConcurrentlyStatus;
import org.apache.rocketmq.client.consumer.listener.MessageListenerConcurrently;
import org.apogeemq.conformance.clients.Clients;
import org.apogeemq.conformance.clients.ClientsOfTest;
import org.apogeemq.conformance.clients.Inbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Consumers that do not take what there is. */
@ExtendWith(ClientsOfTest.class)
class SlowConsumerTest {
    private static final int THRESHOLD = 20;
    private static final int BATCH = 10;
    private static final int MESSAGES = 500;

    @Test
    void aSlowConsumerStopsPullingAndNobodyElseIsSlower(Clients clients) throws Exception {
        String topic = clients.topic(1);
        String instance = unique("instance");
        var release = new CountDownLatch(1);
        List<String> taken = new ArrayList<>();
        DefaultMQPushConsumer slow = clients.pushConsumer(unique("slow"), topic, "*");
        slow.setInstanceName(instance);
        slow.setPullThresholdForQueue(THRESHOLD);
        slow.setPullBatchSize(BATCH);
        slow.registerMessageListener((MessageListenerConcurrently) (messages, context) -> {
            try {
                release.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return ConsumeConcurrentlyStatus.RECONSUME_LATER;
            }
            synchronized (taken) {
                taken.addAll(Inbox.bodies(List.copyOf(messages)));
            }
            return ConsumeConcurrentlyStatus.CONSUME_SUCCESS;
        });
        clients.start(slow);
        List<String> sent = clients.send(topic, MESSAGES);
        eventually(() -> assertThat(cached(slow)).isGreaterThan(THRESHOLD));

        // By a client of its own and by the same client.
        clients.consume(unique("group"), topic).awaitExactly(sent);
        clients.consume(unique("group"), topic, "*", consumer -> consumer.setInstanceName(instance))
                .awaitExactly(sent);
        String other = clients.topic(2);
        clients.consume(unique("group"), other, "*", consumer -> consumer.setInstanceName(instance))
                .awaitExactly(clients.send(other, 100));
        assertThat(cached(slow)).isBetween(THRESHOLD + 1L, (long) THRESHOLD + BATCH);
        assertThat(taken).isEmpty();

        release.countDown();
        eventually(() -> {
            synchronized (taken) {
                assertThat(taken).containsExactlyInAnyOrderElementsOf(sent);
            }
        });
    }

    @Test
    void aSuspendedConsumerGetsNothingUntilItIsResumed(Clients clients) {
        String topic = clients.topic(1);
        Inbox inbox = clients.consume(unique("group"), topic);
        inbox.awaitExactly(clients.send(topic, 10));
        inbox.consumer().suspend();
        var producer = clients.producer();
        // What it asked for before still comes.
        List<String> asked = Clients.send(producer, topic, "t", "asked", 1);
        eventually(() -> assertThat(inbox.bodies()).containsAll(asked));

        List<String> waiting = Clients.send(producer, topic, "t", "waiting", 50);
        clients.consume(unique("group"), topic).awaitCount(61);
        assertThat(inbox.bodies()).doesNotContainAnyElementsOf(waiting);
        inbox.consumer().resume();
        eventually(() -> assertThat(inbox.bodies()).containsAll(waiting).hasSize(61));
    }

    /** Messages the client holds and has not consumed. */
    @SuppressWarnings("deprecation") // there is no other way to them
    private static long cached(DefaultMQPushConsumer consumer) {
        return consumer.getDefaultMQPushConsumerImpl().getRebalanceImpl().getProcessQueueTable().values().stream()
                .mapToLong(queue -> queue.getMsgCount().get())
                .sum();
    }
}
