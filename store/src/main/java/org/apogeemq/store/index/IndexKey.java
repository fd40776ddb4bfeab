package org.apogeemq.store.index;

import java.nio.charset.StandardCharsets;

/** The texts under which records are found, and their hashes: Java's {@code String.hashCode}, made positive. */
public final class IndexKey {
    static final char SEPARATOR = '#';
    /** Between topic and tags. */
    static final String TAG_MARK = "T#";

    private IndexKey() {}

    /** Of a unique key, or of one of the blank-separated parts of KEYS. */
    public static String of(String topic, String key) {
        return topic + SEPARATOR + key;
    }

    /** Of the TAGS property. */
    public static String ofTags(String topic, String tags) {
        return topic + SEPARATOR + TAG_MARK + tags;
    }

    /** What an entry holds of {@code key}. */
    static int hash(String key) {
        return positive(key.hashCode());
    }

    static int positive(int hash) {
        return hash == Integer.MIN_VALUE ? 0 : Math.abs(hash);
    }

    /** The {@code hashCode} of a text whose first part has {@code hash} and is followed by UTF-8 bytes. */
    // hot
    static int goOn(int hash, byte[] text, int at, int length) {
        int result = hash;
        for (int i = at; i < at + length; i++) {
            byte b = text[i];
            if (b < 0) {
                return goOn(hash, new String(text, at, length, StandardCharsets.UTF_8));
            }
            result = 31 * result + b;
        }
        return result;
    }

    static int goOn(int hash, String text) {
        int result = hash;
        for (int i = 0; i < text.length(); i++) {
            result = 31 * result + text.charAt(i);
        }
        return result;
    }
}
