package org.apogeemq.broker.pull;

import java.time.Duration;

/**
 * Limits of pulling.
 *
 * @param messagesMax messages an answer holds at most (maxTransferCountOnMessageInMemory)
 * @param bytesMax bytes an answer holds at most, but for a single larger message (maxTransferBytesOnMessageInMemory)
 * @param scanMax queue entries looked at in one pull while nothing matches
 * @param longPolling hold pulls that find nothing for as long as they ask (longPollingEnable)
 * @param shortPolling how long they are held otherwise (shortPollingTimeMills)
 * @param readable the broker lets consumers read (brokerPermission)
 * @param propertyFilter take expressions over properties besides tags (enablePropertyFilter)
 */
public record PullConfig(
        int messagesMax,
        int bytesMax,
        int scanMax,
        boolean longPolling,
        Duration shortPolling,
        boolean readable,
        boolean propertyFilter) {
    public PullConfig {
        check("maxTransferCountOnMessageInMemory", messagesMax, 1, 4096);
        check("maxTransferBytesOnMessageInMemory", bytesMax, 1024, 8 * 1024 * 1024);
        check("scanMax", scanMax, 32, 1_000_000);
    }

    private static void check(String key, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(key + " is " + value + ", must be in " + min + ".." + max);
        }
    }
}
