package org.apogeemq.conformance;

import static org.apogeemq.conformance.clients.Clients.unique;
import static org.apogeemq.conformance.clients.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.rocketmq.client.consumer.DefaultLitePullConsumer;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.common.message.MessageExt;
import org.apache.rocketmq.common.message.MessageQueue;
import org.apogeemq.conformance.clients.Clients;
import org.apogeemq.conformance.clients.ClientsOfTest;
import org.apogeemq.conformance.clients.Inbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ClientsOfTest.class)
class LitePullConsumingTest {
    private static final int POLL_MILLIS = 200;

    @Test
    void aSubscribedLitePullConsumerGetsEveryMessage(Clients clients) {
        String topic = clients.topic(4);
        DefaultLitePullConsumer consumer =
                clients.litePull(unique("group"), settings -> subscribe(settings, topic, "*"));
        List<String> sent = clients.send(topic, 100);

        assertThat(Inbox.bodies(poll(consumer, sent.size()))).containsExactlyInAnyOrderElementsOf(sent);
    }

    @Test
    void aSubscribedLitePullConsumerGetsOnlyTheTagsItAskedFor(Clients clients) {
        String topic = clients.topic(2);
        DefaultLitePullConsumer consumer =
                clients.litePull(unique("group"), settings -> subscribe(settings, topic, "red || blue"));
        var producer = clients.producer();
        Clients.send(producer, topic, "green", "g", 20);
        List<String> wanted = new ArrayList<>(Clients.send(producer, topic, "red", "r", 20));
        wanted.addAll(Clients.send(producer, topic, "blue", "b", 20));

        assertThat(Inbox.bodies(poll(consumer, wanted.size()))).containsExactlyInAnyOrderElementsOf(wanted);
    }

    @Test
    void anAssignedQueueCanBeReadAgainFromAnyOffset(Clients clients) throws Exception {
        String topic = clients.topic(1);
        List<String> sent = clients.send(topic, 50);
        DefaultLitePullConsumer consumer = clients.litePull(unique("group"), settings -> {});
        MessageQueue queue = consumer.fetchMessageQueues(topic).iterator().next();
        consumer.assign(Set.of(queue));

        consumer.seekToBegin(queue);
        assertThat(Inbox.bodies(poll(consumer, 50))).containsExactlyElementsOf(sent);
        consumer.seek(queue, 20);
        assertThat(Inbox.bodies(poll(consumer, 30))).containsExactlyElementsOf(sent.subList(20, 50));
        consumer.seekToEnd(queue);
        List<String> later = Clients.send(clients.producer(), topic, "t", "later", 5);
        assertThat(Inbox.bodies(poll(consumer, 5))).containsExactlyElementsOf(later);
    }

    @Test
    @SuppressWarnings("deprecation") // commitSync is the way both versions have
    void aGroupContinuesWhereItsLastMemberCommitted(Clients clients) throws Exception {
        String topic = clients.topic(1);
        String group = unique("group");
        DefaultLitePullConsumer first = clients.litePull(group, settings -> {
            subscribe(settings, topic, "*");
            settings.setAutoCommit(false);
        });
        clients.send(topic, 30);
        poll(first, 30);
        first.commitSync();
        MessageQueue queue = first.fetchMessageQueues(topic).iterator().next();
        eventually(() -> assertThat(first.committed(queue)).isEqualTo(30));
        first.shutdown();

        List<String> later = Clients.send(clients.producer(), topic, "t", "later", 10);
        DefaultLitePullConsumer second = clients.litePull(group, settings -> subscribe(settings, topic, "*"));
        assertThat(Inbox.bodies(poll(second, 10))).containsExactlyElementsOf(later);
    }

    @Test
    void theOffsetOfATimeIsThatOfTheFirstMessageStoredThenOrLater(Clients clients) throws Exception {
        String topic = clients.topic(1);
        clients.send(topic, 20);
        List<MessageExt> stored = clients.readAll(topic);
        DefaultLitePullConsumer consumer = clients.litePull(unique("group"), settings -> {});
        MessageQueue queue = consumer.fetchMessageQueues(topic).iterator().next();

        long tenth = stored.get(10).getStoreTimestamp();
        long first = stored.stream()
                .filter(message -> message.getStoreTimestamp() >= tenth)
                .mapToLong(MessageExt::getQueueOffset)
                .min()
                .orElseThrow();
        assertThat(consumer.offsetForTimestamp(queue, tenth)).isEqualTo(first);
        assertThat(consumer.offsetForTimestamp(queue, stored.get(0).getStoreTimestamp() - 60_000))
                .isZero();
        assertThat(consumer.offsetForTimestamp(queue, stored.get(19).getStoreTimestamp() + 60_000))
                .isEqualTo(20);
    }

    /** Polls until {@code count} messages have come or nothing came for a while; returns what came. */
    private static List<MessageExt> poll(DefaultLitePullConsumer consumer, int count) {
        var messages = new ArrayList<MessageExt>();
        eventually(() -> {
            messages.addAll(consumer.poll(POLL_MILLIS));
            assertThat(messages).hasSizeGreaterThanOrEqualTo(count);
        });
        return messages;
    }

    private static void subscribe(DefaultLitePullConsumer consumer, String topic, String tags) {
        try {
            consumer.subscribe(topic, tags);
        } catch (MQClientException e) {
            throw new IllegalStateException(e);
        }
    }
}
