package org.apogeemq.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apogeemq.conformance.clients.Clients.unique;
import static org.apogeemq.conformance.clients.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.rocketmq.client.consumer.DefaultLitePullConsumer;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageExt;
import org.apache.rocketmq.common.message.MessageQueue;
import org.apogeemq.conformance.clients.Clients;
import org.apogeemq.conformance.clients.Inbox;
import org.apogeemq.testkit.process.ApogeeProcess;
import org.apogeemq.testkit.server.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients of a broker that keeps only the last few hundred KiB. */
class ExpiredMessagesTest {
    private static final int SEGMENT = 65_536;

    private ApogeeProcess apogee;
    private Clients clients;

    @BeforeEach
    void start() {
        apogee = ApogeeProcess.up()
                .set("mappedFileSizeCommitLog", SEGMENT)
                .set("maxStoreSize", 4 * SEGMENT)
                .set("deleteFileBatchMax", 1000)
                .set("cleanResourceInterval", 100)
                .start();
        clients = new Clients(Server.of(apogee));
    }

    @AfterEach
    void stop() {
        clients.close();
        apogee.close();
    }

    @Test
    void aGroupThatWasAwayGoesOnWithTheFirstMessageThereIs() throws Exception {
        String topic = clients.topic(1);
        String group = unique("group");
        Inbox first = clients.consume(group, topic);
        first.awaitExactly(clients.send(topic, 20));
        first.shutdown();
        List<String> missed = sendUntilSomeExpired(topic, 20);

        long min = minOffset(topic);
        assertThat(min).isGreaterThan(20);
        Inbox second = clients.consume(group, topic);
        second.awaitExactly(missed.subList((int) min - 20, missed.size()));
        apogee.kill9();
        apogee.start();
        eventually(() -> assertThat(minOffset(topic)).isEqualTo(min));
        second.awaitExactly(missed.subList((int) min - 20, missed.size()));
    }

    @Test
    void aReaderOfADeletedRangeIsMovedOn() throws Exception {
        String topic = clients.topic(1);
        List<String> sent = sendUntilSomeExpired(topic, 0);
        DefaultLitePullConsumer consumer = clients.litePull(unique("group"), settings -> settings.setAutoCommit(false));
        MessageQueue queue = consumer.fetchMessageQueues(topic).iterator().next();
        long min = minOffset(topic);
        assertThat(consumer.offsetForTimestamp(queue, 1L)).isEqualTo(min);
        consumer.assign(List.of(queue));
        consumer.seek(queue, min);

        List<String> read = new ArrayList<>();
        eventually(() -> {
            for (MessageExt message : consumer.poll(100)) {
                assertThat(message.getQueueOffset()).isEqualTo(min + read.size());
                read.add(Inbox.body(message));
            }
            assertThat(read).isEqualTo(sent.subList((int) min, sent.size()));
        });
    }

    /** Sends until the first hundred messages of the topic are gone and nothing more goes; returns the texts. */
    private List<String> sendUntilSomeExpired(String topic, int before) throws Exception {
        List<String> sent = new ArrayList<>();
        DefaultMQProducer producer = clients.producer();
        for (int i = 0; i < 800; i++) {
            String text = "late" + i + "-".repeat(900);
            producer.send(new Message(topic, text.getBytes(UTF_8)));
            sent.add(text);
        }
        // 800 messages of a KiB less the four segments that stay: what is fifth from the end is going.
        eventually(() -> assertThat(minOffset(topic)).isGreaterThan(before + 800 - 4 * 64));
        return sent;
    }

    private long minOffset(String topic) throws Exception {
        DefaultLitePullConsumer consumer = clients.litePull(unique("looker"), settings -> {});
        try {
            MessageQueue queue = consumer.fetchMessageQueues(topic).iterator().next();
            return consumer.offsetForTimestamp(queue, 1L);
        } finally {
            consumer.shutdown();
        }
    }
}
