package org.apogeemq.protocol.header;

/** Headers of offsets: 14, 15, 29 to 32, 220, 222, 308, 314. */
public final class OffsetHeaders {
    private OffsetHeaders() {}

    /** How far a group has consumed a queue (14). */
    public record QueryConsumerOffset(
            @Required String consumerGroup, @Required String topic, int queueId, Boolean setZeroIfNotFound) {}

    /** A group has consumed a queue up to an offset (15). */
    public record UpdateConsumerOffset(
            @Required String consumerGroup, @Required String topic, int queueId, long commitOffset) {}

    /**
     * The offset that belongs to a time in ms (29).
     *
     * @param boundaryType {@code LOWER} (default) or {@code UPPER}
     */
    public record SearchOffset(
            @Required String topic, int queueId, long timestamp, String boundaryType, String liteTopic) {}

    /** The offset behind the last message of a queue (30). */
    public record MaxOffset(@Required String topic, int queueId, Boolean committed) {}

    /** The first offset of a queue (31). */
    public record MinOffset(@Required String topic, int queueId) {}

    /** The time of the first message of a queue (32). */
    public record EarliestStoreTime(@Required String topic, int queueId) {}

    /** A queue offset: answer of 14, 29, 30 and 31. */
    public record OffsetResponse(long offset) {}

    /** A time in ms, -1 if there is none: answer of 32. */
    public record TimestampResponse(long timestamp) {}

    /**
     * Where a group is to go on (220, 222).
     *
     * @param timestamp time in ms; -1 is the end
     * @param queueId -1 or absent is all
     * @param offset exact target, if queueId is 0 or more
     */
    public record ResetOffset(
            @Required String topic,
            @Required String group,
            long timestamp,
            boolean isForce,
            Integer queueId,
            Long offset) {}

    /** A group is to be as far as another (314). */
    public record CloneGroupOffset(
            @Required String srcGroup, @Required String destGroup, String topic, Boolean offline) {}

    /**
     * The smallest offsets of a topic's groups (308).
     *
     * @param filterGroups groups that do not count, joined by commas
     * @param compareGroup the group that is compared with the others
     */
    public record CorrectionOffset(
            String filterGroups,
            @Required String compareGroup,
            @Required String topic) {}
}
