package org.apogeemq.store.queue;

/** Reusable target of {@link ConsumeQueue#read}. Confined to the thread that reads. */
public final class QueueEntries {
    private final long[] logOffsets;
    private final int[] recordBytes;
    private final long[] tagsCodes;
    private int count;
    private long first; // queue offset of entry 0, if they follow one another
    private long[] queueOffsets; // else; made when it is needed first
    private boolean apart;

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

    /** Queue offset of entry {@code i}. */
    // hot
    public long queueOffset(int i) {
        return apart ? queueOffsets[i] : first + i;
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

    /** For entries that follow one another, the first of which has this queue offset. */
    void clear(long queueOffset) {
        count = 0;
        first = queueOffset;
        apart = false;
    }

    /** For entries that need not follow one another: {@link #addApart}. */
    void clearApart() {
        count = 0;
        apart = true;
        if (queueOffsets == null) {
            queueOffsets = new long[capacity()];
        }
    }

    void addApart(long queueOffset, long logOffset, int bytes, long tagsCode) {
        queueOffsets[count] = queueOffset;
        logOffsets[count] = logOffset;
        recordBytes[count] = bytes;
        tagsCodes[count++] = tagsCode;
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
