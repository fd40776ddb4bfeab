package org.apogeemq.protocol.json;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * An object of a JSON text. Accessors name the field in their errors; a field that is missing or null
 * gives the default. As with fastjson, text that spells a number or a boolean is taken for one, and the
 * other way round. Written by the reader only; afterwards constant.
 */
public final class JsonObject {
    /** A member whose key is itself an object: {@code {{"topic":"T"}:5}}. */
    public record Keyed(JsonObject key, Object value) {}

    private static final int SHOWN_CHARS_MAX = 80;

    private Map<String, Object> members = Map.of();
    private List<Keyed> keyed = List.of();

    JsonObject() {}

    void put(String name, Object value) {
        if (members.isEmpty()) {
            members = new LinkedHashMap<>(8);
        }
        members.put(name, value);
    }

    void putKeyed(JsonObject key, Object value) {
        if (keyed.isEmpty()) {
            keyed = new ArrayList<>();
        }
        keyed.add(new Keyed(key, value));
    }

    /** The members with ordinary keys, in their order; unmodifiable. */
    public Map<String, Object> members() {
        return Collections.unmodifiableMap(members);
    }

    /** The members whose keys are objects, in their order; unmodifiable. */
    public List<Keyed> keyed() {
        return Collections.unmodifiableList(keyed);
    }

    /** Whether there is a field {@code name} that is not null. */
    public boolean has(String name) {
        return members.get(name) != null;
    }

    /** The field as it was read, or {@code null}. */
    public Object value(String name) {
        return members.get(name);
    }

    /** The text of a field, {@code null} if missing. */
    public String string(String name) {
        return string(name, null);
    }

    /** The text of a field. */
    public String string(String name, String missing) {
        Object value = members.get(name);
        return value == null ? missing : textOf(name, value);
    }

    /** The text of a field that must be there. */
    public String requiredString(String name) {
        String value = string(name);
        if (value == null) {
            throw new JsonException("field " + name + " is missing");
        }
        return value;
    }

    /** A whole number of 32 bits. */
    public int intValue(String name, int missing) {
        Object value = members.get(name);
        return value == null ? missing : intOf(name, value);
    }

    /** A whole number of 64 bits. */
    public long longValue(String name, long missing) {
        Object value = members.get(name);
        return value == null ? missing : longOf(name, value);
    }

    /** A number. */
    public double doubleValue(String name, double missing) {
        Object value = members.get(name);
        if (value == null) {
            return missing;
        }
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        if (value instanceof String text) {
            try {
                return Double.parseDouble(text);
            } catch (NumberFormatException e) {
                throw bad(name, value, "a number");
            }
        }
        throw bad(name, value, "a number");
    }

    /** True or false; 1 and 0 will do. */
    public boolean booleanValue(String name, boolean missing) {
        Object value = members.get(name);
        if (value == null) {
            return missing;
        }
        String text = value.toString();
        if (text.equalsIgnoreCase("true") || text.equals("1")) {
            return true;
        }
        if (text.equalsIgnoreCase("false") || text.equals("0")) {
            return false;
        }
        throw bad(name, value, "true or false");
    }

    /** An object, {@code null} if missing. */
    public JsonObject object(String name) {
        Object value = members.get(name);
        return value == null ? null : objectOf(name, value);
    }

    /** What {@code made} makes of an object; {@code missing} if there is none. */
    public <T> T object(String name, Function<JsonObject, T> made, T missing) {
        JsonObject object = object(name);
        return object == null ? missing : made.apply(object);
    }

    /** An array as it was read; empty if missing. */
    @SuppressWarnings("unchecked") // the reader makes no other lists
    public List<Object> array(String name) {
        Object value = members.get(name);
        if (value == null) {
            return List.of();
        }
        if (value instanceof List<?> array) {
            return Collections.unmodifiableList((List<Object>) array);
        }
        throw bad(name, value, "an array");
    }

    /** An array of texts; nulls in it are left out. */
    public List<String> strings(String name) {
        return elements(name, value -> textOf(name, value));
    }

