package org.apogeemq.bench.load;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Sends a message and waits until it is acknowledged. Thread-safe: all senders share one client, as in a program. */
public interface SyncSend extends AutoCloseable {
    /**
     * Sends {@code body} to {@code topic}.
     *
     * @return empty if it was acknowledged as asked for, or else what was said
     */
    String send(String topic, byte[] body) throws InterruptedException;

    /**
     * Sends until a message is accepted, so that the topic exists.
     *
     * @throws IOException if none is within a minute
     */
    default void untilAccepted(String topic, byte[] body) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        String told = send(topic, body);
        while (!told.isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw new IOException("no message to topic " + topic + " was accepted: " + told);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
            told = send(topic, body);
        }
    }

    @Override
    void close();
}
