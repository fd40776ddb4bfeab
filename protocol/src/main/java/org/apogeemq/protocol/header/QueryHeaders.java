package org.apogeemq.protocol.header;

/** Headers of finding messages: 12, 33, 321. */
public final class QueryHeaders {
    private QueryHeaders() {}

    /**
     * Messages by key, stored within {@code [beginTimestamp, endTimestamp]}, in ms (12).
     *
     * @param uniqueKeyQuery {@code true}: the key is a UNIQ_KEY
     */
    public record QueryMessage(
            @Required String topic,
            @Required String key,
            int maxNum,
            long beginTimestamp,
            long endTimestamp,
            String indexType,
            String lastKey,
            @Wire("_UNIQUE_KEY_QUERY") Boolean uniqueKeyQuery) {}

    /** How far the index is: time in ms and log offset. */
    public record QueryMessageResponse(long indexLastUpdateTimestamp, long indexLastUpdatePhyoffset) {}

    /** The message at a log offset (33). */
    public record ViewMessage(long offset, String topic) {}

    /** Entries of a queue as they lie (321). */
    public record QueryConsumeQueue(@Required String topic, int queueId, long index, int count, String consumerGroup) {}
}
