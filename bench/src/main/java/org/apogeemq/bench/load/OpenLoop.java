package org.apogeemq.bench.load;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.consumer.listener.ConsumeConcurrentlyStatus;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.client.producer.SendCallback;
import org.apache.rocketmq.client.producer.SendResult;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageExt;
import org.apache.rocketmq.remoting.exception.RemotingException;

/**
 * Sends at a fixed rate, whatever the server does, and times each message from the moment it was due to be sent until
 * a push consumer has it in hand.
 *
 * <p>Time counts from the due moment, not from the real one: when a stall delays sending, the messages it held back are
 * as late as a user would find them (no coordinated omission).
 */
public final class OpenLoop {
    /** Requests without an answer at which even an open loop stops sending, so that memory has a bound. */
    private static final int IN_FLIGHT_MAX = 50_000;

    private static final long DRAIN_SECONDS_MAX = 30;

    private final int bodyBytes;
    private final int ratePerSecond;
    private final int messages;

    // Written by the consumer's threads.
    private final ConcurrentHistogram latencies =
            new ConcurrentHistogram(LoadResult.LATENCY_HIGHEST_NANOS, LoadResult.LATENCY_DIGITS);
    private final CountDownLatch consuming = new CountDownLatch(1);
    private final CountDownLatch done = new CountDownLatch(1);
    private final AtomicLong left;
    private volatile long startNanos = Long.MAX_VALUE;

    /**
     * A load of {@code ratePerSecond} messages a second for {@code seconds} seconds.
     *
     * @param bodyBytes size of each body, at least 8
     */
    public OpenLoop(int bodyBytes, int ratePerSecond, int seconds) {
        if (bodyBytes < Bodies.STAMP_BYTES) {
            throw new IllegalArgumentException(
                    "body is " + bodyBytes + " bytes, must be " + Bodies.STAMP_BYTES + " or more");
        }
        this.bodyBytes = bodyBytes;
        this.ratePerSecond = ratePerSecond;
        this.messages = seconds * ratePerSecond;
        this.left = new AtomicLong(messages);
    }

    /**
     * Runs once. The consumer is connected and has had a message before the clock starts.
     *
     * @param begin called once, when the clock starts
     * @throws IOException if the consumer gets nothing at all
     */
    public LoadResult run(Clients clients, Sender sender, String topic, Runnable begin)
            throws IOException, MQClientException, InterruptedException {
        DefaultMQPushConsumer consumer = clients.pushConsumer("bench-latency", topic, (batch, context) -> take(batch));
        try {
            sender.createTopic(topic);
            if (!consuming.await(DRAIN_SECONDS_MAX, TimeUnit.SECONDS)) {
                throw new IOException("the consumer of " + topic + " got nothing in " + DRAIN_SECONDS_MAX + " s");
            }
            begin.run();
            long start = System.nanoTime();
            startNanos = start;
            pace(sender, topic, start);
            long nanos = System.nanoTime() - start;
            boolean all = done.await(DRAIN_SECONDS_MAX, TimeUnit.SECONDS);
            long missing = all ? 0 : Math.max(0, left.get());
            String failure = all ? "" : "not received within " + DRAIN_SECONDS_MAX + " s of the last send";
            return new LoadResult(messages - missing, missing, nanos, latencies, failure);
        } finally {
            consumer.shutdown();
        }
    }

    private void pace(Sender sender, String topic, long start) throws InterruptedException {
        byte[] body = Bodies.random(bodyBytes);
        Semaphore room = new Semaphore(IN_FLIGHT_MAX);
        SendCallback answered = new Answered(room);
        double periodNanos = 1e9 / ratePerSecond;
        for (int i = 0; i < messages; i++) {
            long due = start + (long) (i * periodNanos);
            for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            room.acquire();
            try {
                sender.producer().send(new Message(topic, Bodies.stamped(body, due)), answered);
            } catch (MQClientException | RemotingException e) {
                room.release(); // it never arrives, and is counted as missing
            }
        }
    }

    private ConsumeConcurrentlyStatus take(List<MessageExt> batch) {
        long now = System.nanoTime();
        long start = startNanos;
        for (MessageExt message : batch) {
            long due = Bodies.stampOf(message.getBody());
            if (due >= start) { // else the probe, or left over from an earlier run
                latencies.recordValue(Math.clamp(now - due, 0, LoadResult.LATENCY_HIGHEST_NANOS));
                if (left.decrementAndGet() == 0) {
                    done.countDown();
                }
            }
        }
        consuming.countDown();
        return ConsumeConcurrentlyStatus.CONSUME_SUCCESS;
    }

    private record Answered(Semaphore room) implements SendCallback {
        @Override
        public void onSuccess(SendResult result) {
            room.release();
        }

        @Override
        public void onException(Throwable cause) {
            room.release(); // it never arrives, and is counted as missing
        }
    }
}
