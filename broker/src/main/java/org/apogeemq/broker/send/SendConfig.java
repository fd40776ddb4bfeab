package org.apogeemq.broker.send;

import org.apogeemq.protocol.record.PropertyNames;

/**
 * Limits and texts of sending.
 *
 * @param maxMessageSize longest body in bytes, 1 KiB to 15 MiB
 * @param regionId value of MSG_REGION
 * @param traceOn value of TRACE_ON
 * @param clusterName value of CLUSTER
 * @param acceptFrom wall clock in ms before which sends are refused
 * @param storesReplies whether replies to requests are stored, too (storeReplyMessageEnable)
 */
public record SendConfig(
        int maxMessageSize,
        String regionId,
        boolean traceOn,
        String clusterName,
        long acceptFrom,
        boolean storesReplies) {
    static final int MESSAGE_SIZE_MIN = 1024;
    static final int MESSAGE_SIZE_MAX = 15 * 1024 * 1024;

    public SendConfig {
        if (maxMessageSize < MESSAGE_SIZE_MIN || maxMessageSize > MESSAGE_SIZE_MAX) {
            throw new IllegalArgumentException("maxMessageSize is " + maxMessageSize + ", must be in "
                    + MESSAGE_SIZE_MIN + ".." + MESSAGE_SIZE_MAX);
        }
    }

    /** With replies that are stored. */
    public SendConfig(int maxMessageSize, String regionId, boolean traceOn, String clusterName, long acceptFrom) {
        this(maxMessageSize, regionId, traceOn, clusterName, acceptFrom, true);
    }

    /** The pairs that every single message gets. */
    String brokerProperties() {
        return PropertyNames.MSG_REGION
                + '\1'
                + regionId
                + '\2'
                + PropertyNames.TRACE_ON
                + '\1'
                + traceOn
                + '\2'
                + PropertyNames.CLUSTER
                + '\1'
                + clusterName
                + '\2';
    }
}
