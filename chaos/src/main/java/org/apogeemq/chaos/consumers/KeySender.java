package org.apogeemq.chaos.consumers;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.message.Message;

/** Sends the messages of all keys, {@code key:sequence}, each key to a queue of its own, on a thread of its own. */
final class KeySender implements AutoCloseable {
    static final int KEYS = 1_000;

    private static final int SEND_MILLIS = 20_000;
    private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

    private final DefaultMQProducer producer = new DefaultMQProducer("chaos-keys");
    private final String topic;
    private final Thread thread;
    private volatile boolean stopped;
    private volatile int rounds;
    private volatile Exception failure;

    KeySender(String nameServer, String topic) throws MQClientException {
        this.topic = topic;
        producer.setNamesrvAddr(nameServer);
        producer.setSendMsgTimeout(SEND_MILLIS);
        producer.start();
        thread = Thread.ofPlatform().daemon().name("chaos-keys").start(this::run);
    }

    private void run() {
        try {
            while (!stopped) {
                for (int key = 0; key < KEYS; key++) {
                    byte[] body = (key + ":" + rounds).getBytes(StandardCharsets.US_ASCII);
                    producer.send(
                            new Message(topic, body),
                            (queues, message, number) -> queues.get((Integer) number % queues.size()),
                            key);
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
                rounds = rounds + 1; // only this thread writes it
            }
        } catch (Exception e) {
            failure = e;
        }
    }

    /** How many messages of every key were sent. @throws IllegalStateException if sending has failed */
    int rounds() {
        if (failure != null) {
            throw new IllegalStateException("sending failed", failure);
        }
        return rounds;
    }

    /** Sends no more; returns when the round is complete, with the number of messages of each key. */
    int stop() throws InterruptedException {
        stopped = true;
        thread.join();
        return rounds();
    }

    @Override
    public void close() {
        stopped = true;
        producer.shutdown();
    }
}
