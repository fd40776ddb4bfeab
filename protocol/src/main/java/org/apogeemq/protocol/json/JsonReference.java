package org.apogeemq.protocol.json;

import java.util.List;

/**
 * References as fastjson writes them for an object that occurs twice: {@code {"$ref":"$.a.b[0]"}}. A
 * backslash takes the next character of a name literally; names may also stand as {@code ['name']}.
 */
final class JsonReference {
    private static final String KEY = "$ref";

    private JsonReference() {}

    /** The path, if {@code object} is a reference, else {@code null}. */
    static String path(JsonObject object) {
        if (object.members().size() == 1 && object.keyed().isEmpty() && object.value(KEY) instanceof String path) {
            return path;
        }
        return null;
    }

    /** What {@code path} leads to from {@code root}, or {@code null}. */
    static Object find(Object root, String path) {
        if (path.isEmpty() || path.charAt(0) != '$') {
            return null;
        }
        Object found = root;
        int at = 1;
        StringBuilder name = new StringBuilder();
        while (at < path.length() && found != null) {
            name.setLength(0);
            char c = path.charAt(at);
            if (c == '.') {
                at = name(path, at + 1, name);
                found = member(found, name.toString());
            } else if (c == '[') {
                int end = path.indexOf(']', at);
                if (end < 0) {
                    return null;
                }
                found = bracketed(found, path.substring(at + 1, end));
                at = end + 1;
            } else {
                return null;
            }
        }
        return found;
    }

    private static int name(String path, int from, StringBuilder name) {
        int at = from;
        while (at < path.length() && path.charAt(at) != '.' && path.charAt(at) != '[') {
            if (path.charAt(at) == '\\' && at + 1 < path.length()) {
                at++;
            }
            name.append(path.charAt(at++));
        }
        return at;
    }

    private static Object member(Object container, String name) {
        return container instanceof JsonObject object ? object.value(name) : null;
    }

    private static Object bracketed(Object container, String inside) {
        if (container instanceof List<?> array) {
            try {
                int index = Integer.parseInt(inside);
                return index >= 0 && index < array.size() ? array.get(index) : null;
            } catch (NumberFormatException e) {
                return null; // a name where an index belongs: finds nothing, which the caller reports
            }
        }
        boolean quoted = inside.length() >= 2 && (inside.charAt(0) == '\'' || inside.charAt(0) == '"');
        return member(container, quoted ? inside.substring(1, inside.length() - 1) : inside);
    }
}
