package org.apogeemq.broker.stats;

/** A span that is looked back over, in slots; the newest slot is the one under way. */
enum Window {
    /** 50 to 60 seconds. */
    MINUTE(0, 6, 10_000),
    /** 50 to 60 minutes. */
    HOUR(6, 6, 600_000),
    /** 23 to 24 hours. */
    DAY(12, 24, 3_600_000);

    /** Slots of all windows together. */
    static final int ALL_SLOTS = 36;

    final int first;
    final int slots;
    final long slotMillis;

    Window(int first, int slots, long slotMillis) {
        this.first = first;
        this.slots = slots;
        this.slotMillis = slotMillis;
    }

    /** Number of the slot that {@code millis} falls into, counted from 0. */
    long slot(long millis) {
        return millis / slotMillis;
    }

    /** Where the slot of that number lies. */
    int index(long slot) {
        return first + (int) (slot % slots);
    }

    /** All of it, in ms. */
    long millis() {
        return slots * slotMillis;
    }
}
