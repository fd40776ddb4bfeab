package org.apogeemq.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apogeemq.conformance.clients.Clients.unique;
import static org.apogeemq.conformance.clients.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.consumer.listener.ConsumeConcurrentlyStatus;
import org.apache.rocketmq.client.consumer.listener.ConsumeOrderlyStatus;
import org.apache.rocketmq.client.consumer.listener.MessageListenerConcurrently;
import org.apache.rocketmq.client.consumer.listener.MessageListenerOrderly;
import org.apache.rocketmq.client.producer.SendStatus;
import org.apache.rocketmq.common.message.Message;
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

/** Delay levels, and what a group could not consume; the levels are seconds here, so that nobody waits for hours. */
class RetryTest {
    private static final int RETRIES = 2;

    private static ApogeeProcess apogee;

    private Clients clients;

    @BeforeAll
    static void start() {
        apogee = ApogeeProcess.up().set("messageDelayLevel", "1s 3s 1s 2s 1s").start();
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
    void aDelayedMessageComesWhenItsDelayIsOverAndNotBefore() throws Exception {
        String topic = clients.topic(4);
        Inbox inbox = clients.consume(unique("group"), topic);
        var producer = clients.producer();
        List<Integer> seconds = List.of(1, 3);
        for (int level = 1; level <= seconds.size(); level++) {
            Message message = new Message(topic, "tag", "key" + level, ("level" + level).getBytes(UTF_8));
            message.setDelayTimeLevel(level);
            message.putUserProperty("mine", "kept");
            assertThat(producer.send(message).getSendStatus()).isEqualTo(SendStatus.SEND_OK);
        }

        inbox.awaitExactly(List.of("level1", "level2"));
        for (MessageExt message : inbox.messages()) {
            long delay = 1000L * seconds.get(Inbox.body(message).charAt(5) - '1');
            assertThat(message.getStoreTimestamp() - message.getBornTimestamp())
                    .isCloseTo(delay, within(900L))
                    .isGreaterThanOrEqualTo(delay);
            assertThat(message.getTopic()).isEqualTo(topic);
            assertThat(message.getTags()).isEqualTo("tag");
            assertThat(message.getUserProperty("mine")).isEqualTo("kept");
            assertThat(message.getReconsumeTimes()).isZero();
        }
    }

    @Test
    void whatWaitsAndWhatIsBeingDeliveredSurvivesAKillAndComesOnce() throws Exception {
        String topic = clients.topic(4);
        var producer = clients.producer();
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            Message message = new Message(topic, ("m" + i).getBytes(UTF_8));
            message.setDelayTimeLevel(i % 2 + 1);
            producer.send(message);
            sent.add("m" + i);
        }
        eventually(() -> assertThat(clients.readAll(topic)).isNotEmpty());
        clients.close();
        apogee.kill9();
        apogee.start();
        clients = new Clients(Server.of(apogee));

        clients.consume(unique("group"), topic).awaitExactly(sent);
    }

