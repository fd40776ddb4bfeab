package org.apogeemq.conformance.tools;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apogeemq.conformance.clients.Clients.unique;
import static org.apogeemq.conformance.clients.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.rocketmq.client.exception.MQBrokerException;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageClientExt;
import org.apache.rocketmq.common.message.MessageExt;
import org.apogeemq.conformance.clients.Clients;
import org.apogeemq.conformance.clients.Inbox;
import org.apogeemq.testkit.process.ApogeeProcess;
import org.apogeemq.testkit.server.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** A topic that keeps the last message of each key, made by Apache's tool, of a broker that keeps little else. */
@ResourceLock(Resources.SYSTEM_OUT)
class CompactionTopicTest {
    private static final int SEGMENT = 65_536;
    private static final int KEYS = 25;

    private ApogeeProcess apogee;
    private Clients clients;
    private Mqadmin mqadmin;
    private String topic;

    @BeforeEach
    void start() {
        apogee = ApogeeProcess.up()
                .set("mappedFileSizeCommitLog", SEGMENT)
                .set("maxStoreSize", 4 * SEGMENT)
                .set("deleteFileBatchMax", 1000)
                .set("cleanResourceInterval", 100)
                .start();
        Server server = Server.of(apogee);
        clients = new Clients(server);
        mqadmin = new Mqadmin(server.nameServer());
        topic = unique("prices");
        String printed = mqadmin.run(
                "updateTopic",
                "-b",
                server.broker(),
                "-t",
                topic,
                "-r",
                "2",
                "-w",
                "2",
                "-a",
                "+cleanup.policy=COMPACTION");
        assertThat(printed).contains("create topic to " + server.broker() + " success");
    }

    @AfterEach
    void stop() {
        clients.close();
        apogee.close();
    }

    @Test
    void aConsumerThatBeginsAtTheBeginningGetsTheLastMessageOfEachKey() throws Exception {
        DefaultMQProducer producer = clients.producer();
        Map<String, String> last = new TreeMap<>();
        for (int round = 0; round < 8; round++) {
            for (int key = 0; key < KEYS; key++) {
                put(producer, "k" + key, round, last);
            }
        }
        pushOut(producer);
        put(producer, "k0", 8, last);
        put(producer, "new", 8, last);

        Inbox inbox = clients.consume(unique("group"), topic);
        assertLast(last, inbox);
        assertThat(inbox.count()).isLessThan(3 * KEYS);
        apogee.kill9();
        apogee.start();
        assertLast(last, clients.consume(unique("group"), topic));
        pushOut(producer);
        assertLast(last, clients.consume(unique("group"), topic));
        assertThat(byKey(clients.readAll(topic))).isEqualTo(last);
        MessageExt oldest = clients.readAll(topic).getFirst();
        assertThat(mqadmin.run("queryMsgById", "-t", topic, "-i", ((MessageClientExt) oldest).getOffsetMsgId()))
                .contains(oldest.getKeys());
    }

    @Test
    void aMessageWithoutKeyIsRefused() {
        DefaultMQProducer producer = clients.producer();
        assertThatThrownBy(() -> producer.send(new Message(topic, "x".getBytes(UTF_8))))
                .isInstanceOfSatisfying(
                        MQBrokerException.class,
                        refused -> assertThat(refused.getResponseCode()).isEqualTo(13))
                .hasMessageContaining("Required message key is missing")
                .hasMessageContaining(topic);
    }

    private void put(DefaultMQProducer producer, String key, int round, Map<String, String> last) throws Exception {
        String body = key + " in round " + round;
        Message message = new Message(topic, "t", key, body.getBytes(UTF_8));
        // One queue a key, as the client's own selector by hash would do: compaction is by queue.
        producer.send(message, (queues, sent, hash) -> queues.get((int) hash % queues.size()), key.hashCode() & 0xFFFF);
        last.put(key, body);
    }

    /** Sends so much else that everything before is gone from the log. */
    private void pushOut(DefaultMQProducer producer) throws Exception {
        String filler = clients.topic(1);
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            sent.add("filler" + i + "-".repeat(900));
            producer.send(new Message(filler, sent.getLast().getBytes(UTF_8)));
        }
        eventually(() -> assertThat(clients.readAll(filler)).hasSizeLessThan(4 * 64));
    }

    private static void assertLast(Map<String, String> last, Inbox inbox) {
        eventually(() -> assertThat(byKey(inbox.messages())).isEqualTo(last));
    }

    /** The body of the last message of each key. */
    private static Map<String, String> byKey(List<MessageExt> messages) {
        Map<String, MessageExt> newest = new TreeMap<>();
        messages.forEach(message -> newest.merge(
                message.getKeys(), message, (one, two) -> one.getQueueOffset() > two.getQueueOffset() ? one : two));
        Map<String, String> bodies = new TreeMap<>();
        newest.forEach((key, message) -> bodies.put(key, Inbox.body(message)));
        return bodies;
    }
}
