package org.apogeemq.store.log;

import org.apogeemq.store.queue.StoredQueue;

/** Written records that are not confirmed, in log order: a ring that grows as needed. Log's owner only. */
final class WaitingRecords {
    private static final int CAPACITY_FIRST = 1024;

    private StoredQueue[] queues = new StoredQueue[CAPACITY_FIRST];
    private long[] queueEnds = new long[CAPACITY_FIRST];
    private long[] tagsCodes = new long[CAPACITY_FIRST];
    private long[] ends = new long[CAPACITY_FIRST];
    private long head;
    private long tail;

    int size() {
        return (int) (tail - head);
    }

    // hot
    void add(StoredQueue queue, long queueEnd, long tagsCode, long end) {
        if (size() == queues.length) {
            grow();
        }
        int i = (int) tail++ & queues.length - 1;
        queues[i] = queue;
        queueEnds[i] = queueEnd;
        tagsCodes[i] = tagsCode;
        ends[i] = end;
    }

    /** Publishes all that end at or before {@code logOffset}. */
    // hot
    void release(long logOffset) {
        int mask = queues.length - 1;
        while (head != tail && ends[(int) head & mask] <= logOffset) {
            int i = (int) head++ & mask;
            StoredQueue queue = queues[i];
            queues[i] = null;
            queue.publish(queueEnds[i], tagsCodes[i]);
        }
    }

    private void grow() {
        int old = queues.length;
        StoredQueue[] moreQueues = new StoredQueue[old * 2];
        long[] moreQueueEnds = new long[old * 2];
        long[] moreTagsCodes = new long[old * 2];
        long[] moreEnds = new long[old * 2];
        for (long at = head; at != tail; at++) {
            int from = (int) at & old - 1;
            int to = (int) at & old * 2 - 1;
            moreQueues[to] = queues[from];
            moreQueueEnds[to] = queueEnds[from];
            moreTagsCodes[to] = tagsCodes[from];
            moreEnds[to] = ends[from];
        }
        queues = moreQueues;
        queueEnds = moreQueueEnds;
        tagsCodes = moreTagsCodes;
        ends = moreEnds;
    }
}
