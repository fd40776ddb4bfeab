package org.apogeemq.protocol.json;

import java.util.List;

/**
 * Reads JSON text into a light tree: {@link JsonObject}, {@link List}, {@link String}, {@link Long},
 * {@link Double}, {@link Boolean} and {@code null}. Trees are not to be changed.
 *
 * <p>Besides the standard it takes what fastjson writes and reads: keys without quotes, objects as keys
 * ({@link JsonObject#keyed}), single quotes, surplus commas, comments, NaN, and {@code {"$ref":"$.a[0]"}}
 * for an object that was written before. Text is UTF-8; broken sequences become U+FFFD.
 */
public final class Json {
    private Json() {}

    /**
     * Reads any value within {@link JsonLimits#WIRE}.
     *
     * @throws JsonException if the text is not JSON or passes a limit
     */
    public static Object parse(byte[] text) {
        return parse(text, JsonLimits.WIRE);
    }

    /** Reads any value within {@code limits}. */
    public static Object parse(byte[] text, JsonLimits limits) {
        return new JsonReader(text, limits).read();
    }

    /** Reads an object within {@link JsonLimits#WIRE}; anything else is an error. */
    public static JsonObject parseObject(byte[] text) {
        return parseObject(text, JsonLimits.WIRE);
    }

    /** Reads an object within {@code limits}; anything else is an error. */
    public static JsonObject parseObject(byte[] text, JsonLimits limits) {
        if (parse(text, limits) instanceof JsonObject object) {
            return object;
        }
        throw new JsonException("text is not a JSON object");
    }

    /** Reads an array within {@link JsonLimits#WIRE}; anything else is an error. */
    @SuppressWarnings("unchecked") // the reader makes no other lists
    public static List<Object> parseArray(byte[] text) {
        if (parse(text) instanceof List<?> array) {
            return (List<Object>) array;
        }
        throw new JsonException("text is not a JSON array");
    }
}