    @Test
    void whatAlwaysFailsComesAgainLaterEachTimeAndIsOneDeadLetterAtLast() throws Exception {
        String topic = clients.topic(4);
        String group = unique("group");
        List<MessageExt> seen = new CopyOnWriteArrayList<>();
        var consumer = consumer(group, topic);
        consumer.registerMessageListener((MessageListenerConcurrently) (messages, context) -> {
            seen.addAll(messages);
            return ConsumeConcurrentlyStatus.RECONSUME_LATER;
        });
        clients.start(consumer);
        Message message = new Message(topic, "tag", "order-1", "bad".getBytes(UTF_8));
        message.putUserProperty("mine", "kept");
        String id = clients.producer().send(message).getMsgId();

        String deadLetters = "%DLQ%" + group;
        eventually(() -> assertThat(clients.server().route(deadLetters)).isPresent());
        eventually(() -> assertThat(clients.readAll(deadLetters)).hasSize(1));
        assertThat(seen).extracting(MessageExt::getReconsumeTimes).containsExactly(0, 1, 2);
        assertThat(seen).allSatisfy(again -> {
            assertThat(again.getTopic()).isEqualTo(topic);
            assertThat(again.getMsgId()).isEqualTo(id);
            assertThat(again.getUserProperty("mine")).isEqualTo("kept");
        });
        assertThat(seen.get(1).getStoreTimestamp() - seen.get(0).getStoreTimestamp())
                .isGreaterThanOrEqualTo(1_000);
        assertThat(seen.get(2).getStoreTimestamp() - seen.get(1).getStoreTimestamp())
                .isGreaterThanOrEqualTo(2_000);
        MessageExt dead = clients.readAll(deadLetters).getFirst();
        assertThat(Inbox.body(dead)).isEqualTo("bad");
        assertThat(dead.getKeys()).isEqualTo("order-1");
        assertThat(dead.getProperty("RETRY_TOPIC")).isEqualTo(topic);
        assertThat(dead.getProperty("ORIGIN_MESSAGE_ID")).isNotEmpty();
        assertThat(dead.getProperty("DLQ_REASON")).contains("3 times");
        assertThat(dead.getReconsumeTimes()).isEqualTo(RETRIES + 1);
    }

    @Test
    void aRetryThatSucceedsIsTheLastAndOthersAreNotHeldUp() {
        String topic = clients.topic(1);
        AtomicInteger failures = new AtomicInteger();
        List<String> consumed = new CopyOnWriteArrayList<>();
        var consumer = consumer(unique("group"), topic);
        consumer.registerMessageListener((MessageListenerConcurrently) (messages, context) -> {
            String body = Inbox.body(messages.getFirst());
            if (body.equals("m3") && failures.getAndIncrement() == 0) {
                return ConsumeConcurrentlyStatus.RECONSUME_LATER;
            }
            consumed.add(body);
            return ConsumeConcurrentlyStatus.CONSUME_SUCCESS;
        });
        clients.start(consumer);
        List<String> sent = clients.send(topic, 10);

        eventually(() -> assertThat(consumed).containsExactlyInAnyOrderElementsOf(sent));
        assertThat(consumed.getLast()).isEqualTo("m3");
    }

    @Test
    void anOrderlyConsumerTriesAgainInPlaceAndGivesUpIntoTheDeadLetters() {
        String topic = clients.topic(1);
        String group = unique("group");
        List<String> seen = new CopyOnWriteArrayList<>();
        var consumer = consumer(group, topic);
        consumer.setSuspendCurrentQueueTimeMillis(100);
        consumer.registerMessageListener((MessageListenerOrderly) (messages, context) -> {
            messages.forEach(message -> seen.add(Inbox.body(message)));
            return Inbox.body(messages.getFirst()).equals("m0")
                    ? ConsumeOrderlyStatus.SUSPEND_CURRENT_QUEUE_A_MOMENT
                    : ConsumeOrderlyStatus.SUCCESS;
        });
        clients.start(consumer);
        clients.send(topic, 3);

        String deadLetters = "%DLQ%" + group;
        eventually(() -> assertThat(clients.server().route(deadLetters)).isPresent());
        eventually(() -> assertThat(Inbox.bodies(clients.readAll(deadLetters))).containsExactly("m0"));
        eventually(() -> assertThat(seen).endsWith("m1", "m2"));
        assertThat(seen).containsExactly("m0", "m0", "m0", "m1", "m2");
        assertThat(clients.readAll(deadLetters).getFirst().getProperty("DLQ_REASON"))
                .isNotEmpty();
    }

    /** A consumer that takes message by message and gives up after {@value #RETRIES} retries. */
    private DefaultMQPushConsumer consumer(String group, String topic) {
        // Else made by the first heartbeat; clients look for topics that are new every half minute only.
        clients.server().createTopic("%RETRY%" + group, 1);
        var consumer = clients.pushConsumer(group, topic, "*");
        consumer.setMaxReconsumeTimes(RETRIES);
        consumer.setConsumeMessageBatchMaxSize(1);
        return consumer;
    }
}
