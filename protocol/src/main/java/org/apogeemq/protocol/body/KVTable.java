package org.apogeemq.protocol.body;

import java.util.Map;
import org.apogeemq.protocol.json.Json;
import org.apogeemq.protocol.json.JsonWriter;

/** Texts by name: settings of a namespace (219, answer of 103), figures of a broker (28). */
public record KVTable(Map<String, String> table) {
    /** Copies the table. */
    public KVTable {
        table = Ordered.copy(table);
    }

    /** Reads a body. */
    public static KVTable fromJson(byte[] body) {
        return new KVTable(Json.parseObject(body).stringMap("table"));
    }

    /** Writes a body. */
    public byte[] toJson() {
        return new JsonWriter().beginObject().field("table", table).endObject().bytes();
    }
}
