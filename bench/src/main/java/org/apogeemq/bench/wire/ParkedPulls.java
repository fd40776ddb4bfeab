package org.apogeemq.bench.wire;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.HdrHistogram.ConcurrentHistogram;
import org.apache.rocketmq.client.exception.MQBrokerException;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageQueue;
import org.apache.rocketmq.remoting.exception.RemotingException;
import org.apogeemq.bench.load.Bodies;
import org.apogeemq.bench.load.Clients;
import org.apogeemq.bench.load.LoadResult;

/**
 * Pulls that wait at the ends of many queues, one a group and queue, and are parked again whenever they are answered.
 * Frames are written without a client: a JVM has no room for as many consumers.
 */
public final class ParkedPulls implements AutoCloseable {
    private static final long ANSWER_LIMIT_SECONDS = 5;
    private static final long QUIET_MILLIS = 500;

    private final DefaultMQProducer producer;
    private final List<PullConnection> connections = new ArrayList<>();
    private final ConcurrentHashMap<MessageQueue, Long> sentNanos = new ConcurrentHashMap<>();
    private final AtomicInteger answers = new AtomicInteger();
    private final Semaphore woken = new Semaphore(0);
    private final ConcurrentHistogram latencies =
            new ConcurrentHistogram(LoadResult.LATENCY_HIGHEST_NANOS, LoadResult.LATENCY_DIGITS);

    /** Pulls of nobody yet, of the server that {@code clients} know. */
    public ParkedPulls(Clients clients) throws MQClientException {
        producer = clients.producer();
    }

    /** The queues of {@code topic}, which exists. */
    public List<MessageQueue> queues(String topic) throws MQClientException {
        return producer.fetchPublishMessageQueues(topic);
    }

    /**
     * Parks a pull at the end of each of {@code queues} for each of {@code groups}, over as many connections as there
     * are groups times {@code share}, and returns when all wait.
     */
    public void park(List<MessageQueue> queues, List<String> groups, int share)
            throws IOException, InterruptedException {
        for (String group : groups) {
            for (int i = 0; i < share; i++) {
                List<MessageQueue> part = queues.subList(queues.size() * i / share, queues.size() * (i + 1) / share);
                connections.add(new PullConnection(producer, group, part, this::answered));
            }
        }
        int before;
        do { // what was there already is answered first
            before = answers.get();
            TimeUnit.MILLISECONDS.sleep(QUIET_MILLIS);
        } while (answers.get() != before);
    }

    /**
     * Sends {@code messages} messages one after the other, each to one of {@code queues}, and times the pulls that wait
     * for it: from just before the send to their answer.
     */
    public LoadResult wake(List<MessageQueue> queues, int messages, int groups, int bodyBytes)
            throws IOException, InterruptedException {
        byte[] body = Bodies.random(bodyBytes);
        latencies.reset();
        long failed = 0;
        String firstFailure = "";
        long start = System.nanoTime();
        for (int i = 0; i < messages; i++) {
            MessageQueue queue = queues.get((int) ((long) i * queues.size() / messages));
            sentNanos.put(queue, System.nanoTime());
            try {
                producer.send(new Message(queue.getTopic(), body), queue);
            } catch (MQClientException | RemotingException | MQBrokerException e) {
                throw new IOException("a message that should wake pulls was not taken", e);
            }
            if (!woken.tryAcquire(groups, ANSWER_LIMIT_SECONDS, TimeUnit.SECONDS)) {
                firstFailure = failed++ == 0 ? "a waiting pull of " + queue + " was not answered" : firstFailure;
                woken.drainPermits();
            }
        }
        return new LoadResult(
                latencies.getTotalCount(), failed, System.nanoTime() - start, latencies.copy(), firstFailure);
    }

    private void answered(MessageQueue queue, boolean found) {
        answers.incrementAndGet();
        Long sent = sentNanos.get(queue);
        if (found && sent != null) {
            latencies.recordValue(Math.min(System.nanoTime() - sent, LoadResult.LATENCY_HIGHEST_NANOS));
            woken.release();
        }
    }

    @Override
    public void close() throws IOException {
        for (PullConnection connection : connections) {
            connection.close();
        }
        producer.shutdown();
    }
}
