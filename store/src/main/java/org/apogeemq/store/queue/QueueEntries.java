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

    private boolean batched;
    // Made with the first read of a queue of batches.
    private int[] messages;
    private long[] storeTimestamps;

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

    /** The queue offset of the first message of entry {@code i}. */
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

    /** Messages that entry {@code i} stands for; their queue offsets follow one another. 1 or more. */
    // hot
    public int messages(int i) {
        return batched ? messages[i] : 1;
    }

    /** When the record of entry {@code i} was stored, in ms; entries of batches only. */
    long storeTimestamp(int i) {
        return storeTimestamps[i];
    }

    /** For entries of one message each that follow one another, the first of which has this queue offset. */
    void clear(long queueOffset) {
        count = 0;
        first = queueOffset;
        apart = false;
        batched = false;
    }

    /** For entries that need not follow one another: {@link #addApart}. */
    void clearApart() {
        count = 0;
        apart = true;
        batched = false;
        if (queueOffsets == null) {
            queueOffsets = new long[capacity()];
        }
    }

    /** For entries that may stand for several messages. */
    void clearForBatches() {
        clearApart();
        batched = true;
        if (messages == null) {
            messages = new int[capacity()];
            storeTimestamps = new long[capacity()];
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
        if (batched) {
            addSpan(units, at);
        }
        logOffsets[count] = QueueUnit.logOffset(units, at);
        recordBytes[count] = QueueUnit.recordBytes(units, at);
        tagsCodes[count++] = QueueUnit.tagsCode(units, at);
    }

    private void addSpan(byte[] units, int at) {
        queueOffsets[count] = QueueUnit.queueOffset(units, at);
        messages[count] = Math.max(QueueUnit.messages(units, at), 1);
        storeTimestamps[count] = QueueUnit.storeTimestamp(units, at);
    }
}
