package org.apogeemq.conformance.wire;

import java.util.List;
import org.apogeemq.testkit.server.Server;

/** The listening ports of a server. */
final class Addresses {
    private Addresses() {}

    /** Name server, broker, and the broker's second port, two below its first. */
    static List<String> all(Server server) {
        return List.of(server.nameServer(), server.broker(), second(server));
    }

    private static String second(Server server) {
        int colon = server.broker().lastIndexOf(':');
        int port = Integer.parseInt(server.broker().substring(colon + 1));
        return server.broker().substring(0, colon + 1) + (port - 2);
    }
}
