package org.apogeemq.protocol.body.admin;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apogeemq.protocol.json.Json;
import org.apogeemq.protocol.json.JsonLimits;
import org.apogeemq.protocol.json.JsonObject;
import org.apogeemq.protocol.json.JsonWriter;

/** All modes that were set: answer of 402, and {@code messageRequestMode.json}. */
public final class RequestModes {
    private static final String MAP = "messageRequestModeMap";

    private RequestModes() {}

    /** The modes in a body or file. */
    public static List<RequestMode> fromJson(byte[] text, JsonLimits limits) {
        JsonObject json = Json.parseObject(text, limits);
        List<RequestMode> modes = new ArrayList<>();
        json.objectMap(MAP, groups -> groups)
                .forEach((topic, groups) -> groups.members()
                        .forEach((group, mode) -> modes.add(RequestMode.from(JsonObject.objectOf(group, mode)))));
        return modes;
    }

    /** Writes a body or file. */
    public static byte[] toJson(Collection<RequestMode> modes) {
        Map<String, Map<String, RequestMode>> table = new TreeMap<>();
        modes.forEach(mode ->
                table.computeIfAbsent(mode.topic(), topic -> new TreeMap<>()).put(mode.consumerGroup(), mode));
        JsonWriter json = new JsonWriter().beginObject().name(MAP).beginObject();
        table.forEach((topic, groups) -> {
            json.name(topic).beginObject();
            groups.forEach((group, mode) -> mode.write(json.name(group)));
            json.endObject();
        });
        return json.endObject().endObject().bytes();
    }
}
