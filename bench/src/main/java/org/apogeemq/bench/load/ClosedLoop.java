package org.apogeemq.bench.load;

import java.io.IOException;

/** Senders each of which sends a message, waits for its acknowledgement and sends the next. */
public interface ClosedLoop extends AutoCloseable {
    /**
     * Sends until a message is accepted, so that the topic exists.
     *
     * @throws IOException if none is within a minute
     */
    void createTopic() throws IOException, InterruptedException;

    /**
     * Sends with {@code senders} senders for {@code seconds} seconds.
     *
     * @throws IOException if a connection is lost
     */
    LoadResult run(int senders, int seconds) throws IOException, InterruptedException;

    @Override
    void close();
}
