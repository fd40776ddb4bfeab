package org.apogeemq.bench.peers;

/** When a server acknowledges a message. */
public enum Durability {
    /** When the operating system has it: the default of all peers. */
    MEMORY,
    /** When the disk has it. */
    DISK
}
