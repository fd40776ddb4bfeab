package org.apogeemq.protocol.body;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apogeemq.protocol.json.JsonObject;
import org.apogeemq.protocol.json.JsonWriter;
import org.apogeemq.protocol.record.MessageQueue;

/**
 * Message queues in JSON, and maps that have them as keys: {@code {{"brokerName":"b","queueId":2,"topic":"T"}:99}}.
 * Clients read such maps in this form only.
 */
final class QueueKeys {
    private QueueKeys() {}

    static MessageQueue queue(JsonObject json) {
        return new MessageQueue(
                json.requiredString("topic"), json.string("brokerName", ""), json.intValue("queueId", 0));
    }

    static void write(JsonWriter json, MessageQueue queue) {
        json.beginObject();
        json.field("brokerName", queue.brokerName());
        json.field("queueId", queue.queueId());
        json.field("topic", queue.topic()).endObject();
    }

    static <T> Map<MessageQueue, T> map(JsonObject json, String name, JsonObject.Conversion<T> conversion) {
        JsonObject table = json.object(name);
        if (table == null) {
            return Map.of();
        }
        Map<MessageQueue, T> map = new LinkedHashMap<>();
        for (JsonObject.Keyed entry : table.keyed()) {
            if (entry.value() != null) {
                map.put(queue(entry.key()), conversion.apply(name, entry.value()));
            }
        }
        return map;
    }

    static <T> void write(JsonWriter json, String name, Map<MessageQueue, T> map, BiConsumer<JsonWriter, T> value) {
        json.name(name).beginObject();
        map.forEach((queue, held) -> {
            write(json, queue);
            json.asKey();
            value.accept(json, held);
        });
        json.endObject();
    }
}
