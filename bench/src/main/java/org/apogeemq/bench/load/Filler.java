package org.apogeemq.bench.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.rocketmq.client.exception.MQBrokerException;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.client.producer.SendCallback;
import org.apache.rocketmq.client.producer.SendResult;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.remoting.exception.RemotingException;

/** Sends batches at full speed on a thread of its own until it is closed, whatever becomes of the server. */
public final class Filler implements AutoCloseable {
    private static final int BATCH = 32;
    private static final int BATCHES_IN_FLIGHT = 32;
    private static final int BODY_BYTES = 1024;
    /** A stored message of {@link #BODY_BYTES}, with its properties and frame. */
    private static final int RECORD_BYTES = BODY_BYTES + 230;

    private static final long RETRY_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long WATCH_PAUSE_MILLIS = 20;

    private final DefaultMQProducer producer;
    private final String topic;
    private final byte[] body = Bodies.random(BODY_BYTES);
    private final Semaphore room = new Semaphore(BATCHES_IN_FLIGHT);
    private final AtomicLong acknowledged = new AtomicLong();
    private final Thread thread;
    private volatile boolean closed;

    /** Begins at once. */
    public Filler(Clients clients, String topic) throws MQClientException {
        this.topic = topic;
        producer = clients.producer();
        thread = Thread.ofPlatform().daemon().name("filler").start(this::run);
    }

    /** Messages acknowledged so far. */
    public long messages() {
        return acknowledged.get();
    }

    /** Waits until so many messages more are acknowledged as make {@code bytes} bytes of log. */
    public void awaitBytes(long bytes) throws IOException, InterruptedException {
        long wanted = acknowledged.get() + bytes / RECORD_BYTES;
        long seen = -1;
        long sinceNanos = System.nanoTime();
        while (acknowledged.get() < wanted) {
            if (acknowledged.get() != seen) {
                seen = acknowledged.get();
                sinceNanos = System.nanoTime();
            } else if (System.nanoTime() - sinceNanos > TimeUnit.MINUTES.toNanos(1)) {
                throw new IOException("nothing was acknowledged for a minute, after " + seen + " messages");
            }
            TimeUnit.MILLISECONDS.sleep(WATCH_PAUSE_MILLIS);
        }
    }

    @Override
    public void close() {
        closed = true;
        room.release(BATCHES_IN_FLIGHT); // a server that was killed answers nothing any more
        LockSupport.unpark(thread);
        producer.shutdown();
    }

    private void run() {
        try {
            while (!closed) {
                room.acquire();
                send();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send() throws InterruptedException {
        List<Message> batch = new ArrayList<>(BATCH);
        for (int i = 0; i < BATCH; i++) {
            batch.add(new Message(topic, body));
        }
        try {
            producer.send(batch, new SendCallback() {
                @Override
                public void onSuccess(SendResult result) {
                    acknowledged.addAndGet(BATCH);
                    room.release();
                }

                @Override
                public void onException(Throwable cause) {
                    room.release();
                }
            });
        } catch (MQClientException | RemotingException | MQBrokerException | IllegalStateException e) {
            room.release();
            LockSupport.parkNanos(RETRY_PAUSE_NANOS);
        }
    }
}
