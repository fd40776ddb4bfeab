package org.apogeemq.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apogeemq.conformance.clients.Clients.unique;
import static org.apogeemq.conformance.clients.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.ArrayList;
import java.util.Comparator;
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

        Inbox second = clients.consume(group, topic);
        assertIsTheEndOf(missed, 20, second);
        apogee.kill9();
        apogee.start();
        Inbox other = clients.consume(unique("group"), topic);
        assertIsTheEndOf(missed, 20, other);
        assertThat(second.bodies()).containsAll(other.bodies());
    }

    @Test
    void aReaderOfADeletedRangeIsMovedOn() throws Exception {
        String topic = clients.topic(1);
        List<String> sent = sendUntilSomeExpired(topic, 0);
        DefaultLitePullConsumer consumer = clients.litePull(unique("group"), settings -> settings.setAutoCommit(false));
        MessageQueue queue = consumer.fetchMessageQueues(topic).iterator().next();
        consumer.assign(List.of(queue));
        // The first offset may expire between the question and the seek, which the client then refuses itself.
        eventually(() -> assertThatCode(() -> consumer.seek(queue, consumer.offsetForTimestamp(queue, 1L)))
                .doesNotThrowAnyException());

        List<MessageExt> read = new ArrayList<>();
        eventually(() -> {
            read.addAll(consumer.poll(100));
            assertThat(read).extracting(Inbox::body).contains(sent.getLast());
        });
        assertThat(Inbox.bodies(read)).isEqualTo(sent.subList(sent.size() - read.size(), sent.size()));
        assertThat(read.getFirst().getQueueOffset()).isEqualTo(sent.size() - read.size());
    }

    /** What was received is the end of what was sent; the first message of that has the queue offset {@code from}. */
    private static void assertIsTheEndOf(List<String> sent, int from, Inbox inbox) {
        eventually(() -> assertThat(inbox.bodies()).contains(sent.getLast()));
        List<String> received = inbox.messages().stream()
                .sorted(Comparator.comparingLong(MessageExt::getQueueOffset))
                .map(Inbox::body)
                .toList();
        int gone = sent.size() - received.size();
        assertThat(gone).isPositive();
        assertThat(received).isEqualTo(sent.subList(gone, sent.size()));
        assertThat(inbox.messages()).allMatch(message -> message.getQueueOffset() >= from + gone);
    }

    /** Sends until the first hundreds of messages of the topic are gone; returns the texts. */
    private List<String> sendUntilSomeExpired(String topic, int before) throws Exception {
        List<String> sent = new ArrayList<>();
        DefaultMQProducer producer = clients.producer();
        for (int i = 0; i < 800; i++) {
            String text = "late" + i + "-".repeat(900);
            producer.send(new Message(topic, text.getBytes(UTF_8)));
            sent.add(text);
        }
        // 800 messages of a KiB less the four segments that stay; a few more may go later.
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
