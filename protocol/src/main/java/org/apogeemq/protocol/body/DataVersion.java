package org.apogeemq.protocol.body;

import org.apogeemq.protocol.json.Json;
import org.apogeemq.protocol.json.JsonObject;
import org.apogeemq.protocol.json.JsonWriter;

/**
 * The version of a table. Two tables are the same only if all three figures are.
 *
 * @param counter changes so far
 * @param stateVersion reign of the broker that made them
 * @param timestamp time of the last, in ms
 */
public record DataVersion(long counter, long stateVersion, long timestamp) {
    /** The version of a table nobody has touched. */
    public static final DataVersion NONE = new DataVersion(0, 0, 0);

    /** The version after one more change at {@code now}, in ms. */
    public DataVersion next(long now) {
        return new DataVersion(counter + 1, stateVersion, now);
    }

    /** Reads a body; an empty one is {@link #NONE}. */
    public static DataVersion fromJson(byte[] body) {
        return body.length == 0 ? NONE : from(Json.parseObject(body));
    }

    /** Writes a body. */
    public byte[] toJson() {
        JsonWriter json = new JsonWriter(80);
        write(json);
        return json.bytes();
    }

    static DataVersion from(JsonObject json) {
        return new DataVersion(
                json.longValue("counter", 0), json.longValue("stateVersion", 0), json.longValue("timestamp", 0));
    }

    void write(JsonWriter json) {
        json.beginObject().field("counter", counter).field("stateVersion", stateVersion);
        json.field("timestamp", timestamp).endObject();
    }
}
