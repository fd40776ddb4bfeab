package org.apogeemq.bench.peers;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/**
 * Ports for one server. A broker also takes {@code broker - 2} (its fast port) and {@code broker + 1} (replication).
 *
 * @param nameServer port of the name server
 * @param broker port of the broker
 */
public record Ports(int nameServer, int broker) {
    private static final int STEP = 10;
    private static final int HIGHEST = 65_000;

    /**
     * The first block of free ports at or above {@code from}. A block is ten ports wide, so that the next search may
     * begin at {@link #next}.
     *
     * @throws IOException if there is none
     */
    public static Ports free(int from) throws IOException {
        for (int base = from; base < HIGHEST; base += STEP) {
            Ports ports = new Ports(base, base + 5);
            if (isFree(ports.nameServer)
                    && isFree(ports.broker - 2)
                    && isFree(ports.broker)
                    && isFree(ports.broker + 1)) {
                return ports;
            }
        }
        throw new IOException("no free ports from " + from + " to " + HIGHEST);
    }

    /** Where to look for the next block: a fresh one each time keeps a client's old connections out. */
    public int next() {
        return nameServer + STEP;
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
