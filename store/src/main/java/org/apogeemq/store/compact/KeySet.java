package org.apogeemq.store.compact;

/**
 * A set of digests of bounded size, 32 to 64 bytes for each that fits.
 */
final class KeySet {
    private final long[] slots; // pairs; (0, 0) is free
    private final int mask;
    private final int max;
    private int size;
    private boolean hasZero;

    /** @param max digests that fit, 1 or more */
    KeySet(int max) {
        if (max < 1 || max > 1 << 28) {
            throw new IllegalArgumentException("max is " + max + ", must be 1 to " + (1 << 28));
        }
        this.max = max;
        int places = Integer.highestOneBit(max) << 2;
        slots = new long[Math.max(places, 4) * 2];
        mask = slots.length / 2 - 1;
    }

    /** What {@link #add} did. */
    enum Added {
        /** It is in the set now. */
        NEW,
        /** It was there. */
        SEEN,
        /** It is not in the set, nor was it: there is no room. */
        NO_ROOM
    }

    /** Adds a digest if there is room. */
    Added add(KeyDigest key) {
        if (key.high() == 0 && key.low() == 0) {
            Added added = hasZero ? Added.SEEN : Added.NEW;
            hasZero = true;
            return added;
        }
        int at = (int) key.low() & mask;
        while (slots[2 * at] != 0 || slots[2 * at + 1] != 0) {
            if (slots[2 * at] == key.high() && slots[2 * at + 1] == key.low()) {
                return Added.SEEN;
            }
            at = at + 1 & mask;
        }
        if (size == max) {
            return Added.NO_ROOM;
        }
        slots[2 * at] = key.high();
        slots[2 * at + 1] = key.low();
        size++;
        return Added.NEW;
    }
}
