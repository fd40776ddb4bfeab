package org.apogeemq.bench.peers;

import java.io.IOException;
import java.time.Duration;
import org.apogeemq.bench.proc.ProcessGroup;

/** A server that was started, ready or not yet. */
public interface RunningServer extends AutoCloseable {
    /** {@link System#nanoTime} just before its first process was started. */
    long startedAtNanos();

    /**
     * Waits until the server itself says that it is ready.
     *
     * @throws IOException if it ends or says nothing of the kind within {@code limit}; the message holds its last lines
     */
    void awaitReady(Duration limit) throws IOException, InterruptedException;

    /**
     * Its processes, for accounting. Only valid after {@link #awaitReady}.
     *
     * @throws IOException if none is left
     */
    ProcessGroup processes() throws IOException;

    /** Ends all its processes, by force, and waits for their end. */
    @Override
    void close();
}
