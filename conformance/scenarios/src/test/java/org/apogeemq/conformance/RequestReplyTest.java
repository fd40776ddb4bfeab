package org.apogeemq.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apogeemq.conformance.clients.Clients.unique;
import static org.apogeemq.conformance.clients.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.rocketmq.client.consumer.listener.ConsumeConcurrentlyStatus;
import org.apache.rocketmq.client.consumer.listener.MessageListenerConcurrently;
import org.apache.rocketmq.client.exception.RequestTimeoutException;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.client.producer.RequestCallback;
import org.apache.rocketmq.client.producer.SendStatus;
import org.apache.rocketmq.client.utils.MessageUtil;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageExt;
import org.apogeemq.conformance.clients.Clients;
import org.apogeemq.conformance.clients.ClientsOfTest;
import org.apogeemq.conformance.clients.Inbox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Requests that go as messages, and the replies to them. */
@ExtendWith(ClientsOfTest.class)
class RequestReplyTest {
    private static final int MILLIS = 40_000;

    @Test
    void whoAsksGetsTheReplyToWhatItAsked(Clients clients) throws Exception {
        String topic = clients.topic(2);
        List<Message> replies = replyTo(clients, topic);
        var requester = clients.producer();
        for (int i = 0; i < 5; i++) {
            Message reply = requester.request(new Message(topic, ("question " + i).getBytes(UTF_8)), MILLIS);
            assertThat(new String(reply.getBody(), UTF_8)).isEqualTo("reply to question " + i);
            assertThat(reply.getProperty("PUSH_REPLY_TIME")).isNotEmpty();
        }
        // Replies are stored as well.
        eventually(() -> assertThat(replies).hasSize(5));
        assertThat(Inbox.bodies(clients.readAll(replies.getFirst().getTopic()))).contains("reply to question 4");
    }

    @Test
    void whoAsksWithoutWaitingIsCalledWithTheReply(Clients clients) throws Exception {
        String topic = clients.topic(2);
        replyTo(clients, topic);
        var requester = clients.producer();
        List<CompletableFuture<String>> answers = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            CompletableFuture<String> answer = new CompletableFuture<>();
            answers.add(answer);
            expected.add("reply to q" + i);
            requester.request(new Message(topic, ("q" + i).getBytes(UTF_8)), completing(answer), MILLIS);
        }
        for (int i = 0; i < answers.size(); i++) {
            assertThat(answers.get(i).get(MILLIS, TimeUnit.MILLISECONDS)).isEqualTo(expected.get(i));
        }
    }

    @Test
    void manyRequestersAtATimeGetEachItsOwnReply(Clients clients) throws Exception {
        String topic = clients.topic(4);
        String repliers = unique("repliers");
        replyTo(clients, repliers, topic);
        replyTo(clients, repliers, topic);
        List<CompletableFuture<String>> answers = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int requester = 0; requester < 4; requester++) {
                DefaultMQProducer producer = clients.producer();
                for (int i = 0; i < 100; i++) {
                    String question = requester + "/" + i;
                    expected.add("reply to " + question);
                    answers.add(CompletableFuture.supplyAsync(() -> ask(producer, topic, question), threads));
                }
            }
            assertThat(answers.stream().map(CompletableFuture::join)).containsExactlyElementsOf(expected);
        }
    }

    private static String ask(DefaultMQProducer requester, String topic, String question) {
        try {
            Message reply = requester.request(new Message(topic, question.getBytes(UTF_8)), MILLIS);
            return new String(reply.getBody(), UTF_8);
        } catch (Exception e) {
            throw new IllegalStateException("no reply to " + question, e);
        }
    }

    @Test
    void aReplyToAClientThatIsGoneIsRefusedAndSaysSo(Clients clients) throws Exception {
        String topic = clients.topic(1);
        DefaultMQProducer requester = clients.producer();
        assertThatThrownBy(() -> requester.request(new Message(topic, "anybody?".getBytes(UTF_8)), 500))
                .isInstanceOf(RequestTimeoutException.class);
        Message question = clients.readAll(topic).getFirst();
        Message reply = MessageUtil.createReplyMessage(question, "too late".getBytes(UTF_8));
        DefaultMQProducer replier = clients.producer(settings -> settings.setRetryTimesWhenSendFailed(0));
        requester.shutdown();

        String clientId = MessageUtil.getReplyToClient(question);
        eventually(() -> assertThatThrownBy(() -> replier.send(reply))
                .hasStackTraceContaining("CODE: 1")
                .hasStackTraceContaining("<" + clientId + "> not found"));
    }

    private static RequestCallback completing(CompletableFuture<String> answer) {
        return new RequestCallback() {
            @Override
            public void onSuccess(Message message) {
                answer.complete(new String(message.getBody(), UTF_8));
            }

            @Override
            public void onException(Throwable failure) {
                answer.completeExceptionally(failure);
            }
        };
    }

    /** A consumer that replies to all that comes; the replies that were sent. */
    private static List<Message> replyTo(Clients clients, String topic) {
        return replyTo(clients, unique("repliers"), topic);
    }

    private static List<Message> replyTo(Clients clients, String group, String topic) {
        DefaultMQProducer replier = clients.producer();
        List<Message> sent = new CopyOnWriteArrayList<>();
        var consumer = clients.pushConsumer(group, topic, "*");
        consumer.registerMessageListener((MessageListenerConcurrently) (messages, context) -> {
            for (MessageExt message : messages) {
                try {
                    Message reply = MessageUtil.createReplyMessage(
                            message, ("reply to " + Inbox.body(message)).getBytes(UTF_8));
                    assertThat(replier.send(reply).getSendStatus()).isEqualTo(SendStatus.SEND_OK);
                    sent.add(reply);
                } catch (Exception e) {
                    throw new IllegalStateException("no reply to " + Inbox.body(message), e);
                }
            }
            return ConsumeConcurrentlyStatus.CONSUME_SUCCESS;
        });
        clients.start(consumer);
        return sent;
    }
}
