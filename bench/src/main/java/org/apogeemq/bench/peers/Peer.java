package org.apogeemq.bench.peers;

import java.io.IOException;
import java.nio.file.Path;

/** A kind of server that can be measured. */
public interface Peer {
    /** Name for tables, such as {@code Apogee}. */
    String name();

    /** Address a client is given, of what {@link #start} with these ports gives, {@code host:port}. */
    String nameServer(Ports ports);

    /** What its clients speak. */
    default Wire wire() {
        return Wire.ROCKETMQ;
    }

    /** What clients speak. */
    enum Wire {
        ROCKETMQ,
        KAFKA
    }

    /** Whether {@link #start} really starts something, so that its start can be timed. */
    boolean startable();

    /**
     * Starts the server and returns at once; it becomes ready later, see {@link RunningServer#awaitReady}.
     *
     * @param folder a folder for data and logs, empty or left by an earlier start; the caller deletes it
     * @param ports ports nobody listens on
     * @param durability when a message is acknowledged
     * @throws IOException if a process cannot be started or a file not be written
     */
    RunningServer start(Path folder, Ports ports, Durability durability) throws IOException;
}
