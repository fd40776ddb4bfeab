package org.apogeemq.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.client.producer.SendCallback;
import org.apache.rocketmq.client.producer.SendResult;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageExt;
import org.apogeemq.conformance.clients.Clients;
import org.apogeemq.conformance.clients.Eventually;
import org.apogeemq.conformance.clients.Inbox;
import org.apogeemq.testkit.process.ApogeeProcess;
import org.apogeemq.testkit.server.Server;
import org.junit.jupiter.api.Test;

class KillWhileSendingTest {
    private static final int ROUNDS = 3;
    private static final int ACKNOWLEDGED_BEFORE_KILL = 3_000;
    private static final int IN_FLIGHT_MAX = 256;

    /** What the sender of a message was told. */
    private record Acknowledged(String text, int queueId, long queueOffset) {}

    private final Map<String, Acknowledged> acknowledged = new ConcurrentHashMap<>();

    @Test
    void everyAcknowledgedMessageIsThereOnceAndInItsPlaceAfterEveryKill() throws Exception {
        try (ApogeeProcess apogee = ApogeeProcess.up().start()) {
            String topic = Clients.unique("topic");
            Server.of(apogee).createTopic(topic, 4);
            for (int round = 1; round <= ROUNDS; round++) {
                sendUntilKilled(apogee, topic, round);
                apogee.start();
                try (var clients = new Clients(Server.of(apogee))) {
                    check(clients.readAll(topic));
                }
            }
        }
    }

    private void sendUntilKilled(ApogeeProcess apogee, String topic, int round) throws Exception {
        var stopped = new AtomicBoolean();
        try (var clients = new Clients(Server.of(apogee))) {
            DefaultMQProducer producer = clients.producer(settings -> {
                settings.setRetryTimesWhenSendAsyncFailed(0);
                settings.setRetryTimesWhenSendFailed(0);
                settings.setSendMsgTimeout(3_000);
            });
            Thread sender = Thread.ofPlatform().name("sender").start(() -> send(producer, topic, round, stopped));
            Eventually.eventually(() -> assertThat(acknowledged).hasSizeGreaterThan(round * ACKNOWLEDGED_BEFORE_KILL));
            apogee.kill9();
            stopped.set(true);
            sender.join(TimeUnit.SECONDS.toMillis(30));
        }
    }

    private void send(DefaultMQProducer producer, String topic, int round, AtomicBoolean stopped) {
        var slots = new Semaphore(IN_FLIGHT_MAX);
        for (int i = 0; !stopped.get(); i++) {
            String text = round + "-" + i;
            try {
                if (!slots.tryAcquire(1, TimeUnit.SECONDS)) {
                    continue;
                }
                producer.send(new Message(topic, "t", text, text.getBytes(UTF_8)), note(text, slots));
            } catch (Exception e) {
                slots.release(); // the server is gone: not acknowledged
            }
        }
    }

    private SendCallback note(String text, Semaphore slots) {
        return new SendCallback() {
            @Override
            public void onSuccess(SendResult result) {
                acknowledged.put(
                        result.getMsgId(),
                        new Acknowledged(text, result.getMessageQueue().getQueueId(), result.getQueueOffset()));
                slots.release();
            }

            @Override
            public void onException(Throwable failure) {
                slots.release();
            }
        };
    }

    private void check(List<MessageExt> stored) {
        var byId = new HashMap<String, Acknowledged>();
        var nextOffset = new HashMap<Integer, Long>();
        for (MessageExt message : stored) {
            var place = new Acknowledged(Inbox.body(message), message.getQueueId(), message.getQueueOffset());
            assertThat(byId.put(message.getMsgId(), place))
                    .as("stored twice: %s and %s", message.getMsgId(), place)
                    .isNull();
            assertThat(message.getQueueOffset())
                    .as("queue %d has no gap", message.getQueueId())
                    .isEqualTo(nextOffset.getOrDefault(message.getQueueId(), 0L));
            nextOffset.put(message.getQueueId(), message.getQueueOffset() + 1);
        }
        assertThat(byId).containsAllEntriesOf(acknowledged);
    }
}
