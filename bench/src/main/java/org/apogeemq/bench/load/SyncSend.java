package org.apogeemq.bench.load;

/** Sends a message and waits until it is acknowledged. Thread-safe: all senders share one client, as in a program. */
public interface SyncSend extends AutoCloseable {
    /**
     * Sends {@code body} to {@code topic}.
     *
     * @return empty if it was acknowledged as asked for, or else what was said
     */
    String send(String topic, byte[] body) throws InterruptedException;

    @Override
    void close();
}
