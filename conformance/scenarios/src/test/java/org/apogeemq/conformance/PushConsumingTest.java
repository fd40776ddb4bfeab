package org.apogeemq.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apogeemq.conformance.clients.Clients.unique;
import static org.apogeemq.conformance.clients.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageExt;
import org.apogeemq.conformance.clients.Clients;
import org.apogeemq.conformance.clients.ClientsOfTest;
import org.apogeemq.conformance.clients.Inbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ClientsOfTest.class)
class PushConsumingTest {
    @Test
    void aConsumerGetsEveryMessageOnce(Clients clients) {
        String topic = clients.topic(4);
        Inbox inbox = clients.consume(unique("group"), topic);
        List<String> sent = clients.send(topic, 200);

        inbox.awaitExactly(sent);
        assertThat(inbox.queueIds()).containsExactly(0, 1, 2, 3);
    }

    @Test
    void messagesSentBeforeTheGroupExistedAreDeliveredWhenItStartsAtTheFirst(Clients clients) {
        String topic = clients.topic(4);
        List<String> sent = clients.send(topic, 100);

        clients.consume(unique("group"), topic).awaitExactly(sent);
    }

    @Test
    void everyGroupGetsEveryMessage(Clients clients) {
        String topic = clients.topic(2);
        Inbox one = clients.consume(unique("group"), topic);
        Inbox other = clients.consume(unique("group"), topic);
        List<String> sent = clients.send(topic, 50);

        one.awaitExactly(sent);
        other.awaitExactly(sent);
    }

    @Test
    void onlyMessagesWithOneOfTheTagsAreDelivered(Clients clients) {
        String topic = clients.topic(2);
        Inbox inbox = clients.consume(unique("group"), topic, "red || blue", settings -> {});
        var producer = clients.producer();
        List<String> wanted = new ArrayList<>(Clients.send(producer, topic, "red", "r", 20));
        Clients.send(producer, topic, "green", "g", 20);
        wanted.addAll(Clients.send(producer, topic, "blue", "b", 20));

        inbox.awaitExactly(wanted);
    }

    @Test
    void tagsWithTheSameHashAreToldApart(Clients clients) {
        String topic = clients.topic(1);
        assertThat("Aa".hashCode()).isEqualTo("BB".hashCode());
        Inbox inbox = clients.consume(unique("group"), topic, "Aa", settings -> {});
        var producer = clients.producer();
        Clients.send(producer, topic, "BB", "not-wanted", 5);
        List<String> wanted = Clients.send(producer, topic, "Aa", "wanted", 5);

        inbox.awaitExactly(wanted);
    }

    @Test
    void everyMemberOfABroadcastGroupGetsEveryMessage(Clients clients) {
        String topic = clients.topic(4);
        String group = unique("group");
        Inbox one = clients.consume(group, topic, "*", PushConsumingTest::broadcasting);
        Inbox other = clients.consume(group, topic, "*", PushConsumingTest::broadcasting);
        List<String> sent = clients.send(topic, 60);

        one.awaitExactly(sent);
        other.awaitExactly(sent);
    }

    @Test
    void aConsumerOfTwoTopicsGetsTheMessagesOfBoth(Clients clients) {
        String first = clients.topic(2);
        String second = clients.topic(2);
        Inbox inbox = clients.consume(unique("group"), first, "*", consumer -> subscribe(consumer, second));
        List<String> sent = new ArrayList<>(Clients.send(clients.producer(), first, "t", "first", 10));
        sent.addAll(Clients.send(clients.producer(), second, "t", "second", 10));

        inbox.awaitExactly(sent);
    }

    @Test
    void anOrderlyListenerSeesEachQueueInItsOrder(Clients clients) throws Exception {
        String topic = clients.topic(4);
        Inbox inbox = clients.consumeOrderly(unique("group"), topic);
        var producer = clients.producer();
        for (int i = 0; i < 200; i++) {
            producer.send(
                    new Message(topic, Integer.toString(i).getBytes(UTF_8)),
                    (queues, message, key) -> Clients.sorted(queues).get((Integer) key % queues.size()),
                    i % 4);
        }

        inbox.awaitCount(200);
        assertThat(inbox.messages()).hasSize(200);
        assertThat(offsetsByQueue(inbox.messages()).values())
                .hasSize(4)
                .allSatisfy(
                        offsets -> assertThat(offsets).hasSize(50).isSorted().doesNotHaveDuplicates());
    }

    @Test
    void twoOrderlyConsumersNeverShareAQueue(Clients clients) {
        String topic = clients.topic(4);
        String group = unique("group");
        Inbox one = clients.consumeOrderly(group, topic);
        Inbox other = clients.consumeOrderly(group, topic);
        var producer = clients.producer();
        var sent = new ArrayList<String>();
        eventually(() -> {
            sent.addAll(Clients.send(producer, topic, "t", "m" + sent.size() + "-", 8));
            assertThat(other.queueIds()).hasSize(2);
        });
        sent.addAll(Clients.send(producer, topic, "t", "last", 40));

        eventually(() -> assertThat(one.count() + other.count()).isGreaterThanOrEqualTo(sent.size()));
        var received = new ArrayList<>(one.bodies());
        received.addAll(other.bodies());
        assertThat(received).containsAll(sent);
        assertThat(queuesOfTheLast(one)).doesNotContainAnyElementsOf(queuesOfTheLast(other));
    }

    private static List<Integer> queuesOfTheLast(Inbox inbox) {
        return inbox.messages().stream()
                .filter(message -> Inbox.body(message).startsWith("last"))
                .map(MessageExt::getQueueId)
                .distinct()
                .toList();
    }

    private static Map<Integer, List<Long>> offsetsByQueue(List<MessageExt> messages) {
        var offsets = new HashMap<Integer, List<Long>>();
        for (MessageExt message : messages) {
            offsets.computeIfAbsent(message.getQueueId(), id -> new ArrayList<>())
                    .add(message.getQueueOffset());
        }
        return offsets;
    }

    /** The class that names the models has moved between the versions of the client, so it is not named here. */
    private static void broadcasting(DefaultMQPushConsumer consumer) {
        consumer.setMessageModel(Enum.valueOf(consumer.getMessageModel().getDeclaringClass(), "BROADCASTING"));
    }

    private static void subscribe(DefaultMQPushConsumer consumer, String topic) {
        try {
            consumer.subscribe(topic, "*");
        } catch (MQClientException e) {
            throw new IllegalStateException(e);
        }
    }
}
