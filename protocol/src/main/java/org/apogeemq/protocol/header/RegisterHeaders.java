package org.apogeemq.protocol.header;

/** Headers between brokers and name servers: 103, 104, 322, 901, 904, 905. Addresses are {@code ip:port}. */
public final class RegisterHeaders {
    private RegisterHeaders() {}

    /**
     * A broker is here, with what its body holds (103).
     *
     * @param heartbeatTimeoutMillis silence after which it counts as gone
     * @param enableActingMaster whether it may stand in for a master; absent in 4.x
     * @param bodyCrc32 CRC of the body as sent; 0 or absent is not checked
     */
    public record RegisterBroker(
            @Required String brokerName,
            @Required String brokerAddr,
            @Required String clusterName,
            @Required String haServerAddr,
            long brokerId,
            Long heartbeatTimeoutMillis,
            Boolean enableActingMaster,
            Boolean compressed,
            Integer bodyCrc32,
            @Wire("__ZONE_NAME") String zoneName) {}

    /** Addresses of the master, for slaves. */
    public record RegisterBrokerResponse(String haServerAddr, String masterAddr) {}

    /** A broker leaves (104). */
    public record UnregisterBroker(
            @Required String brokerName,
            @Required String brokerAddr,
            @Required String clusterName,
            long brokerId) {}

    /** Whether the name server has the topics of the version in the body (322). */
    public record QueryDataVersion(
            @Required String brokerName,
            @Required String brokerAddr,
            @Required String clusterName,
            long brokerId) {}

    /** Whether it has not. */
    public record QueryDataVersionResponse(boolean changed) {}

    /** The living brokers of a name (901). */
    public record MemberGroup(
            @Required String clusterName, @Required String brokerName) {}

    /** A broker is alive (904). */
    public record BrokerHeartbeat(
            @Required String clusterName,
            @Required String brokerAddr,
            @Required String brokerName,
            Long brokerId,
            Integer epoch,
            Long maxOffset,
            Long confirmOffset,
            @Wire("heartbeatTimeoutMills") Long heartbeatTimeoutMillis,
            Integer electionPriority) {}

    /** Tells brokers of one name that another of them has the smallest id now (905). */
    public record NotifyMinBrokerIdChange(
            Long minBrokerId, String brokerName, String minBrokerAddr, String offlineBrokerAddr, String haBrokerAddr) {}
}
