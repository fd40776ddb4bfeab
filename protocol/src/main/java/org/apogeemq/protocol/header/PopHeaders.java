package org.apogeemq.protocol.header;

/** Headers of POP: 200050 to 200055, 200070, 200072, 200073. */
public final class PopHeaders {
    private PopHeaders() {}

    /**
     * Messages to be invisible to others for a time (200050).
     *
     * @param queueId -1 is any
     * @param invisibleTime in ms
     * @param pollTime longest wait for messages, in ms
     * @param bornTime the client's clock, in ms; 0 is the broker's now
     * @param initMode where a new group begins: 0 first, 1 last offset
     */
    public record PopMessage(
            @Required String consumerGroup,
            @Required String topic,
            int queueId,
            int maxMsgNums,
            long invisibleTime,
            long pollTime,
            long bornTime,
            int initMode,
            String expType,
            String exp,
            Boolean order,
            String attemptId) {}

    /** What was handed out; the last three are joined by {@code ;} over the queues. */
    public record PopMessageResponse(
            long popTime,
            long invisibleTime,
            int reviveQid,
            long restNum,
            String startOffsetInfo,
            String msgOffsetInfo,
            String orderCountInfo) {}

    /** A message is done (200051, 200072); {@code extraInfo} is its receipt handle. */
    public record AckMessage(
            @Required String consumerGroup,
            @Required String topic,
            int queueId,
            @Required String extraInfo,
            long offset,
            String liteTopic) {}

    /** A message is to stay invisible for {@code invisibleTime} ms from now (200053). */
    public record ChangeInvisibleTime(
            @Required String consumerGroup,
            @Required String topic,
            int queueId,
            @Required String extraInfo,
            long offset,
            long invisibleTime,
            String liteTopic,
            Boolean suspend) {}

    /** What the client makes the new receipt handle of. */
    public record ChangeInvisibleTimeResponse(long popTime, long invisibleTime, int reviveQid) {}

    /** Messages without making them invisible (200052). */
    public record PeekMessage(
            @Required String consumerGroup, @Required String topic, int queueId, int maxMsgNums) {}

    /** Waits until there is something to pop (200054). */
    public record Notification(
            @Required String consumerGroup,
            @Required String topic,
            int queueId,
            long pollTime,
            long bornTime,
            Boolean order,
            String attemptId,
            String expType,
            String exp,
            Boolean isLiteConsumer,
            String clientId) {}

    /** Whether there is, and whether too many wait. */
    public record NotificationResponse(boolean hasMsg, Boolean pollingFull) {}

    /** How many wait at a queue (200055). */
    public record PollingInfo(
            @Required String consumerGroup, @Required String topic, int queueId) {}

    /** The number that waits. */
    public record PollingInfoResponse(int pollingNum) {}

    /** Messages of lite topics (200070); {@code topic} is their parent. */
    public record PopLiteMessage(
            @Required String clientId,
            @Required String consumerGroup,
            @Required String topic,
            int maxMsgNum,
            long invisibleTime,
            long pollTime,
            long bornTime,
            String attemptId) {}

    /** What was handed out of lite topics. */
    public record PopLiteMessageResponse(
            long popTime,
            long invisibleTime,
            int reviveQid,
            String startOffsetInfo,
            String msgOffsetInfo,
            String orderCountInfo) {}

    /** Tells a client that it no longer has a lite topic (200073). */
    public record NotifyUnsubscribeLite(
            @Required String liteTopic,
            @Required String consumerGroup,
            @Required String clientId) {}
}
