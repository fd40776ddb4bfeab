package org.apogeemq.protocol.json;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;

/**
 * Writes JSON without blanks, members in the order they are given, keys quoted. Commas come by
 * themselves; that objects and arrays are closed is the caller's business.
 *
 * <p>An object becomes a key by {@link #asKey} behind its end: {@code {{"topic":"T"}:5}}. Mutable and
 * confined to one thread.
 */
public final class JsonWriter {
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private final StringBuilder text;

    /** An empty text. */
    public JsonWriter() {
        this(256);
    }

    /** An empty text with room for about {@code chars} characters. */
    public JsonWriter(int chars) {
        text = new StringBuilder(chars);
    }

    /** Begins an object. */
    public JsonWriter beginObject() {
        comma();
        text.append('{');
        return this;
    }

    /** Ends an object. */
    public JsonWriter endObject() {
        text.append('}');
        return this;
    }

    /** Begins an array. */
    public JsonWriter beginArray() {
        comma();
        text.append('[');
        return this;
    }

    /** Ends an array. */
    public JsonWriter endArray() {
        text.append(']');
        return this;
    }

    /** Writes a key; its value comes next. */
    public JsonWriter name(String name) {
        comma();
        quoted(name);
        text.append(':');
        return this;
    }

    /** Makes the object just ended a key; its value comes next. */
    public JsonWriter asKey() {
        text.append(':');
        return this;
    }

    /** Writes a text; null is written as {@code null}. */
    public JsonWriter value(String value) {
        comma();
        if (value == null) {
            text.append("null");
        } else {
            quoted(value);
        }
        return this;
    }

    /** Writes a whole number. */
    public JsonWriter value(long value) {
        comma();
        text.append(value);
        return this;
    }

    /** Writes a number; what JSON has no word for (NaN, infinities) becomes 0. */
    public JsonWriter value(double value) {
        comma();
        text.append(Double.isFinite(value) ? value : 0.0);
        return this;
    }

    /** Writes true or false. */
    public JsonWriter value(boolean value) {
        comma();
        text.append(value);
        return this;
    }

    /** Writes a member; nothing if the value is null. */
    public JsonWriter field(String name, String value) {
        return value == null ? this : name(name).value(value);
    }

    /** Writes a member. */
    public JsonWriter field(String name, long value) {
        return name(name).value(value);
    }

    /** Writes a member. */
    public JsonWriter field(String name, double value) {
        return name(name).value(value);
    }

    /** Writes a member. */
    public JsonWriter field(String name, boolean value) {
        return name(name).value(value);
    }

    /** Writes a member that is an array of texts. */
    public JsonWriter field(String name, Collection<String> values) {
        name(name).beginArray();
        for (String value : values) {
            value(value);
        }
        return endArray();
    }

    /** Writes a member that is an object of texts; nulls are left out. */
    public JsonWriter field(String name, Map<String, String> values) {
        name(name).beginObject();
        for (Map.Entry<String, String> entry : values.entrySet()) {
            field(entry.getKey(), entry.getValue());
        }
        return endObject();
    }

    /** What was written, in UTF-8. */
    public byte[] bytes() {
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** What was written. */
    @Override
    public String toString() {
        return text.toString();
    }

    /** A text always ends with its quote, so the last character tells whether something stands before. */
    private void comma() {
        if (text.length() > 0) {
            char last = text.charAt(text.length() - 1);
            if (last != '{' && last != '[' && last != ':') {
                text.append(',');
            }
        }
    }

    private void quoted(String value) {
        text.append('"');
        int plain = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' || c == '"' || c == '\\') {
                text.append(value, plain, i);
                escaped(c);
                plain = i + 1;
            }
        }
        text.append(value, plain, value.length()).append('"');
    }

    private void escaped(char c) {
        text.append('\\');
        switch (c) {
            case '\n':
                text.append('n');
                break;
            case '\r':
                text.append('r');
                break;
            case '\t':
                text.append('t');
                break;
            case '"':
            case '\\':
                text.append(c);
                break;
            default:
                text.append("u00").append(HEX[c >> 4]).append(HEX[c & 0xF]);
        }
    }
}
