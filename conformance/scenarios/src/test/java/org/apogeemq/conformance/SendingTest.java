package org.apogeemq.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apogeemq.conformance.clients.Clients.texts;
import static org.apogeemq.conformance.clients.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.rocketmq.client.producer.SendCallback;
import org.apache.rocketmq.client.producer.SendResult;
import org.apache.rocketmq.client.producer.SendStatus;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageExt;
import org.apache.rocketmq.common.message.MessageQueue;
import org.apogeemq.conformance.clients.Clients;
import org.apogeemq.conformance.clients.ClientsOfTest;
import org.apogeemq.conformance.clients.Inbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(ClientsOfTest.class)
class SendingTest {
    @Test
    void aMessageSentAndWaitedForIsStoredOnceWithTheOffsetThatWasAnswered(Clients clients) throws Exception {
        String topic = clients.topic(4);
        SendResult sent = clients.producer().send(new Message(topic, "hello".getBytes(UTF_8)));

        assertThat(sent.getSendStatus()).isEqualTo(SendStatus.SEND_OK);
        assertThat(clients.readAll(topic)).singleElement().satisfies(message -> {
            assertThat(Inbox.body(message)).isEqualTo("hello");
            assertThat(message.getQueueOffset()).isEqualTo(sent.getQueueOffset());
            assertThat(message.getQueueId()).isEqualTo(sent.getMessageQueue().getQueueId());
            assertThat(message.getMsgId()).isEqualTo(sent.getMsgId());
        });
    }

    @Test
    void tagsKeysFlagAndPropertiesComeBackAsTheyWereSent(Clients clients) throws Exception {
        String topic = clients.topic(1);
        var message = new Message(topic, "red", "order-17 order-18", "x".getBytes(UTF_8));
        message.setFlag(42);
        message.putUserProperty("colour", "rouge, 红 & \"red\"");
        clients.producer().send(message);

        assertThat(clients.readAll(topic)).singleElement().satisfies(read -> {
            assertThat(read.getTags()).isEqualTo("red");
            assertThat(read.getKeys()).isEqualTo("order-17 order-18");
            assertThat(read.getFlag()).isEqualTo(42);
            assertThat(read.getUserProperty("colour")).isEqualTo("rouge, 红 & \"red\"");
            assertThat(read.getBornTimestamp()).isPositive();
            assertThat(read.getStoreTimestamp()).isPositive();
        });
    }

