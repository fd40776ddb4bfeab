package org.apogeemq.remoting;

import java.time.Duration;

/**
 * What the connections of a server or client may take.
 *
 * @param idle a connection without any read or write for this long is closed (up to a twelfth later)
 * @param connectionsMax connections above this number are refused
 * @param outboundBytesHigh with more waiting to go out, nothing is read from that connection
 * @param outboundBytesMax with more waiting to go out, the connection is closed as a slow reader
 * @param callsMax calls of our own waiting for an answer on one connection; more fail at once
 */
public record ConnectionLimits(
        Duration idle, int connectionsMax, int outboundBytesHigh, int outboundBytesMax, int callsMax) {
    private static final int MIB = 1024 * 1024;

    /** 120 s, 65,536 connections, 1 MiB, 64 MiB, 65,535 calls. */
    public static final ConnectionLimits DEFAULT =
            new ConnectionLimits(Duration.ofMinutes(2), 65_536, MIB, 64 * MIB, 65_535);

    public ConnectionLimits {
        if (idle.compareTo(Duration.ofMillis(12)) < 0) {
            throw new IllegalArgumentException("idle is " + idle.toMillis() + " ms, must be 12 or more");
        }
        atLeastOne("connectionsMax", connectionsMax);
        atLeastOne("outboundBytesHigh", outboundBytesHigh);
        atLeastOne("callsMax", callsMax);
        if (outboundBytesMax < outboundBytesHigh) {
            throw new IllegalArgumentException("outboundBytesMax is " + outboundBytesMax
                    + ", must not be below outboundBytesHigh " + outboundBytesHigh);
        }
    }

    /** The same with another time of silence. */
    public ConnectionLimits withIdle(Duration newIdle) {
        return new ConnectionLimits(newIdle, connectionsMax, outboundBytesHigh, outboundBytesMax, callsMax);
    }

    /** The same with another number of connections. */
    public ConnectionLimits withConnectionsMax(int newMax) {
        return new ConnectionLimits(idle, newMax, outboundBytesHigh, outboundBytesMax, callsMax);
    }

    /** The same with other limits for what waits to go out of a connection. */
    public ConnectionLimits withOutbound(int highBytes, int maxBytes) {
        return new ConnectionLimits(idle, connectionsMax, highBytes, maxBytes, callsMax);
    }

    private static void atLeastOne(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " is " + value + ", must be 1 or more");
        }
    }
}
