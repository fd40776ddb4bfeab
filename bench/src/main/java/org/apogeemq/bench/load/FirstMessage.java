package org.apogeemq.bench.load;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.rocketmq.client.consumer.DefaultMQPullConsumer;
import org.apache.rocketmq.client.consumer.PullStatus;
import org.apache.rocketmq.client.exception.MQBrokerException;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.client.producer.SendResult;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.remoting.exception.RemotingException;

/**
 * Knocks at a server that is just being started until one message has gone in and come out again.
 *
 * <p>The clients are opened before the server is, so that none of their own start counts. While no name server
 * listens, a client throws {@link IllegalStateException} among others.
 */
public final class FirstMessage implements AutoCloseable {
    private static final String TOPIC = "bench-first";
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long KNOCK_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final DefaultMQProducer producer;
    private final DefaultMQPullConsumer consumer;

    /**
     * When the message was accepted and when it came back, {@link System#nanoTime}.
     *
     * @param sentAtNanos the first send that was accepted had its answer
     * @param receivedAtNanos the first pull that was answered with the message had its answer
     */
    public record Passed(long sentAtNanos, long receivedAtNanos) {}

    /** Opens the clients; the server need not be there yet. */
    public FirstMessage(Clients clients) throws MQClientException {
        producer = clients.producer();
        consumer = clients.pullConsumer("bench-first");
    }

    /**
     * Sends until a message is accepted, and returns when that was, {@link System#nanoTime}.
     *
     * @throws IOException if that takes longer than {@code limit}
     */
    public long send(Duration limit) throws IOException, InterruptedException {
        send(System.nanoTime() + limit.toNanos());
        return System.nanoTime();
    }

    /**
     * Sends until a message is accepted, then pulls until it comes back.
     *
     * @throws IOException if that takes more than a minute
     */
    public Passed pass() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + LIMIT_NANOS;
        SendResult stored = send(deadline);
        long sentAtNanos = System.nanoTime();
        receive(stored, deadline);
        return new Passed(sentAtNanos, System.nanoTime());
    }

    private SendResult send(long deadline) throws IOException, InterruptedException {
        while (true) {
            try {
                return producer.send(new Message(TOPIC, Bodies.random(Bodies.STAMP_BYTES)));
            } catch (MQClientException | RemotingException | MQBrokerException | IllegalStateException notYet) {
                pause(deadline, "no send was accepted", notYet);
            }
        }
    }

    private void receive(SendResult stored, long deadline) throws IOException, InterruptedException {
        while (true) {
            try {
                var found = consumer.pull(stored.getMessageQueue(), "*", stored.getQueueOffset(), 1);
                if (found.getPullStatus() == PullStatus.FOUND) {
                    return;
                }
                pause(deadline, "the message did not come back: " + found, null);
            } catch (MQClientException | RemotingException | MQBrokerException | IllegalStateException notYet) {
                pause(deadline, "no pull was answered", notYet);
            }
        }
    }

    private static void pause(long deadline, String what, Exception cause) throws IOException {
        if (System.nanoTime() > deadline) {
            throw new IOException(what + " within the time allowed", cause);
        }
        LockSupport.parkNanos(KNOCK_PAUSE_NANOS);
    }

    @Override
    public void close() {
        consumer.shutdown();
        producer.shutdown();
    }
}
