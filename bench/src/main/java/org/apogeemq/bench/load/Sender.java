package org.apogeemq.bench.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.rocketmq.client.exception.MQBrokerException;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.remoting.exception.RemotingException;

/** One producer and the ways it sends. Used by one thread, which closes it. */
public final class Sender implements AutoCloseable {
    private static final long TOPIC_LIMIT_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long RETRY_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final DefaultMQProducer producer;

    /** Opens a producer. */
    public Sender(Clients clients) throws MQClientException {
        producer = clients.producer();
    }

    /**
     * Sends one message until it is accepted: the server then knows {@code topic} and the producer its route.
     *
     * @throws IOException if it is not accepted within a minute
     */
    public void createTopic(String topic) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TOPIC_LIMIT_NANOS;
        Message probe = new Message(topic, Bodies.stamped(Bodies.random(Bodies.STAMP_BYTES), 0));
        while (true) {
            try {
                producer.send(probe);
                return;
            } catch (MQClientException | RemotingException | MQBrokerException | IllegalStateException refused) {
                if (System.nanoTime() > deadline) {
                    throw new IOException("no message to topic " + topic + " was accepted", refused);
                }
                LockSupport.parkNanos(RETRY_PAUSE_NANOS);
            }
        }
    }

    /** Sends {@code messages} messages one by one, never more than {@code inFlight} without an answer. */
    public LoadResult async(String topic, int bodyBytes, int messages, int inFlight)
            throws IOException, InterruptedException {
        return async(List.of(topic), bodyBytes, messages, inFlight);
    }

    /** The same to each of {@code topics} in turn. */
    public LoadResult async(List<String> topics, int bodyBytes, int messages, int inFlight)
            throws IOException, InterruptedException {
        byte[] body = Bodies.random(bodyBytes);
        Outcomes outcomes = new Outcomes(inFlight);
        long start = System.nanoTime();
        for (int i = 0; i < messages; i++) {
            outcomes.enter();
            var callback = outcomes.callback(1);
            try {
                producer.send(new Message(topics.get(i % topics.size()), body), callback);
            } catch (MQClientException | RemotingException e) {
                callback.onException(e);
            }
        }
        return outcomes.awaitAll(start);
    }

    /** Sends {@code messages} messages, each after the answer to the one before. */
    public LoadResult sync(String topic, int bodyBytes, int messages) throws IOException, InterruptedException {
        byte[] body = Bodies.random(bodyBytes);
        Outcomes outcomes = new Outcomes(1);
        long start = System.nanoTime();
        for (int i = 0; i < messages; i++) {
            outcomes.enter();
            var callback = outcomes.callback(1);
            try {
                callback.onSuccess(producer.send(new Message(topic, body)));
            } catch (MQClientException | RemotingException | MQBrokerException e) {
                callback.onException(e);
            }
        }
        return outcomes.awaitAll(start);
    }

    /** Sends {@code messages} messages in batches of {@code size}, at most {@code inFlight} batches unanswered. */
    public LoadResult batches(String topic, int bodyBytes, int messages, int size, int inFlight)
            throws IOException, InterruptedException {
        byte[] body = Bodies.random(bodyBytes);
        Outcomes outcomes = new Outcomes(inFlight);
        long start = System.nanoTime();
        for (int sent = 0; sent < messages; sent += size) {
            int count = Math.min(size, messages - sent);
            List<Message> batch = new ArrayList<>(count);
            for (int i = 0; i < count; i++) {
                batch.add(new Message(topic, body));
            }
            outcomes.enter();
            var callback = outcomes.callback(count);
            try {
                producer.send(batch, callback);
            } catch (MQClientException | RemotingException | MQBrokerException e) {
                callback.onException(e);
            }
        }
        return outcomes.awaitAll(start);
    }

    /** The producer itself, for a load that paces its own sends. */
    DefaultMQProducer producer() {
        return producer;
    }

    @Override
    public void close() {
        producer.shutdown();
    }
}
