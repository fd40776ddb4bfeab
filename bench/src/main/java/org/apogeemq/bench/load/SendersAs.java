package org.apogeemq.bench.load;

/** How senders that wait for their answers are made. The cheaper they are, the more of the machine servers get. */
public enum SendersAs {
    /** Threads that share one client of the server's own, as in a program. */
    THREADS,
    /** The same as virtual threads, which cost less. */
    VIRTUAL_THREADS,
    /** Requests on one connection, written by one thread ({@code WireSenders}); only for RocketMQ's protocol. */
    WIRE
}
