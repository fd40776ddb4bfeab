package org.apogeemq.broker.retry;

import java.util.List;
import java.util.Map;
import org.apogeemq.protocol.record.PropertyNames;

/** What a message says of itself once its group has given it up. */
public final class DeadLetter {
    /** Nobody waits for it any more. */
    private static final List<String> DELAYS = List.of(
            PropertyNames.DELAY,
            PropertyNames.TIMER_DELAY_SEC,
            PropertyNames.TIMER_DELAY_MS,
            PropertyNames.TIMER_DELIVER_MS);

    private DeadLetter() {}

    /**
     * Changes the properties of a message that becomes a dead letter: where it came from first, and why.
     *
     * @param reason for people
     */
    public static void mark(Map<String, String> properties, String reason) {
        DELAYS.forEach(properties::remove);
        copy(properties, PropertyNames.RETRY_TOPIC, PropertyNames.DLQ_ORIGIN_TOPIC);
        copy(properties, PropertyNames.ORIGIN_MESSAGE_ID, PropertyNames.DLQ_ORIGIN_MESSAGE_ID);
        properties.put(PropertyNames.DLQ_REASON, reason);
    }

    private static void copy(Map<String, String> properties, String from, String to) {
        String value = properties.get(from);
        if (value != null) {
            properties.put(to, value);
        }
    }
}
