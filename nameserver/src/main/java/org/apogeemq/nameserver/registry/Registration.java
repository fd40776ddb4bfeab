package org.apogeemq.nameserver.registry;

import java.time.Duration;
import java.util.Objects;
import org.apogeemq.protocol.body.TopicConfigTable;

/**
 * What a broker says of itself.
 *
 * @param key cluster and address
 * @param brokerId 0 is the master
 * @param haServerAddr where replicas connect
 * @param timeout after this silence the broker counts as gone
 * @param actingMaster whether a slave may stand in for a lost master; null from brokers before 5.0
 * @param zoneName zone, or null
 * @param topics its topics, or only those that changed; the version is that of the whole table
 * @param session identity of the connection it came by
 */
public record Registration(
        BrokerKey key,
        String brokerName,
        long brokerId,
        String haServerAddr,
        Duration timeout,
        Boolean actingMaster,
        String zoneName,
        TopicConfigTable topics,
        Object session) {

    /** Checks that nothing needed is missing. */
    public Registration {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(brokerName, "brokerName");
        Objects.requireNonNull(topics, "topics");
        if (!timeout.isPositive()) {
            throw new IllegalArgumentException("heartbeatTimeoutMillis is " + timeout.toMillis() + ", must be above 0");
        }
    }
}
