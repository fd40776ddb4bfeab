package org.apogeemq.broker.apache;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apogeemq.protocol.json.Json;
import org.apogeemq.protocol.json.JsonLimits;
import org.apogeemq.protocol.json.JsonObject;
import org.apogeemq.protocol.json.JsonWriter;

/** The text of a settings file: our members, those of the present file that we do not know, indented as Apache does. */
final class ConfigText {
    private final StringBuilder text = new StringBuilder(4096);

    private ConfigText() {}

    /**
     * Merges what we write with what is there.
     *
     * @param content what we write
     * @param present what is there, or null
     * @param table member that holds entries by name: unknown members of an entry that we still have are kept
     * @param ours members of which an old value is not kept
     */
    static byte[] of(byte[] content, JsonObject present, String table, Predicate<String> ours) {
        Map<String, Object> members =
                new LinkedHashMap<>(Json.parseObject(content, JsonLimits.FILE).members());
        if (present != null) {
            if (members.get(table) instanceof JsonObject entries && present.value(table) instanceof JsonObject old) {
                members.put(table, entries(entries, old, ours));
            }
            addUnknown(members, present, ours);
        }
        ConfigText text = new ConfigText();
        text.object(members, 1);
        return text.text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, Object> entries(JsonObject entries, JsonObject old, Predicate<String> ours) {
        Map<String, Object> merged = new LinkedHashMap<>(entries.members());
        merged.replaceAll((name, value) -> {
            if (value instanceof JsonObject entry && old.value(name) instanceof JsonObject before) {
                Map<String, Object> members = new LinkedHashMap<>(entry.members());
                addUnknown(members, before, ours);
                return members;
            }
            return value;
        });
        return merged;
    }

    private static void addUnknown(Map<String, Object> members, JsonObject present, Predicate<String> ours) {
        present.members().forEach((name, value) -> {
            if (value != null && !ours.test(name)) {
                members.putIfAbsent(name, value);
            }
        });
    }

    private void value(Object value, int depth) {
        switch (value) {
            case JsonObject object -> object(object.members(), depth);
            case Map<?, ?> members -> object(members, depth);
            case List<?> elements -> array(elements, depth);
            case String scalar -> text.append(new JsonWriter().value(scalar));
            case null, default -> text.append(value); // a number, true, false or null
        }
    }

    private void object(Map<?, ?> members, int depth) {
        text.append('{');
        String separator = "";
        for (Map.Entry<?, ?> member : members.entrySet()) {
            text.append(separator);
            line(depth);
            text.append(new JsonWriter().value(member.getKey().toString())).append(':');
            value(member.getValue(), depth + 1);
            separator = ",";
        }
        end('}', members.isEmpty(), depth);
    }

    private void array(List<?> elements, int depth) {
        text.append('[');
        String separator = "";
        for (Object element : elements) {
            text.append(separator);
            line(depth);
            value(element, depth + 1);
            separator = ",";
        }
        end(']', elements.isEmpty(), depth);
    }

    private void end(char bracket, boolean empty, int depth) {
        if (!empty) {
            line(depth - 1);
        }
        text.append(bracket);
    }

    private void line(int depth) {
        text.append('\n').repeat('\t', depth);
    }
}
