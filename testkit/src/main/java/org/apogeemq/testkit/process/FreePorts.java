package org.apogeemq.testkit.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds ports nobody listens on.
 *
 * <p>They lie below the range from which the system takes the ports of outgoing connections: a client that
 * keeps knocking at a stopped server would otherwise, sooner or later, connect to itself.
 */
public final class FreePorts {
    private static final int FIRST = 12_000;
    private static final int LAST = 31_999;
    private static final int TRIES = 500;

    private FreePorts() {}

    /** A free port. Nothing reserves it: use it soon. */
    public static int one() {
        return find(0);
    }

    /** A port that is free together with the one two below it, on which a broker serves the same. */
    public static int forBroker() {
        return find(0, -2, 1);
    }

    private static int find(int... distances) {
        for (int attempt = 0; attempt < TRIES; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
            if (Arrays.stream(distances).allMatch(distance -> isFree(port + distance))) {
                return port;
            }
        }
        throw new IllegalStateException("no free port found in " + FIRST + ".." + LAST + " in " + TRIES + " tries");
    }

    private static boolean isFree(int port) {
        return canBind(new InetSocketAddress(port))
                && canBind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    private static boolean canBind(InetSocketAddress address) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(address);
            return true;
        } catch (IOException e) {
            return false; // taken: that is the answer, not a fault
        }
    }
}
