package org.apogeemq.store.index;

/**
 * Whether and how messages are found by key.
 *
 * @param on whether there is an index
 * @param slots hash slots of an index file
 * @param entries entries of an index file; when they are used up the next file is begun
 */
public record KeyIndexing(boolean on, int slots, int entries) {
    /** Apache's. */
    public static final KeyIndexing DEFAULT = new KeyIndexing(true, 5_000_000, 20_000_000);

    /** Above it a file would be longer than what can be mapped in one piece. */
    private static final int ENTRIES_MAX = 80_000_000;

    public KeyIndexing {
        if (slots < 1 || slots > ENTRIES_MAX) {
            throw new IllegalArgumentException("maxHashSlotNum is " + slots + ", must be 1 to " + ENTRIES_MAX);
        }
        if (entries < 2 || entries > ENTRIES_MAX) {
            throw new IllegalArgumentException("maxIndexNum is " + entries + ", must be 2 to " + ENTRIES_MAX);
        }
    }
}
