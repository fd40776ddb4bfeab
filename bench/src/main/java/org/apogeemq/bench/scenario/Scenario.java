package org.apogeemq.bench.scenario;

import java.util.List;

/** What can be measured of a peer; the order is the order within a visit. */
public enum Scenario {
    /** From the start of the process to the first message through. */
    STARTUP,
    /** Memory and CPU of a server nobody uses, before and after load. */
    IDLE,
    /** Single sends, asynchronous and synchronous. */
    SEND,
    /** Sends in batches. */
    BATCH,
    /** Reading a backlog. */
    READ,
    /** End-to-end latency at a fixed rate. */
    LATENCY,
    /** Single sends to few queues and to many. */
    TOPICS;

    /** Those that make up the usual run. */
    public static List<Scenario> all() {
        return List.of(STARTUP, IDLE, SEND, BATCH, READ, LATENCY);
    }
}
