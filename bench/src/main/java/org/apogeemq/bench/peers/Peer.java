package org.apogeemq.bench.peers;

import java.io.IOException;
import java.nio.file.Path;

/** A kind of server that can be measured. */
public interface Peer {
    /** Name for tables, such as {@code Apogee}. */
    String name();

    /** Address of the name server that {@link #start} with these ports gives, {@code host:port}. */
    String nameServer(Ports ports);

    /** Whether {@link #start} really starts something, so that its start can be timed. */
    boolean startable();

    /**
     * Starts the server and returns at once; it becomes ready later, see {@link RunningServer#awaitReady}.
     *
     * @param folder an empty folder for data and logs; the caller deletes it after the server is closed
     * @param ports ports nobody listens on
     * @throws IOException if a process cannot be started or a file not be written
     */
    RunningServer start(Path folder, Ports ports) throws IOException;
}
