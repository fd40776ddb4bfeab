package org.apogeemq.protocol.record;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The property text of a message: {@code name 0x01 value 0x02 name 0x01 value 0x02 ...}, UTF-8.
 *
 * <p>The last 0x02 may be missing (4.x clients do not write it). Pairs without a name or a value are
 * ignored, and of two pairs with one name the last counts.
 */
public final class MessageProperties {
    /** Between name and value. */
    public static final byte NAME_END = 1;

    /** Behind a value. */
    public static final byte PAIR_END = 2;

    /** What {@link #find(byte[], int, int, byte[])} answers when there is no such property. */
    public static final long ABSENT = -1;

    private static final byte[] TAGS = bytes(PropertyNames.TAGS);

    private MessageProperties() {}

    /** {@code name} as the methods of this class want it; for constants. */
    public static byte[] bytes(String name) {
        return name.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Looks for {@code name} in {@code length} bytes of {@code text} from {@code at} on.
     *
     * @return {@link #ABSENT}, or where the value lies: see {@link #position} and {@link #length}
     */
    // hot
    public static long find(byte[] text, int at, int length, byte[] name) {
        int end = at + length;
        long found = ABSENT;
        int pair = at;
        while (pair < end) {
            int valueAt = pair + name.length + 1;
            boolean named = valueAt < end && text[valueAt - 1] == NAME_END && startsWith(text, pair, name);
            int pairEnd = named ? valueAt : pair;
            while (pairEnd < end && text[pairEnd] != PAIR_END) {
                pairEnd++;
            }
            if (named && pairEnd > valueAt) {
                found = packed(valueAt, pairEnd - valueAt);
            }
            pair = pairEnd + 1;
        }
        return found;
    }

    /** The same in {@code length} bytes of {@code text} from the absolute index {@code at} on. */
    // hot
    public static long find(ByteBuffer text, int at, int length, byte[] name) {
        int end = at + length;
        long found = ABSENT;
        int pair = at;
        while (pair < end) {
            int valueAt = pair + name.length + 1;
            boolean named = valueAt < end && text.get(valueAt - 1) == NAME_END && startsWith(text, pair, name);
            int pairEnd = named ? valueAt : pair;
            while (pairEnd < end && text.get(pairEnd) != PAIR_END) {
                pairEnd++;
            }
            if (named && pairEnd > valueAt) {
                found = packed(valueAt, pairEnd - valueAt);
            }
            pair = pairEnd + 1;
        }
        return found;
    }

    /** Where the value of a find begins; an index into what was searched. */
    public static int position(long found) {
        return (int) (found >>> 32);
    }

    /** Bytes of the value of a find; at least 1. */
    public static int length(long found) {
        return (int) found;
    }

    /** The value of {@code name}, or {@code null} if there is none. For cold paths. */
    public static String value(byte[] text, int at, int length, byte[] name) {
        long found = find(text, at, length, name);
        return found == ABSENT ? null : new String(text, position(found), length(found), StandardCharsets.UTF_8);
    }

    /** The value of {@code name}, or {@code null} if there is none. For cold paths. */
    public static String value(ByteBuffer text, int at, int length, byte[] name) {
        long found = find(text, at, length, name);
        if (found == ABSENT) {
            return null;
        }
        byte[] value = new byte[length(found)];
        text.get(position(found), value);
        return new String(value, StandardCharsets.UTF_8);
    }

    /** The hash of the TAGS property that queue entries carry: {@link TagsCode}, or 0 without tags. */
    // hot
    public static long tagsCode(ByteBuffer text, int at, int length) {
        long found = find(text, at, length, TAGS);
        return found == ABSENT ? 0 : TagsCode.of(text, position(found), length(found));
    }

    /** The hash of the TAGS property that queue entries carry: {@link TagsCode}, or 0 without tags. */
    // hot
    public static long tagsCode(byte[] text, int at, int length) {
        long found = find(text, at, length, TAGS);
        return found == ABSENT ? 0 : TagsCode.of(text, position(found), length(found));
    }

    /** Bytes that {@link #append} adds at most. */
    public static int appendedBytesMax(byte[] name, byte[] value) {
        return name.length + value.length + 3;
    }

    /**
     * Appends a pair to {@code length} bytes of text that begin at {@code at}, closing the last pair first
     * if it is open. The array has room for {@link #appendedBytesMax} more.
     *
     * @return the new length
     */
    // hot
    public static int append(byte[] text, int at, int length, byte[] name, byte[] value) {
        int next = at + length;
        if (length > 0 && text[next - 1] != PAIR_END) {
            text[next++] = PAIR_END;
        }
        System.arraycopy(name, 0, text, next, name.length);
        next += name.length;
        text[next++] = NAME_END;
        System.arraycopy(value, 0, text, next, value.length);
        next += value.length;
        text[next++] = PAIR_END;
        return next - at;
    }

    /**
     * Takes every pair called {@code name} out of {@code length} bytes of text that begin at {@code at},
     * moving what follows to the front.
     *
     * @return the new length
     */
    public static int remove(byte[] text, int at, int length, byte[] name) {
        int end = at + length;
        int kept = at;
        int pair = at;
        while (pair < end) {
            int next = pair;
            while (next < end && text[next] != PAIR_END) {
                next++;
            }
            next = Math.min(next + 1, end);
            int nameEnd = pair + name.length;
            boolean named = nameEnd < next && text[nameEnd] == NAME_END && startsWith(text, pair, name);
            if (!named) {
                System.arraycopy(text, pair, text, kept, next - pair);
                kept += next - pair;
            }
            pair = next;
        }
        return kept - at;
    }

    /** The pairs of {@code text} in their order; of one name the last value. */
    public static Map<String, String> parse(String text) {
        Map<String, String> pairs = new LinkedHashMap<>();
        int pair = 0;
        while (pair < text.length()) {
            int end = text.indexOf(PAIR_END, pair);
            if (end < 0) {
                end = text.length();
            }
            int nameEnd = text.indexOf(NAME_END, pair);
            if (nameEnd > pair && nameEnd + 1 < end) {
                pairs.put(text.substring(pair, nameEnd), text.substring(nameEnd + 1, end));
            }
            pair = end + 1;
        }
        return pairs;
    }

    /** The pairs of {@code length} bytes of {@code text} from {@code at} on. */
    public static Map<String, String> parse(byte[] text, int at, int length) {
        return parse(new String(text, at, length, StandardCharsets.UTF_8));
    }

    /**
     * The text of {@code pairs}, every pair closed; those with an empty or null value are left out.
     *
     * @throws IllegalArgumentException if a name is empty, or a name or value holds a separator
     */
    public static String format(Map<String, String> pairs) {
        StringBuilder text = new StringBuilder(pairs.size() * 32);
        for (Map.Entry<String, String> pair : pairs.entrySet()) {
            String value = pair.getValue();
            if (value != null && !value.isEmpty()) {
                checkPart("property name", pair.getKey());
                checkPart("value of property " + pair.getKey(), value);
                text.append(pair.getKey()).append((char) NAME_END).append(value).append((char) PAIR_END);
            }
        }
        return text.toString();
    }

    private static void checkPart(String what, String part) {
        if (part.isEmpty() || part.indexOf(NAME_END) >= 0 || part.indexOf(PAIR_END) >= 0) {
            throw new IllegalArgumentException(
                    what + " is '" + part + "', must not be empty nor hold the characters 1 and 2");
        }
    }

    private static long packed(int position, int length) {
        return ((long) position << 32) | length;
    }

    private static boolean startsWith(byte[] text, int at, byte[] name) {
        for (int i = 0; i < name.length; i++) {
            if (text[at + i] != name[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean startsWith(ByteBuffer text, int at, byte[] name) {
        for (int i = 0; i < name.length; i++) {
            if (text.get(at + i) != name[i]) {
                return false;
            }
        }
        return true;
    }
}
