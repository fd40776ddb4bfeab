package org.apogeemq.nameserver.registry;

import java.util.Objects;

/**
 * What identifies a broker process.
 *
 * @param address {@code host:port}
 */
public record BrokerKey(String cluster, String address) {
    /** Checks that both are given. */
    public BrokerKey {
        Objects.requireNonNull(cluster, "clusterName");
        Objects.requireNonNull(address, "brokerAddr");
    }
}
