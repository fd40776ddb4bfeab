package org.apogeemq.bench.load;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.consumer.listener.ConsumeConcurrentlyStatus;
import org.apache.rocketmq.client.exception.MQClientException;

/** Reads all that waits in a topic with a new group, at full speed, and counts it. */
public final class Backlog {
    private static final long SECONDS_MAX = 120;

    private Backlog() {}

    /**
     * Reads {@code topic} from its first message until {@code messages} have come.
     *
     * <p>The time runs from the first message: connecting and rebalancing, where the client waits for its own timers,
     * do not count. Messages that have not come after two minutes are counted as failed.
     *
     * @param messages how many were acknowledged when the topic was filled: what was refused cannot be read
     * @param begin called once, by a thread of the consumer, when the first message comes
     */
    public static LoadResult read(Clients clients, String group, String topic, long messages, Runnable begin)
            throws MQClientException, InterruptedException {
        AtomicLong left = new AtomicLong(messages);
        AtomicLong firstAtNanos = new AtomicLong();
        CountDownLatch done = new CountDownLatch(1);
        DefaultMQPushConsumer consumer = clients.pushConsumer(group, topic, (batch, context) -> {
            if (firstAtNanos.get() == 0 && firstAtNanos.compareAndSet(0, System.nanoTime())) {
                begin.run();
            }
            if (left.addAndGet(-batch.size()) <= 0) {
                done.countDown();
            }
            return ConsumeConcurrentlyStatus.CONSUME_SUCCESS;
        });
        try {
            boolean all = done.await(SECONDS_MAX, TimeUnit.SECONDS);
            long nanos = Math.max(1, System.nanoTime() - firstAtNanos.get());
            long missing = all ? 0 : Math.max(0, left.get());
            Histogram untimed = new Histogram(1);
            String failure = all ? "" : "not received within " + SECONDS_MAX + " s";
            return new LoadResult(messages - missing, missing, nanos, untimed, failure);
        } finally {
            consumer.shutdown();
        }
    }
}
