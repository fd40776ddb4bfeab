package org.apogeemq.protocol.body;

import java.util.List;
import org.apogeemq.protocol.json.Json;
import org.apogeemq.protocol.json.JsonObject;
import org.apogeemq.protocol.json.JsonWriter;

/**
 * Names of topics (206, 224, 304, 305, 343).
 *
 * @param brokerAddr address of some broker, or {@code null}
 */
public record TopicList(List<String> topicList, String brokerAddr) {
    /** Copies the list. */
    public TopicList {
        topicList = List.copyOf(topicList);
    }

    /** Names alone. */
    public TopicList(List<String> topicList) {
        this(topicList, null);
    }

    /** Reads a body. */
    public static TopicList fromJson(byte[] body) {
        JsonObject json = Json.parseObject(body);
        return new TopicList(json.strings("topicList"), json.string("brokerAddr"));
    }

    /** Writes a body. */
    public byte[] toJson() {
        JsonWriter json = new JsonWriter(64 + 32 * topicList.size());
        json.beginObject().field("brokerAddr", brokerAddr).field("topicList", topicList);
        return json.endObject().bytes();
    }
}
