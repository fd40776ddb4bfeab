package org.apogeemq.broker.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Turns names in frames into strings without making a new one each time: the same few topics and groups come again and
 * again. Bounded: when full it is emptied. Confined to one event loop.
 */
// hot
final class NameCache {
    private static final int NAMES_MAX = 4096;
    /** Longer ones are not kept: topics and groups are shorter. */
    private static final int LENGTH_MAX = 512;

    private final byte[][] keys = new byte[2 * NAMES_MAX][];
    private final String[] names = new String[2 * NAMES_MAX];
    private int size;

    String name(byte[] bytes, int from, int length) {
        int hash = 0;
        for (int i = from; i < from + length; i++) {
            hash = 31 * hash + bytes[i];
        }
        int slot = (hash ^ hash >>> 15) & keys.length - 1;
        while (keys[slot] != null) {
            byte[] key = keys[slot];
            if (key.length == length && Arrays.equals(key, 0, length, bytes, from, from + length)) {
                return names[slot];
            }
            slot = slot + 1 & keys.length - 1;
        }
        return remember(slot, bytes, from, length);
    }

    private String remember(int slot, byte[] bytes, int from, int length) {
        String name = new String(bytes, from, length, StandardCharsets.UTF_8);
        if (length > LENGTH_MAX) {
            return name;
        }
        if (size == NAMES_MAX) {
            Arrays.fill(keys, null);
            Arrays.fill(names, null);
            size = 0;
            return name;
        }
        size++;
        keys[slot] = Arrays.copyOfRange(bytes, from, from + length);
        names[slot] = name;
        return name;
    }
}
