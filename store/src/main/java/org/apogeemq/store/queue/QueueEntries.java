package org.apogeemq.store.queue;

/** Reusable target of {@link ConsumeQueue#read}. Confined to the thread that reads. */
public final class QueueEntries {
    private final long[] logOffsets;
    private final int[] recordBytes;
    private final long[] tagsCodes;
    private int count;

    /** @param capacity entries that fit, 1 or more */
    public QueueEntries(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity is " + capacity + ", must be 1 or more");
        }
        logOffsets = new long[capacity];
        recordBytes = new int[capacity];
        tagsCodes = new long[capacity];
    }

    /** Entries that fit. */
    public int capacity() {
        return logOffsets.length;
    }

    /** Entries of the last read. */
    public int count() {
        return count;
    }

    /** Where in the log the record of entry {@code i} begins, in bytes. */
    public long logOffset(int i) {
        return logOffsets[i];
    }

    /** Length of the record of entry {@code i}, in bytes. */
    public int recordBytes(int i) {
        return recordBytes[i];
    }

    /** Hash of the tags of entry {@code i}; 0 without tags. In the schedule topic: when it is due, in ms. */
    public long tagsCode(int i) {
        return tagsCodes[i];
    }

    void clear() {
        count = 0;
    }

    /** Forgets all entries behind the first {@code entries}. */
    void truncate(int entries) {
        count = entries;
    }

    /** Adds the unit at {@code at}. */
    // hot
    void add(byte[] units, int at) {
        logOffsets[count] = QueueUnit.logOffset(units, at);
        recordBytes[count] = QueueUnit.recordBytes(units, at);
        tagsCodes[count++] = QueueUnit.tagsCode(units, at);
    }
}
