package org.apogeemq.store.timer;

import java.util.Arrays;

/** Timers in memory, the first of them at hand: a binary heap in plain arrays that grow up to a bound. One thread. */
final class TimerHeap {
    private static final int FIRST_CAPACITY = 256;

    private final int most;
    private long[] keys = new long[FIRST_CAPACITY];
    private long[] offsets = new long[FIRST_CAPACITY];
    private long[] rest = new long[FIRST_CAPACITY]; // record bytes and hash
    private int size;

    /** @param most it takes at most */
    TimerHeap(int most) {
        this.most = most;
    }

    int size() {
        return size;
    }

    boolean isFull() {
        return size >= most;
    }

    /** Takes one more timer; it is not full. */
    // hot
    void add(TimerEntry entry) {
        if (size == keys.length) {
            int larger = 2 * size;
            keys = Arrays.copyOf(keys, larger);
            offsets = Arrays.copyOf(offsets, larger);
            rest = Arrays.copyOf(rest, larger);
        }
        int at = size++;
        long key = entry.key;
        long offset = entry.logOffset;
        while (at > 0) {
            int parent = (at - 1) >>> 1;
            if (!isLess(key, offset, keys[parent], offsets[parent])) {
                break;
            }
            move(parent, at);
            at = parent;
        }
        put(at, key, offset, (long) entry.recordBytes << 32 | entry.hash & 0xFFFF_FFFFL);
    }

    /** Tells timer {@code i}; 0 is the first, and after {@link #sort} all are in order. */
    void get(int i, TimerEntry target) {
        target.set(keys[i], offsets[i], (int) (rest[i] >>> 32), (int) rest[i]);
    }

    long firstKey() {
        return keys[0];
    }

    long firstOffset() {
        return offsets[0];
    }

    /** Takes out the first. */
    // hot
    void removeFirst() {
        size--;
        if (size > 0) {
            sink(keys[size], offsets[size], rest[size], size);
        }
    }

    /** Puts all timers in order; it stays a heap. */
    void sort() {
        int all = size;
        for (int end = all - 1; end > 0; end--) { // the first goes to the end, again and again
            long key = keys[end];
            long offset = offsets[end];
            long other = rest[end];
            move(0, end);
            sink(key, offset, other, end);
        }
        reverse(keys, all);
        reverse(offsets, all);
        reverse(rest, all);
    }

    void clear() {
        size = 0;
    }

    private void sink(long key, long offset, long other, int end) {
        int at = 0;
        int child = 1;
        while (child < end) {
            if (child + 1 < end && isLess(keys[child + 1], offsets[child + 1], keys[child], offsets[child])) {
                child++;
            }
            if (!isLess(keys[child], offsets[child], key, offset)) {
                break;
            }
            move(child, at);
            at = child;
            child = 2 * at + 1;
        }
        put(at, key, offset, other);
    }

    private void put(int at, long key, long offset, long other) {
        keys[at] = key;
        offsets[at] = offset;
        rest[at] = other;
    }

    private void move(int from, int to) {
        put(to, keys[from], offsets[from], rest[from]);
    }

    private static boolean isLess(long key, long offset, long otherKey, long otherOffset) {
        return key < otherKey || key == otherKey && offset < otherOffset;
    }

    private static void reverse(long[] values, int count) {
        for (int i = 0, k = count - 1; i < k; i++, k--) {
            long value = values[i];
            values[i] = values[k];
            values[k] = value;
        }
    }
}
