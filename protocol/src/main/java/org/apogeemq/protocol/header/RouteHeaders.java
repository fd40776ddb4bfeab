package org.apogeemq.protocol.header;

/** Headers of routes and topics at a name server: 105, 205, 216, 217, 224, 327. */
public final class RouteHeaders {
    private RouteHeaders() {}

    /** Where a topic lies (105). */
    public record RouteOfTopic(
            @Required String topic,
            Boolean acceptStandardJsonOnly,
            @Wire("__ZONE_NAME") String zoneName,
            @Wire("__ZONE_MODE") Boolean zoneMode) {}

    /** A broker is not to be written to (205). */
    public record WipeWritePerm(@Required String brokerName) {}

    /** How many topics that touched. */
    public record WipeWritePermResponse(int wipeTopicCount) {}

    /** A broker may be written to again (327). */
    public record AddWritePerm(@Required String brokerName) {}

    /** How many topics that touched. */
    public record AddWritePermResponse(int addTopicCount) {}

    /** The name server is to forget a topic, in one cluster or in all (216). */
    public record DeleteTopicInNameServer(@Required String topic, String clusterName) {}

    /** A topic on brokers it was not on before (217). */
    public record RegisterTopic(@Required String topic) {}

    /** The topics of a cluster (224). */
    public record TopicsByCluster(@Required String cluster) {}
}
