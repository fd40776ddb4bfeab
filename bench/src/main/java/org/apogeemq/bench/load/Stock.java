package org.apogeemq.bench.load;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.client.producer.SendCallback;
import org.apache.rocketmq.client.producer.SendResult;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageQueue;

/**
 * Fills topics with messages that have tags, a key and properties as orders of a shop might have; which message has
 * which is the same in every run.
 */
public final class Stock implements AutoCloseable {
    /** Different tags, and different regions, evenly spread: one of them is one message in so many. */
    public static final int KINDS = 100;

    /** Prices are evenly spread over [0, PRICES). */
    public static final int PRICES = 1_000;

    private static final int CUSTOMERS = 10_000;
    private static final int BATCH = 32;
    private static final int BATCHES_IN_FLIGHT = 32;

    private final DefaultMQProducer producer;
    private final byte[] body;

    /** Sends bodies of {@code bodyBytes} bytes. */
    public Stock(Clients clients, int bodyBytes) throws MQClientException {
        producer = clients.producer();
        body = Bodies.random(bodyBytes);
    }

    /** The queues of {@code topic}, which exists. */
    public List<MessageQueue> queues(String topic) throws MQClientException {
        return producer.fetchPublishMessageQueues(topic);
    }

    /**
     * Sends {@code messages} messages to {@code topic}, a multiple of 32 of them, and waits until all are acknowledged.
     *
     * @throws IllegalStateException if one is not
     */
    public void fill(String topic, int messages) throws Exception {
        Semaphore room = new Semaphore(BATCHES_IN_FLIGHT);
        AtomicReference<Throwable> failure = new AtomicReference<>();
        AtomicLong acknowledged = new AtomicLong();
        SendCallback callback = new SendCallback() {
            @Override
            public void onSuccess(SendResult result) {
                acknowledged.addAndGet(BATCH);
                room.release();
            }

            @Override
            public void onException(Throwable cause) {
                failure.compareAndSet(null, cause);
                room.release();
            }
        };
        for (int sent = 0; sent < messages; sent += BATCH) {
            room.acquire();
            producer.send(batch(topic, sent), callback);
        }
        room.acquire(BATCHES_IN_FLIGHT);
        if (failure.get() != null || acknowledged.get() < messages) {
            throw new IllegalStateException(
                    acknowledged + " of " + messages + " messages were acknowledged", failure.get());
        }
    }

    private List<Message> batch(String topic, int first) {
        List<Message> batch = new ArrayList<>(BATCH);
        for (int number = first; number < first + BATCH; number++) {
            long mixed = mix(number);
            Message message = new Message(topic, "t" + part(mixed, 0, KINDS), "order-" + number, body);
            message.putUserProperty("region", "r" + part(mixed, 1, KINDS));
            message.putUserProperty("price", Integer.toString(part(mixed, 2, PRICES)));
            message.putUserProperty("customer", "c" + part(mixed, 3, CUSTOMERS));
            batch.add(message);
        }
        return batch;
    }

    private static int part(long mixed, int which, int bound) {
        return (int) ((mixed >>> (Short.SIZE * which) & 0xFFFF) * bound >>> Short.SIZE);
    }

    /** Spreads numbers that follow one another over all bits (the finisher of splitmix64). */
    private static long mix(long number) {
        long mixed = (number + 1) * 0x9E37_79B9_7F4A_7C15L;
        mixed = (mixed ^ mixed >>> 30) * 0xBF58_476D_1CE4_E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D0_49BB_1331_11EBL;
        return mixed ^ mixed >>> 31;
    }

    @Override
    public void close() {
        producer.shutdown();
    }
}
