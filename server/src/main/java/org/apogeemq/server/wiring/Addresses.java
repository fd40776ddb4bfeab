package org.apogeemq.server.wiring;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apogeemq.broker.wire.ReachedAddress;
import org.apogeemq.nameserver.wire.RouteAddresses;
import org.apogeemq.server.settings.BrokerKeys;
import org.apogeemq.server.settings.NameServerKeys;
import org.apogeemq.server.settings.Setting;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who listens where, and under which address others find it. */
final class Addresses {
    private static final Logger LOG = LoggerFactory.getLogger(Addresses.class);
    private static final int FAST_PORT_DISTANCE = 2;
    private static final String LOOPBACK = "127.0.0.1";

    private final Plan plan;

    Addresses(Plan plan) {
        this.plan = plan;
    }

    /** The name server's socket. */
    InetSocketAddress nameServer() {
        return bound("name server", NameServerKeys.BIND, plan.settings().get(NameServerKeys.PORT));
    }

    /** The broker's sockets: the main one, and the one two below it. */
    List<InetSocketAddress> broker() {
        int port = brokerPort();
        return List.of(
                bound("broker", BrokerKeys.BIND, port), bound("broker", BrokerKeys.BIND, port - FAST_PORT_DISTANCE));
    }

    private InetSocketAddress bound(String who, Setting<String> bind, int port) {
        var address = new InetSocketAddress(plan.settings().get(bind), port);
        if (address.isUnresolved()) {
            throw new StartFailure(
                    who + ": bindAddress is '" + address.getHostString() + "', which is no address of this machine",
                    null);
        }
        return address;
    }

    int brokerPort() {
        return plan.settings().get(BrokerKeys.PORT);
    }

    /** The name server's {@code host:port}, as seen from this machine. */
    String ownNameServer() {
        return own(NameServerKeys.BIND) + ":" + plan.settings().get(NameServerKeys.PORT);
    }

    /** The broker's {@code host:port}, as seen from this machine. */
    String ownBroker() {
        return own(BrokerKeys.BIND) + ":" + brokerPort();
    }

    private String own(Setting<String> bind) {
        String host = plan.settings().get(bind);
        return host.equals(bind.defaultValue()) ? LOOPBACK : host;
    }

    /** The name servers the broker registers with: the one in this process first. */
    List<String> nameServers() {
        List<String> all = new ArrayList<>();
        if (plan.parts().hasNameServer()) {
            all.add(ownNameServer());
        }
        plan.settings()
                .set(BrokerKeys.NAME_SERVERS)
                .ifPresent(text -> Arrays.stream(text.split(";"))
                        .map(String::strip)
                        .filter(address -> !address.isEmpty() && !all.contains(address))
                        .forEach(all::add));
        return all;
    }

    /** How this process's name server shows brokers. */
    RouteAddresses shown() {
        return plan.parts() == Plan.Parts.BOTH && plan.announced().isPerClient()
                ? new ReachedBroker(ownBroker(), brokerPort())
                : RouteAddresses.AS_REGISTERED;
    }

    /** The address of the broker that goes into what it stores, by the address at which a client came in. */
    ReachedAddress reached() {
        Announced announced = plan.announced();
        int port = brokerPort();
        if (!announced.isPerClient()) {
            try {
                var address = new InetSocketAddress(InetAddress.getByName(announced.host()), announced.port());
                return local -> address;
            } catch (UnknownHostException e) {
                LOG.warn(
                        "{} is {}, which this machine cannot resolve; ids of messages carry the local address instead",
                        announced.why(),
                        announced.host());
            }
        }
        return local -> local.getPort() == port ? local : new InetSocketAddress(local.getAddress(), port);
    }
}
