package org.apogeemq.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apogeemq.conformance.clients.Clients.unique;
import static org.apogeemq.conformance.clients.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.rocketmq.client.consumer.DefaultLitePullConsumer;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.common.message.Message;
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
    void aSubscribedConsumerReadsAQueueItWasGivenAgainFromAnyOffset(Clients clients) throws Exception {
        String topic = clients.topic(2);
        String group = unique("group");
        clients.send(topic, 60);
        DefaultLitePullConsumer consumer = clients.litePull(group, settings -> subscribe(settings, topic, "*"));
        poll(consumer, 60);
        for (MessageQueue queue : consumer.assignment()) {
            List<String> stored = stored(clients, queue);
            consumer.seek(queue, 10);
            assertThat(Inbox.bodies(poll(consumer, 20))).containsExactlyElementsOf(stored.subList(10, 30));
        }

        // The queue stays where it is while others come into the group.
        MessageQueue mine = giveOneAway(clients, group, topic, consumer);
        consumer.seekToBegin(mine);
        List<MessageExt> again = poll(consumer, 30);
        assertThat(Inbox.bodies(again)).containsExactlyElementsOf(stored(clients, mine));
    }

    /** Another member comes; the queue that {@code consumer} has left. */
    private static MessageQueue giveOneAway(
            Clients clients, String group, String topic, DefaultLitePullConsumer consumer) throws Exception {
        DefaultLitePullConsumer other = clients.litePull(group, settings -> subscribe(settings, topic, "*"));
        eventually(() -> {
            assertThat(consumer.assignment()).hasSize(1);
            assertThat(other.assignment()).hasSize(1).doesNotContainAnyElementsOf(consumer.assignment());
        });
        return consumer.assignment().iterator().next();
    }

    private static List<String> stored(Clients clients, MessageQueue queue) {
        return Inbox.bodies(clients.readAll(queue.getTopic()).stream()
                .filter(message -> message.getQueueId() == queue.getQueueId())
                .toList());
    }

    @Test
    void aQueueThatIsPausedGivesNothingUntilItIsResumed(Clients clients) throws Exception {
        String topic = clients.topic(2);
        DefaultLitePullConsumer consumer = clients.litePull(unique("group"), settings -> {});
        List<MessageQueue> queues = Clients.sorted(consumer.fetchMessageQueues(topic));
        consumer.assign(queues);
        poll(consumer, sendTo(clients, queues.get(0), "first", 5).size());
        poll(consumer, sendTo(clients, queues.get(1), "first", 5).size());

        consumer.pause(queues.subList(0, 1));
        poll(consumer, sendTo(clients, queues.get(0), "asked for before", 1).size());
        List<String> paused = sendTo(clients, queues.get(0), "paused", 20);
        List<String> others = sendTo(clients, queues.get(1), "others", 20);
        assertThat(Inbox.bodies(poll(consumer, 20))).containsExactlyElementsOf(others);
        consumer.resume(queues.subList(0, 1));
        assertThat(Inbox.bodies(poll(consumer, 20))).containsExactlyElementsOf(paused);
    }

    private static List<String> sendTo(Clients clients, MessageQueue queue, String beginning, int count)
            throws Exception {
        List<String> texts = Clients.texts(beginning, count);
        var producer = clients.producer();
        for (String text : texts) {
            producer.send(new Message(queue.getTopic(), text.getBytes(UTF_8)), queue);
        }
        return texts;
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
