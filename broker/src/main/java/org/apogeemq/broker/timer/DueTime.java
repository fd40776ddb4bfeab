package org.apogeemq.broker.timer;

/**
 * The three ways in which it is said when a timer is due, all in ms of the wall clock but the key.
 *
 * <p>The property TIMER_OUT_MS is what Apache's broker goes by: the slot of its wheel. Its slots are whole seconds, and
 * what is in one is delivered a second later. We store the millisecond before the due time instead, or the due time
 * itself where that would look like a slot of Apache's. A recall names the slot and a millisecond.
 */
final class DueTime {
    private static final long SLOT = 1000;

    private DueTime() {}

    /** TIMER_OUT_MS of a message that is due at {@code due}; 1 ms later where it must not look like Apache's. */
    static long slot(long due) {
        return (due - 1) % SLOT == 0 ? due : due - 1;
    }

    /** When a message with this TIMER_OUT_MS is due. */
    static long ofSlot(long slot) {
        return slot % SLOT == 0 ? slot + SLOT : slot + 1;
    }

    /** The time in a recall handle. */
    static long handle(long slot) {
        return slot + 1;
    }

    /** TIMER_OUT_MS of the message a handle is for. */
    static long slotOfHandle(long handle) {
        return handle - 1;
    }

    /** The key in the index: recalls come before the messages of their time. */
    static long key(long due, boolean recall) {
        return due << 1 | (recall ? 0 : 1);
    }

    static long ofKey(long key) {
        return key >> 1;
    }

    static boolean isRecall(long key) {
        return (key & 1) == 0;
    }
}
