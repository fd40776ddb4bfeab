package org.apogeemq.store.queue;

/**
 * How queue entries get from memory to files.
 *
 * @param openFilesMax queue files kept open, 1 or more
 * @param pieceEntries with so many entries in memory a queue is written to its file, 1 or more
 * @param entriesMax so many entries of all queues stay in memory, 1 or more; above, the largest queues are written too,
 *     and at twice as many nothing can be appended
 */
public record QueueMemory(int openFilesMax, int pieceEntries, int entriesMax) {
    /** For a machine of usual size: 4 million entries take about 100 MB. */
    public static final QueueMemory DEFAULT = new QueueMemory(512, 512, 4 << 20);

    private static final int ENTRY_BYTES = 24; // with what chunks have to spare
    private static final int MEMORY_SHARE = 8;
    private static final int ENTRIES_LEAST = 64 << 10;

    /** Checks every value. */
    public QueueMemory {
        check("openFilesMax", openFilesMax);
        check("pieceEntries", pieceEntries);
        check("entriesMax", entriesMax);
    }

    /** The same with fewer entries if the heap has at most {@code heapBytes}. */
    public QueueMemory fitting(long heapBytes) {
        long entries = Math.max(ENTRIES_LEAST, heapBytes / MEMORY_SHARE / ENTRY_BYTES);
        return new QueueMemory(openFilesMax, pieceEntries, (int) Math.min(entriesMax, entries));
    }

    /** The same with another number of open files. */
    public QueueMemory withOpenFilesMax(int max) {
        return new QueueMemory(max, pieceEntries, entriesMax);
    }

    private static void check(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " is " + value + ", must be 1 or more");
        }
    }
}
