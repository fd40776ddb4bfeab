package org.apogeemq.protocol.record;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The hash by which a tag is known to queue entries and subscriptions: Java's {@code String.hashCode},
 * sign-extended to 64 bits.
 */
public final class TagsCode {
    private TagsCode() {}

    /** The hash of {@code tag}. */
    public static long of(String tag) {
        return tag.hashCode();
    }

    /** The hash of a tag in UTF-8; allocates only if it is not ASCII. */
    // hot
    public static long of(byte[] text, int at, int length) {
        int hash = 0;
        for (int i = at; i < at + length; i++) {
            byte b = text[i];
            if (b < 0) {
                return new String(text, at, length, StandardCharsets.UTF_8).hashCode();
            }
            hash = 31 * hash + b;
        }
        return hash;
    }

    /** The hash of a tag in UTF-8; allocates only if it is not ASCII. */
    // hot
    public static long of(ByteBuffer text, int at, int length) {
        int hash = 0;
        for (int i = at; i < at + length; i++) {
            byte b = text.get(i);
            if (b < 0) {
                byte[] tag = new byte[length];
                text.get(at, tag);
                return new String(tag, StandardCharsets.UTF_8).hashCode();
            }
            hash = 31 * hash + b;
        }
        return hash;
    }
}
