package org.apogeemq.protocol.header;

/** Headers of pulling: 11, 361. */
public final class PullHeaders {
    /** {@link PullMessage#sysFlag}: {@link PullMessage#commitOffset} is valid. */
    public static final int COMMIT_OFFSET = 1;
    /** {@link PullMessage#sysFlag}: the answer may wait for messages. */
    public static final int SUSPEND = 2;
    /** {@link PullMessage#sysFlag}: the request carries its subscription. */
    public static final int SUBSCRIPTION = 4;
    /** {@link PullMessage#sysFlag}: historic. */
    public static final int CLASS_FILTER = 8;
    /** {@link PullMessage#sysFlag}: from a lite pull consumer. */
    public static final int LITE_PULL = 16;

    private PullHeaders() {}

    /**
     * The messages of a queue from an offset on.
     *
     * @param queueOffset first wanted
     * @param suspendTimeoutMillis longest wait for messages
     * @param subVersion version of the client's subscription; 0 is not compared
     */
    public record PullMessage(
            @Required String consumerGroup,
            @Required String topic,
            int queueId,
            long queueOffset,
            int maxMsgNums,
            int sysFlag,
            long commitOffset,
            long suspendTimeoutMillis,
            String subscription,
            long subVersion,
            String expressionType,
            Integer maxMsgBytes,
            Integer requestSource,
            String proxyFrowardClientId,
            String liteTopic,
            @Wire("bname") String brokerName) {}

    /**
     * Goes with every status a client knows (0, 19, 20, 21).
     *
     * @param suggestWhichBrokerId broker id to pull from next
     * @param nextBeginOffset where the client goes on
     * @param minOffset first offset of the queue
     * @param maxOffset offset behind its last
     */
    public record PullMessageResponse(
            long suggestWhichBrokerId,
            long nextBeginOffset,
            long minOffset,
            long maxOffset,
            Long offsetDelta,
            Integer topicSysFlag,
            Integer groupSysFlag,
            Integer forbiddenType) {}
}
