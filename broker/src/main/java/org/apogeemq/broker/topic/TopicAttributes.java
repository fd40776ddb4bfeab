package org.apogeemq.broker.topic;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apogeemq.broker.change.AttributeRules;
import org.apogeemq.broker.face.RefusedException;
import org.apogeemq.protocol.command.ResponseCodes;

/** The attributes a topic can have. */
public final class TopicAttributes {
    /** What kind of messages the topic is for. */
    public static final String MESSAGE_TYPE = "message.type";

    /** How messages go: by age, or all but the last of each key. */
    static final String CLEANUP_POLICY = "cleanup.policy";

    static final String COMPACTION = "COMPACTION";

    /** How the queues hold their messages. */
    static final String QUEUE_TYPE = "queue.type";

    static final String BATCH_CQ = "BatchCQ";

    static final AttributeRules RULES = AttributeRules.none()
            .fixed(QUEUE_TYPE, Set.of("SimpleCQ", BATCH_CQ))
            .fixed(CLEANUP_POLICY, Set.of("DELETE", COMPACTION))
            .oneOf(MESSAGE_TYPE, Set.of("UNSPECIFIED", "NORMAL", "FIFO", "DELAY", "TRANSACTION", "PRIORITY", "LITE"))
            .numberOrNone("reserve.time", 1, Integer.MAX_VALUE)
            .numberOrNone("lite.topic.expiration", 1, 43_200);

    private TopicAttributes() {}

    /** Reads a delta, {@code +a=b,-c}; empty for null or blank text. */
    public static Map<String, String> parseDelta(String text) {
        Map<String, String> delta = new LinkedHashMap<>();
        if (text == null || text.isBlank()) {
            return delta;
        }
        for (String part : text.split(",")) {
            int equals = part.indexOf('=');
            String key = equals < 0 ? part.strip() : part.substring(0, equals).strip();
            String value = equals < 0 ? "" : part.substring(equals + 1).strip();
            if (delta.put(key, value) != null) {
                throw new RefusedException(ResponseCodes.SYSTEM_ERROR, "attributes name " + key + " twice");
            }
        }
        return delta;
    }
}
