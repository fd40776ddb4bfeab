package org.apogeemq.store.log;

import org.apogeemq.store.queue.FileQueue;

/** Written records that are not confirmed, in log order: a ring that grows as needed. Log's owner only. */
final class WaitingRecords {
    private static final int CAPACITY_FIRST = 1024;

    private FileQueue[] queues = new FileQueue[CAPACITY_FIRST];
    private long[] queueOffsets = new long[CAPACITY_FIRST];
    private long[] tagsCodes = new long[CAPACITY_FIRST];
    private long[] ends = new long[CAPACITY_FIRST];
    private long head;
    private long tail;

    int size() {
        return (int) (tail - head);
    }

    // hot
    void add(FileQueue queue, long queueOffset, long tagsCode, long end) {
        if (size() == queues.length) {
            grow();
        }
        int i = (int) tail++ & queues.length - 1;
        queues[i] = queue;
        queueOffsets[i] = queueOffset;
        tagsCodes[i] = tagsCode;
        ends[i] = end;
    }

    /** Publishes all that end at or before {@code logOffset}. */
    // hot
    void release(long logOffset) {
        int mask = queues.length - 1;
        while (head != tail && ends[(int) head & mask] <= logOffset) {
            int i = (int) head++ & mask;
            FileQueue queue = queues[i];
            queues[i] = null;
            queue.publish(queueOffsets[i], tagsCodes[i]);
        }
    }

    private void grow() {
        int old = queues.length;
        FileQueue[] moreQueues = new FileQueue[old * 2];
        long[] moreQueueOffsets = new long[old * 2];
        long[] moreTagsCodes = new long[old * 2];
        long[] moreEnds = new long[old * 2];
        for (long at = head; at != tail; at++) {
            int from = (int) at & old - 1;
            int to = (int) at & old * 2 - 1;
            moreQueues[to] = queues[from];
            moreQueueOffsets[to] = queueOffsets[from];
            moreTagsCodes[to] = tagsCodes[from];
            moreEnds[to] = ends[from];
        }
        queues = moreQueues;
        queueOffsets = moreQueueOffsets;
        tagsCodes = moreTagsCodes;
        ends = moreEnds;
    }
}
