package org.apogeemq.cli.message;

import java.util.List;
import java.util.Map;
import org.apogeemq.protocol.record.PropertyNames;
import org.apogeemq.protocol.record.SysFlags;

/** A message that a group has failed on too often. */
record DeadLetter(Found found) {
    /** Says of a message from which dead letter it was made. */
    static final String RESENT_FROM = "APOGEE_RESENT_FROM";

    private static final int PACKING = SysFlags.COMPRESSED | SysFlags.COMPRESSION_MASK | SysFlags.MULTI_TAGS;

    /** What brokers and consumers have written on it; a message that is sent has none of it. */
    private static final List<String> OF_ITS_WAY = List.of(
            PropertyNames.RETRY_TOPIC,
            PropertyNames.ORIGIN_MESSAGE_ID,
            PropertyNames.DLQ_ORIGIN_TOPIC,
            PropertyNames.DLQ_ORIGIN_MESSAGE_ID,
            PropertyNames.DLQ_REASON,
            PropertyNames.DELAY,
            PropertyNames.REAL_TOPIC,
            PropertyNames.REAL_QID,
            PropertyNames.RECONSUME_TIME,
            PropertyNames.MAX_RECONSUME_TIMES,
            PropertyNames.CONSUME_START_TIME,
            PropertyNames.WAIT,
            PropertyNames.CLUSTER,
            PropertyNames.MSG_REGION,
            PropertyNames.TRACE_ON,
            PropertyNames.TRAN_MSG,
            PropertyNames.PGROUP,
            PropertyNames.TRANSACTION_ID,
            PropertyNames.TRANSACTION_CHECK_TIMES,
            PropertyNames.TRAN_PREPARED_QUEUE_OFFSET,
            PropertyNames.ORIGIN_GROUP,
            PropertyNames.FIRST_POP_TIME,
            PropertyNames.POP_CK,
            PropertyNames.POP_CK_OFFSET,
            PropertyNames.TIMER_DELAY_SEC,
            PropertyNames.TIMER_DELAY_MS,
            PropertyNames.TIMER_DELIVER_MS,
            PropertyNames.TIMER_OUT_MS,
            PropertyNames.TIMER_ENQUEUE_MS,
            PropertyNames.TIMER_DEQUEUE_MS,
            PropertyNames.TIMER_ROLL_TIMES,
            PropertyNames.TIMER_ROLL_LABEL,
            PropertyNames.TIMER_DELAY_LEVEL,
            PropertyNames.INNER_NUM,
            PropertyNames.INNER_BASE,
            PropertyNames.INNER_MULTI_DISPATCH,
            PropertyNames.INNER_MULTI_QUEUE_OFFSET,
            PropertyNames.DUP_INFO,
            PropertyNames.CRC32);

    /** The topic it was sent to first; null if it does not say. */
    String originTopic() {
        String topic = found.property(PropertyNames.DLQ_ORIGIN_TOPIC);
        return topic != null ? topic : found.property(PropertyNames.RETRY_TOPIC);
    }

    /** The offset id it had there; null if it does not say. */
    String originId() {
        String id = found.property(PropertyNames.DLQ_ORIGIN_MESSAGE_ID);
        return id != null ? id : found.property(PropertyNames.ORIGIN_MESSAGE_ID);
    }

    /** Why it is dead, in words; null if it does not say. */
    String reason() {
        return found.property(PropertyNames.DLQ_REASON);
    }

    /** What a message says of itself that was made from this one: no other dead letter has the same. */
    String mark() {
        return found.message().offsetMessageId() + "@" + found.message().storeTimestamp();
    }

    /** Letters of a topic with the same are to be consumed in their order; null if their order does not matter. */
    String orderKey() {
        return found.property(PropertyNames.SHARDING_KEY);
    }

    /** Whether a message was made from this one. */
    boolean isOriginOf(Found other) {
        return mark().equals(other.property(RESENT_FROM));
    }

    /** The message to be sent, to {@code topic}. */
    Sender.Outgoing outgoing(String topic, String retryOf) {
        Map<String, String> properties = found.properties();
        OF_ITS_WAY.forEach(properties::remove);
        properties.put(PropertyNames.UNIQ_KEY, found.id());
        properties.put(RESENT_FROM, mark());
        if (retryOf != null) {
            properties.put(PropertyNames.RETRY_TOPIC, retryOf);
        }
        return new Sender.Outgoing(
                topic,
                found.message().body(),
                properties,
                found.message().flag(),
                found.message().sysFlag() & PACKING,
                found.message().bornTimestamp(),
                found.broker(),
                orderKey());
    }
}