    @Test
    void asynchronousSendsAreAllAnsweredAndAllStored(Clients clients) throws Exception {
        String topic = clients.topic(4);
        var producer = clients.producer();
        var answers = new ArrayList<CompletableFuture<SendResult>>();
        for (int i = 0; i < 500; i++) {
            var answer = new CompletableFuture<SendResult>();
            producer.send(new Message(topic, ("m" + i).getBytes(UTF_8)), completing(answer));
            answers.add(answer);
        }
        CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new)).get(30, TimeUnit.SECONDS);

        assertThat(Inbox.bodies(clients.readAll(topic)))
                .containsExactlyInAnyOrderElementsOf(texts("m", 500))
                .hasSize(500);
    }

    @Test
    void oneWaySendsAreStored(Clients clients) throws Exception {
        String topic = clients.topic(2);
        var producer = clients.producer();
        producer.send(new Message(topic, "m0".getBytes(UTF_8))); // nobody would tell if a cold start lost one
        for (String text : texts("m", 50).subList(1, 50)) {
            producer.sendOneway(new Message(topic, text.getBytes(UTF_8)));
        }

        eventually(() ->
                assertThat(Inbox.bodies(clients.readAll(topic))).containsExactlyInAnyOrderElementsOf(texts("m", 50)));
    }

    @Test
    void aBatchIsStoredAsSingleMessagesInOrderInOneQueue(Clients clients) throws Exception {
        String topic = clients.topic(4);
        List<Message> batch = texts("m", 100).stream()
                .map(text -> new Message(topic, "tag", "key-" + text, text.getBytes(UTF_8)))
                .toList();
        SendResult sent = clients.producer().send(batch);

        List<MessageExt> read = clients.readAll(topic);
        assertThat(sent.getSendStatus()).isEqualTo(SendStatus.SEND_OK);
        assertThat(sent.getMsgId().split(",")).hasSize(100);
        assertThat(Inbox.bodies(read)).containsExactlyElementsOf(texts("m", 100));
        assertThat(read)
                .extracting(MessageExt::getQueueId)
                .containsOnly(sent.getMessageQueue().getQueueId());
        assertThat(read).extracting(MessageExt::getQueueOffset).isSorted();
        assertThat(read).extracting(MessageExt::getKeys).startsWith("key-m0", "key-m1");
        assertThat(read).extracting(MessageExt::getTags).containsOnly("tag");
    }

    @Test
    void aMessageGoesToTheQueueTheSenderChose(Clients clients) throws Exception {
        String topic = clients.topic(4);
        var producer = clients.producer();
        MessageQueue third =
                Clients.sorted(producer.fetchPublishMessageQueues(topic)).get(2);
        SendResult sent = producer.send(new Message(topic, "here".getBytes(UTF_8)), third);

        assertThat(sent.getMessageQueue()).isEqualTo(third);
        assertThat(clients.readAll(topic)).extracting(MessageExt::getQueueId).containsExactly(third.getQueueId());
    }

    @Test
    void aSelectorKeepsTheMessagesOfAKeyInOneQueueAndInOrder(Clients clients) throws Exception {
        String topic = clients.topic(4);
        var producer = clients.producer();
        for (int i = 0; i < 40; i++) {
            int key = i % 4;
            producer.send(
                    new Message(topic, "m", "key" + key, ("m" + i).getBytes(UTF_8)),
                    (queues, message, argument) -> Clients.sorted(queues).get((Integer) argument % queues.size()),
                    key);
        }

        List<MessageExt> read = clients.readAll(topic);
        for (int key = 0; key < 4; key++) {
            int queueId = key;
            List<String> expected = IntStream.range(0, 40)
                    .filter(i -> i % 4 == queueId)
                    .mapToObj(i -> "m" + i)
                    .toList();
            assertThat(read.stream().filter(message -> message.getQueueId() == queueId))
                    .extracting(Inbox::body)
                    .containsExactlyElementsOf(expected);
        }
    }

    @Test
    void aLargeBodyIsCompressedOnItsWayAndComesBackWhole(Clients clients) throws Exception {
        String topic = clients.topic(1);
        byte[] body = "all work and no play ".repeat(10_000).getBytes(UTF_8);
        clients.producer(settings -> settings.setCompressMsgBodyOverHowmuch(4_096))
                .send(new Message(topic, body));

        assertThat(clients.readAll(topic)).singleElement().satisfies(message -> {
            assertThat(message.getBody()).isEqualTo(body);
            assertThat(message.getStoreSize()).isLessThan(body.length / 2);
        });
    }

    @Test
    void aBodyOfFourMebibytesLessSomeRoomPasses(Clients clients) throws Exception {
        String topic = clients.topic(1);
        byte[] body = new byte[4 * 1024 * 1024 - 16];
        new Random(7).nextBytes(body);
        clients.producer(settings -> settings.setCompressMsgBodyOverHowmuch(Integer.MAX_VALUE))
                .send(new Message(topic, body));

        assertThat(clients.readAll(topic))
                .singleElement()
                .satisfies(message -> assertThat(message.getBody()).isEqualTo(body));
    }

    @Test
    void aTopicNobodyMadeIsMadeByTheFirstMessage(Clients clients) throws Exception {
        String topic = Clients.unique("automatic");
        assertThat(clients.server().route(topic)).isEmpty();
        SendResult sent = clients.producer().send(new Message(topic, "first".getBytes(UTF_8)));

        assertThat(sent.getSendStatus()).isEqualTo(SendStatus.SEND_OK);
        eventually(() -> assertThat(clients.server().route(topic)).isPresent());
        assertThat(Inbox.bodies(clients.readAll(topic))).containsExactly("first");
    }

    @Test
    @SuppressWarnings("deprecation") // the way both versions have
    void aMessageIsFoundByTheIdsThatItsSenderGot(Clients clients) throws Exception {
        String topic = clients.topic(1);
        var producer = clients.producer();
        SendResult sent = producer.send(new Message(topic, "tag", "key", "found".getBytes(UTF_8)));

        assertThat(Inbox.body(producer.viewMessage(topic, sent.getOffsetMsgId())))
                .isEqualTo("found");
    }

    @Test
    void aClientThatUsesTheSecondPortIsServedThere(Clients clients) throws Exception {
        String topic = clients.topic(2);
        Inbox inbox =
                clients.consume(Clients.unique("group"), topic, "*", consumer -> consumer.setVipChannelEnabled(true));
        var producer = clients.producer(settings -> settings.setVipChannelEnabled(true));

        inbox.awaitExactly(Clients.send(producer, topic, "t", "m", 20));
    }

    private static SendCallback completing(CompletableFuture<SendResult> answer) {
        return new SendCallback() {
            @Override
            public void onSuccess(SendResult result) {
                answer.complete(result);
            }

            @Override
            public void onException(Throwable failure) {
                answer.completeExceptionally(failure);
            }
        };
    }
}
