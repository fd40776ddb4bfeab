package org.apogeemq.server.wiring;

import java.net.Inet6Address;
import java.net.InetAddress;
import org.apogeemq.nameserver.wire.RouteAddresses;
import org.apogeemq.remoting.Connection;

/**
 * Presents the broker of this process under the address by which whoever asks reached the name server: if that works
 * for one port of this machine, it works for the other. Brokers of other processes are presented as they registered.
 *
 * @param registered the address our own broker registers under
 * @param port its port
 */
record ReachedBroker(String registered, int port) implements RouteAddresses {
    @Override
    public String present(String registeredAddress, Connection asker) {
        if (!registered.equals(registeredAddress)) {
            return registeredAddress;
        }
        InetAddress reached = asker.localAddress().getAddress();
        String host = reached.getHostAddress();
        return reached instanceof Inet6Address ? "[" + withoutScope(host) + "]:" + port : host + ":" + port;
    }

    /** The name of our network card behind the {@code %} means nothing on another machine. */
    private static String withoutScope(String host) {
        int percent = host.indexOf('%');
        return percent < 0 ? host : host.substring(0, percent);
    }
}
