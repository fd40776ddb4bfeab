package org.apogeemq.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apogeemq.conformance.clients.Clients.unique;
import static org.apogeemq.conformance.clients.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.consumer.listener.ConsumeConcurrentlyStatus;
import org.apache.rocketmq.client.consumer.listener.MessageListenerConcurrently;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageExt;
import org.apogeemq.conformance.clients.Clients;
import org.apogeemq.conformance.clients.Inbox;
import org.apogeemq.testkit.process.ApogeeProcess;
import org.apogeemq.testkit.server.Server;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A client that goes by the defaults and always fails; only the delays are shorter than they are with the defaults. */
class SixteenRetriesTest {
    private static final int RETRIES = 16;
    /** Of the levels 1 to 18; the first retry has level 3. */
    private static final List<Integer> SECONDS = List.of(9, 9, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 3);

    @Test
    @Timeout(300)
    void whatAlwaysFailsComesSixteenTimesAgainLaterAndLaterAndIsOneDeadLetterThen() throws Exception {
        var levels =
                String.join(" ", SECONDS.stream().map(seconds -> seconds + "s").toList());
        try (var apogee = ApogeeProcess.up().set("messageDelayLevel", levels).start();
                var clients = new Clients(Server.of(apogee))) {
            String topic = clients.topic(4);
            String group = unique("group");
            // Else made by the first heartbeat; clients look for topics that are new every half minute only.
            clients.server().createTopic("%RETRY%" + group, 1);
            Map<String, List<MessageExt>> seen = new ConcurrentHashMap<>();
            clients.start(failing(clients.pushConsumer(group, topic, "*"), seen));
            List<String> sent = Clients.send(clients.producer(), topic, "t", "bad", 5);
            for (int retry = 0; retry <= RETRIES; retry++) {
                int times = retry + 1;
                eventually(() -> assertThat(seen.values())
                        .hasSize(sent.size())
                        .allSatisfy(messages -> assertThat(messages).hasSizeGreaterThanOrEqualTo(times)));
            }

            String deadLetters = "%DLQ%" + group;
            eventually(() -> assertThat(clients.server().route(deadLetters)).isPresent());
            eventually(() ->
                    assertThat(Inbox.bodies(clients.readAll(deadLetters))).containsExactlyInAnyOrderElementsOf(sent));
            assertThat(seen.values()).allSatisfy(SixteenRetriesTest::assertSixteenRetries);
            assertNothingComesAfterwards(clients, topic, group, seen);
        }
    }

    private static DefaultMQPushConsumer failing(DefaultMQPushConsumer consumer, Map<String, List<MessageExt>> seen) {
        consumer.registerMessageListener((MessageListenerConcurrently) (messages, context) -> {
            messages.forEach(message -> seen.computeIfAbsent(Inbox.body(message), body -> new CopyOnWriteArrayList<>())
                    .add(message));
            return Inbox.body(messages.getFirst()).startsWith("bad")
                    ? ConsumeConcurrentlyStatus.RECONSUME_LATER
                    : ConsumeConcurrentlyStatus.CONSUME_SUCCESS;
        });
        return consumer;
    }

    private static void assertSixteenRetries(List<MessageExt> seen) {
        assertThat(seen)
                .extracting(MessageExt::getReconsumeTimes)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(0, RETRIES).boxed().toList());
        for (int retry = 1; retry <= RETRIES; retry++) {
            long delay =
                    seen.get(retry).getStoreTimestamp() - seen.get(retry - 1).getStoreTimestamp();
            assertThat(delay).as("retry %d", retry).isGreaterThanOrEqualTo(1_000L * SECONDS.get(retry + 1));
        }
    }

    /** A delayed message that was sent last is the last to come. */
    private static void assertNothingComesAfterwards(
            Clients clients, String topic, String group, Map<String, List<MessageExt>> seen) throws Exception {
        var message = new Message(topic, "good".getBytes(UTF_8));
        message.setDelayTimeLevel(SECONDS.size());
        clients.producer().send(message);
        eventually(() -> assertThat(seen).containsKey("good"));
        assertThat(clients.readAll("%DLQ%" + group)).hasSize(seen.size() - 1);
        assertThat(clients.readAll("%RETRY%" + group)).hasSize(RETRIES * (seen.size() - 1));
        seen.forEach((body, messages) -> assertThat(messages).hasSize(body.equals("good") ? 1 : RETRIES + 1));
    }
}
