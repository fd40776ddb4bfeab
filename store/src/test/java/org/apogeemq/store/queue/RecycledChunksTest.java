package org.apogeemq.store.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apogeemq.store.disk.RealDisk;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One thread plays both the log's owner and the background thread, which take turns here. */
class RecycledChunksTest {
    private static final int QUEUES = 8;
    private static final int READERS = 6; // more than there are cores, so that they are interrupted while they copy
    private static final int ROUNDS = 20_000;
    private static final int PER_ROUND = 100;
    private static final int MANY = 1500;
    private static final long QUEUE_SHIFT = 40;

    @TempDir
    Path root;

    private FileQueues queues;
    private final List<StoredQueue> all = new ArrayList<>();
    private long position;

    @BeforeEach
    void open() {
        queues = new FileQueues(
                new RealDisk(), root, kind -> kind.unitBytes() * 300_000, new QueueMemory(64, 64, 1 << 20), List.of());
        for (int i = 0; i < QUEUES; i++) {
            all.add(queues.obtain("orders", i));
        }
    }

    @AfterEach
    void close() throws IOException {
        queues.close();
    }

    @Test
    void readersSeeTheEntriesOfTheirQueueHoweverOftenItsMemoryIsUsedAgain() throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        try (ExecutorService readers = Executors.newFixedThreadPool(READERS)) {
            List<Future<Long>> results = new ArrayList<>();
            for (int i = 0; i < READERS; i++) {
                results.add(readers.submit(() -> readAtRandom(stop)));
            }
            try {
                for (int round = 0; round < ROUNDS; round++) {
                    appendRound(round % QUEUES);
                }
            } finally {
                stop.set(true);
            }
            for (Future<Long> read : results) {
                assertThat(read.get()).isPositive();
            }
        }
    }

    @Test
    void appendingAllocatesNextToNothing() throws IOException {
        for (int round = 0; round < 40; round++) {
            append(all.get(round % QUEUES), MANY);
            writeAndDrop();
        }
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long allocated = 0;
        for (int round = 0; round < 40; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            append(all.get(round % QUEUES), MANY);
            allocated += threads.getCurrentThreadAllocatedBytes() - before;
            writeAndDrop();
        }
        assertThat(allocated / (40 * MANY)).as("bytes an entry").isZero();
    }

    private void appendRound(int queueId) throws IOException {
        append(all.get(queueId), PER_ROUND);
        writeAndDrop();
    }

    private void append(StoredQueue queue, int count) {
        for (int i = 0; i < count; i++) {
            long offset = queue.take(1);
            queue.append(offset, 1, ++position, queue.queueId() + 1, tag(queue, offset), 0);
            queue.publish(offset + 1, 0);
        }
    }

    private void writeAndDrop() throws IOException {
        FileQueues.Batch batch = queues.collect(position + 1);
        queues.write(batch);
        queues.drop(batch);
    }

    private static long tag(StoredQueue queue, long offset) {
        return ((long) queue.queueId() << QUEUE_SHIFT) + offset;
    }

    /** Reads near the end of any queue, where memory comes and goes; returns how many entries it saw. */
    private long readAtRandom(AtomicBoolean stop) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        QueueEntries entries = new QueueEntries(64);
        long seen = 0;
        while (!stop.get()) {
            StoredQueue queue = all.get(random.nextInt(QUEUES));
            long max = queue.maxOffset();
            if (max == 0) {
                continue;
            }
            long from = Math.max(0, max - 1 - random.nextInt(200));
            int wanted = (int) Math.min(64, max - from);
            assertThat(queue.read(from, wanted, entries)).isEqualTo(wanted);
            for (int i = 0; i < wanted; i++) {
                if (entries.tagsCode(i) != tag(queue, from + i) || entries.recordBytes(i) != queue.queueId() + 1) {
                    throw new AssertionError("entry " + (from + i) + " of " + queue + " has the tag "
                            + Long.toHexString(entries.tagsCode(i)));
                }
                seen++;
            }
        }
        return seen;
    }
}
