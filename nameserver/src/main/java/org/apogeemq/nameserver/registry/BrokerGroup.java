package org.apogeemq.nameserver.registry;

import java.util.TreeMap;
import org.apogeemq.protocol.body.BrokerData;

/** The brokers of one name. Guarded by the lock of the {@link RouteTable}. */
final class BrokerGroup {
    static final long MASTER = 0;

    final String brokerName;
    final TreeMap<Long, String> addresses = new TreeMap<>();
    String cluster;
    String zoneName;
    boolean actingMaster;

    BrokerGroup(String brokerName) {
        this.brokerName = brokerName;
    }

    boolean hasMaster() {
        return addresses.containsKey(MASTER);
    }

    /** The group as it is now; equal as long as nothing has changed. */
    BrokerData data() {
        return new BrokerData(brokerName, cluster, addresses, zoneName, actingMaster);
    }
}