    /** An array of texts, each once, in their order. */
    public Set<String> stringSet(String name) {
        return Collections.unmodifiableSet(new LinkedHashSet<>(strings(name)));
    }

    /** An array of whole numbers of 32 bits, each once, in their order. */
    public Set<Integer> intSet(String name) {
        return Collections.unmodifiableSet(new LinkedHashSet<>(elements(name, value -> intOf(name, value))));
    }

    /** An array of objects, each turned into something by {@code made}. */
    public <T> List<T> objects(String name, Function<JsonObject, T> made) {
        return elements(name, value -> made.apply(objectOf(name, value)));
    }

    /** An object that maps names to texts; empty if missing. */
    public Map<String, String> stringMap(String name) {
        return map(name, JsonObject::textOf);
    }

    /** An object that maps names to objects, each turned into something by {@code made}. */
    public <T> Map<String, T> objectMap(String name, Function<JsonObject, T> made) {
        return map(name, (key, value) -> made.apply(objectOf(key, value)));
    }

    /** Turns the value of a member into something; {@code name} is for the error. */
    @FunctionalInterface
    public interface Conversion<T> {
        /** The converted value, not null. */
        T apply(String name, Object value);
    }

    /** An object as a map in its order; nulls in it are left out; unmodifiable, empty if missing. */
    public <T> Map<String, T> map(String name, Conversion<T> conversion) {
        return map(name, Function.identity(), conversion);
    }

    /** The same with keys that are made of the names. */
    public <K, T> Map<K, T> map(String name, Function<String, K> key, Conversion<T> conversion) {
        JsonObject object = object(name);
        if (object == null) {
            return Map.of();
        }
        Map<K, T> map = new LinkedHashMap<>(object.members.size() * 2);
        for (Map.Entry<String, Object> member : object.members.entrySet()) {
            if (member.getValue() != null) {
                map.put(key.apply(member.getKey()), conversion.apply(member.getKey(), member.getValue()));
            }
        }
        return Collections.unmodifiableMap(map);
    }

    /** {@code value} as an object; {@code name} is for the error. */
    public static JsonObject objectOf(String name, Object value) {
        if (value instanceof JsonObject object) {
            return object;
        }
        throw bad(name, value, "an object");
    }

    /** {@code value} as a whole number of 64 bits; {@code name} is for the error. */
    public static long longOf(String name, Object value) {
        if (value instanceof Long number) {
            return number;
        }
        if (value instanceof Double number && number == Math.rint(number) && Math.abs(number) < 0x1p62) {
            return number.longValue();
        }
        if (value instanceof String text) {
            try {
                return Long.parseLong(text.strip());
            } catch (NumberFormatException e) {
                throw bad(name, value, "a whole number of 64 bits");
            }
        }
        throw bad(name, value, "a whole number of 64 bits");
    }

    /** {@code value} as a whole number of 32 bits; {@code name} is for the error. */
    public static int intOf(String name, Object value) {
        long number = longOf(name, value);
        if (number != (int) number) {
            throw bad(name, value, "a whole number of 32 bits");
        }
        return (int) number;
    }

    /** {@code value} as text; {@code name} is for the error. */
    public static String textOf(String name, Object value) {
        if (value instanceof JsonObject || value instanceof List<?>) {
            throw bad(name, value, "text");
        }
        return value.toString();
    }

    private <T> List<T> elements(String name, Function<Object, T> conversion) {
        List<Object> array = array(name);
        List<T> elements = new ArrayList<>(array.size());
        for (Object value : array) {
            if (value != null) {
                elements.add(conversion.apply(value));
            }
        }
        return Collections.unmodifiableList(elements);
    }

    private static JsonException bad(String name, Object value, String expected) {
        return new JsonException("field " + name + " is " + shown(value) + ", must be " + expected);
    }

    private static String shown(Object value) {
        if (value instanceof JsonObject) {
            return "an object";
        }
        if (value instanceof List<?>) {
            return "an array";
        }
        String text = String.valueOf(value);
        return "'" + (text.length() > SHOWN_CHARS_MAX ? text.substring(0, SHOWN_CHARS_MAX) + "..." : text) + "'";
    }
}
