package org.apogeemq.conformance.clients;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.consumer.listener.ConsumeConcurrentlyStatus;
import org.apache.rocketmq.client.consumer.listener.ConsumeOrderlyStatus;
import org.apache.rocketmq.client.consumer.listener.MessageListenerConcurrently;
import org.apache.rocketmq.client.consumer.listener.MessageListenerOrderly;
import org.apache.rocketmq.common.message.MessageExt;
import org.assertj.core.api.Assertions;

/** What a push consumer received, in the order in which its listener was called. Safe for use by several threads. */
public final class Inbox {
    private final DefaultMQPushConsumer consumer;
    private final List<MessageExt> messages = new CopyOnWriteArrayList<>();

    Inbox(DefaultMQPushConsumer consumer) {
        this.consumer = consumer;
    }

    MessageListenerConcurrently concurrently() {
        return (arrived, context) -> {
            messages.addAll(arrived);
            return ConsumeConcurrentlyStatus.CONSUME_SUCCESS;
        };
    }

    MessageListenerOrderly orderly() {
        return (arrived, context) -> {
            messages.addAll(arrived);
            return ConsumeOrderlyStatus.SUCCESS;
        };
    }

    /** The consumer that fills this inbox. */
    public DefaultMQPushConsumer consumer() {
        return consumer;
    }

    /** All messages so far. */
    public List<MessageExt> messages() {
        return List.copyOf(messages);
    }

    /** How many messages came so far. */
    public int count() {
        return messages.size();
    }

    /** The bodies of all messages so far, as text. */
    public List<String> bodies() {
        return bodies(messages);
    }

    /** The bodies of messages, as text. */
    public static List<String> bodies(List<MessageExt> messages) {
        return messages.stream().map(Inbox::body).toList();
    }

    /** The body of a message, as text. */
    public static String body(MessageExt message) {
        return new String(message.getBody(), StandardCharsets.UTF_8);
    }

    /** The queue numbers from which messages came so far. */
    public Set<Integer> queueIds() {
        var ids = new TreeSet<Integer>();
        messages.forEach(message -> ids.add(message.getQueueId()));
        return ids;
    }

    /** Waits until exactly the given bodies have arrived, in any order. */
    public void awaitExactly(List<String> bodies) {
        Eventually.eventually(() -> Assertions.assertThat(bodies()).containsExactlyInAnyOrderElementsOf(bodies));
    }

    /** Waits until at least {@code count} messages have arrived. */
    public void awaitCount(int count) {
        Eventually.eventually(() -> Assertions.assertThat(messages).hasSizeGreaterThanOrEqualTo(count));
    }

    /** Shuts the consumer down, in good order. */
    public void shutdown() {
        consumer.shutdown();
    }
}
