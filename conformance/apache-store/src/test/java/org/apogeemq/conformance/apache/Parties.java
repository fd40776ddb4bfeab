package org.apogeemq.conformance.apache;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.rocketmq.client.consumer.DefaultMQPullConsumer;
import org.apache.rocketmq.client.consumer.PullResult;
import org.apache.rocketmq.client.consumer.PullStatus;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.message.MessageQueue;
import org.apogeemq.conformance.clients.Clients;
import org.awaitility.Awaitility;

/** Clients of one scenario: a reader that looks at every queue, and a producer. They outlive the brokers. */
@SuppressWarnings("deprecation")
final class Parties implements AutoCloseable {
    private static final int PULL_COUNT = 32;
    private static final int LIMIT_MILLIS = 10_000;

    final DefaultMQPullConsumer reader;
    final DefaultMQProducer producer;
    private final String brokerName;

    Parties(String nameServer, String group, String brokerName) {
        this.brokerName = brokerName;
        reader = new DefaultMQPullConsumer(group);
        reader.setNamesrvAddr(nameServer);
        reader.setInstanceName(Clients.unique("reader"));
        producer = new DefaultMQProducer(Clients.unique("producers"));
        producer.setNamesrvAddr(nameServer);
        producer.setInstanceName(Clients.unique("producer"));
        producer.setSendMsgTimeout(LIMIT_MILLIS);
        checked(() -> {
            reader.start();
            producer.start();
            return null;
        });
    }

    /** A step that may fail in any way. */
    interface Step<T> {
        T take() throws Exception;
    }

    static <T> T checked(Step<T> step) {
        try {
            return step.take();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    MessageQueue queue(String topic, int queueId) {
        return new MessageQueue(topic, brokerName, queueId);
    }

    /** Every message of a topic with as many queues, queue after queue. */
    List<Seen> readAll(String topic, int queues) {
        List<Seen> all = new ArrayList<>();
        // A broker may be up before the name server knows its topics, and the client's connection is the old one's.
        eventually(
                "queues of " + topic,
                () -> checked(() -> !reader.fetchSubscribeMessageQueues(topic).isEmpty()
                        && reader.minOffset(queue(topic, 0)) >= 0));
        for (int i = 0; i < queues; i++) {
            MessageQueue queue = queue(topic, i);
            checked(() -> read(queue, all));
        }
        return all;
    }

    private Void read(MessageQueue queue, List<Seen> all) throws Exception {
        long offset = reader.minOffset(queue);
        long end = reader.maxOffset(queue);
        while (offset < end) {
            PullResult result = reader.pull(queue, "*", offset, PULL_COUNT, LIMIT_MILLIS);
            if (result.getPullStatus() == PullStatus.FOUND) {
                result.getMsgFoundList().forEach(message -> all.add(Seen.of(message)));
            } else if (result.getNextBeginOffset() <= offset) {
                throw new IllegalStateException(queue + " at " + offset + " of " + end + ": " + result);
            }
            offset = result.getNextBeginOffset();
        }
        return null;
    }

    /** How far the reader's group is in a queue, as the broker says. */
    long progress(String topic, int queueId) {
        return checked(() -> reader.fetchConsumeOffset(queue(topic, queueId), true));
    }

    /** Moves the reader's group. */
    void commit(String topic, int queueId, long offset) {
        checked(() -> {
            reader.getOffsetStore().updateConsumeOffsetToBroker(queue(topic, queueId), offset, false);
            return null;
        });
    }

    /** Waits for what a supplier gives to be true, as a test does. */
    static void eventually(String what, Supplier<Boolean> condition) {
        Awaitility.await(what).atMost(Duration.ofSeconds(45)).ignoreExceptions().until(condition::get);
    }

    @Override
    public void close() {
        producer.shutdown();
        reader.shutdown();
    }
}
