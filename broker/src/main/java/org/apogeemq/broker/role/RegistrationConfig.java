package org.apogeemq.broker.role;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.apogeemq.protocol.body.TopicConfig;

/**
 * Who the broker is and to whom it says so.
 *
 * @param clusterName brokerClusterName
 * @param brokerName brokerName
 * @param brokerId brokerId, 0 is the master
 * @param advertisedHost the address clients are told (brokerIP1); null: our side of the connection to the name server
 * @param listenPort the port clients are told (listenPort)
 * @param haPort the port replicas are told (haListenPort)
 * @param nameServers {@code host:port} each (namesrvAddr); none is allowed
 * @param period time between registrations (registerNameServerPeriod), kept within 10 to 60 s
 * @param brokerPermission taken away from topics' permissions where it lacks a bit (brokerPermission)
 */
public record RegistrationConfig(
        String clusterName,
        String brokerName,
        long brokerId,
        String advertisedHost,
        int listenPort,
        int haPort,
        List<String> nameServers,
        Duration period,
        int brokerPermission) {
    private static final Duration PERIOD_MIN = Duration.ofSeconds(10);
    private static final Duration PERIOD_MAX = Duration.ofSeconds(60);
    private static final int PORT_MAX = 65_535;
    private static final int READ_WRITE = TopicConfig.PERM_READ | TopicConfig.PERM_WRITE;

    public RegistrationConfig {
        Objects.requireNonNull(clusterName, "brokerClusterName");
        Objects.requireNonNull(brokerName, "brokerName");
        nameServers = List.copyOf(nameServers);
        checkPort("listenPort", listenPort);
        checkPort("haListenPort", haPort);
        if (brokerId < 0) {
            throw new IllegalArgumentException("brokerId is " + brokerId + ", must be 0 or more");
        }
        if ((brokerPermission & ~READ_WRITE) != 0) {
            throw new IllegalArgumentException(
                    "brokerPermission is " + brokerPermission + ", must be 0, 2 (write), 4 (read) or 6 (both)");
        }
        period = period.compareTo(PERIOD_MIN) < 0 ? PERIOD_MIN : period;
        period = period.compareTo(PERIOD_MAX) > 0 ? PERIOD_MAX : period;
    }

    /** The topic as name servers are told of it. */
    TopicConfig announced(TopicConfig topic) {
        return brokerPermission == READ_WRITE ? topic : topic.withPerm(topic.perm() & brokerPermission);
    }

    private static void checkPort(String key, int port) {
        if (port < 1 || port > PORT_MAX) {
            throw new IllegalArgumentException(key + " is " + port + ", must be in 1.." + PORT_MAX);
        }
    }
}
