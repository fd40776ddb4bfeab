package org.apogeemq.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.consumer.listener.ConsumeConcurrentlyStatus;
import org.apache.rocketmq.client.consumer.listener.MessageListenerConcurrently;
import org.apache.rocketmq.common.message.Message;
import org.apogeemq.conformance.clients.Clients;
import org.apogeemq.conformance.clients.ClientsOfTest;
import org.apogeemq.conformance.clients.Inbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated
@ExtendWith(ClientsOfTest.class)
class LatencyTest {
    private static final int WARM_UP = 50;
    private static final int MEASURED = 50;

    @Test
    void aWaitingConsumerGetsAMessageWithinMillisecondsOfItsSending(Clients clients) throws Exception {
        String topic = clients.topic(1);
        var arrivals = new SynchronousQueue<String>();
        clients.consume(Clients.unique("group"), topic, "*", handingOverTo(arrivals));
        var producer = clients.producer();
        var micros = new ArrayList<Long>();
        for (int i = 0; i < WARM_UP + MEASURED; i++) {
            String text = "m" + i;
            long start = System.nanoTime();
            producer.send(new Message(topic, text.getBytes(UTF_8)));
            assertThat(arrivals.poll(30, TimeUnit.SECONDS)).isEqualTo(text);
            micros.add(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - start));
        }

        var measured = new ArrayList<>(micros.subList(WARM_UP, micros.size()));
        Collections.sort(measured);
        assertThat(measured.get(MEASURED / 2))
                .as("median of the microseconds from send to arrival, all: %s", measured)
                .isLessThan(10_000);
    }

    private static java.util.function.Consumer<DefaultMQPushConsumer> handingOverTo(SynchronousQueue<String> arrivals) {
        return consumer -> consumer.registerMessageListener((MessageListenerConcurrently) (messages, context) -> {
            for (var message : messages) {
                try {
                    arrivals.put(Inbox.body(message));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return ConsumeConcurrentlyStatus.RECONSUME_LATER;
                }
            }
            return ConsumeConcurrentlyStatus.CONSUME_SUCCESS;
        });
    }
}
