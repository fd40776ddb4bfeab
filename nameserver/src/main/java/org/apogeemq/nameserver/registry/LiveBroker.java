package org.apogeemq.nameserver.registry;

import org.apogeemq.protocol.body.DataVersion;

/** A broker that has been heard of. Guarded by the lock of the {@link RouteTable}. */
final class LiveBroker {
    final String brokerName;
    final long brokerId;
    final String haServerAddr;
    final long timeoutNanos;
    final DataVersion version;
    final Object session;
    long heardNanos;

    LiveBroker(Registration registration, long nowNanos) {
        brokerName = registration.brokerName();
        brokerId = registration.brokerId();
        haServerAddr = registration.haServerAddr();
        timeoutNanos = registration.timeout().toNanos();
        version = registration.topics().dataVersion();
        session = registration.session();
        heardNanos = nowNanos;
    }

    boolean isSilent(long nowNanos) {
        return nowNanos - heardNanos > timeoutNanos;
    }
}
