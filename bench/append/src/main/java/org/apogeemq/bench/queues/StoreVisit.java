package org.apogeemq.bench.queues;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.apogeemq.protocol.record.RecordFields;
import org.apogeemq.protocol.record.RecordFormat;
import org.apogeemq.store.Store;
import org.apogeemq.store.StoreConfig;
import org.apogeemq.store.disk.RealDisk;
import org.apogeemq.store.log.Draft;
import org.apogeemq.store.log.Outcome;
import org.apogeemq.store.queue.ConsumeQueue;
import org.apogeemq.time.SystemTime;

/** One process with one store, for {@link ManyQueues}; prints one line. */
final class StoreVisit {
    static final String HEADER = "%-8s %-7s %9s %12s %8s %9s %9s"
            .formatted("queues", "visit", "open ms", "messages/s", "heap MB", "files", "stop ms");

    private static final int QUEUES_A_TOPIC = 8;
    private static final int RECORDS_A_DRAFT = 32;
    private static final int BODY_BYTES = 100;
    private static final long CHECKPOINTED_MILLIS = 12_000;
    private static final long REFUSED_MILLIS = 1;

    /** What is done. */
    enum Kind {
        /** Makes the store, sends, waits for a checkpoint and dies. */
        FILL,
        /** Opens it after that and stops properly. */
        KILLED,
        /** Opens it once more. */
        STOPPED
    }

    private StoreVisit() {}

    public static void main(String[] args) throws Exception {
        Kind kind = Kind.valueOf(args[0]);
        Path data = Path.of(args[1]);
        int queues = Integer.parseInt(args[2]);
        SystemTime time = new SystemTime(failure -> Runtime.getRuntime().halt(1));
        long begun = time.monotonicNanos();
        Store store = Store.open(StoreConfig.at(data), new RealDisk(), time, time, List.of());
        long openNanos = time.monotonicNanos() - begun;
        long messages = kind == Kind.FILL ? Long.parseLong(args[3]) : 0;
        begun = time.monotonicNanos();
        send(store, queues, messages);
        long sendNanos = time.monotonicNanos() - begun;
        if (kind == Kind.FILL) {
            Thread.sleep(CHECKPOINTED_MILLIS); // what is opened next is not the walk through the log
        }
        check(store, queues, Long.parseLong(args[3]));
        System.gc();
        long heap = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
        long files = openFiles();
        long stopNanos = 0;
        if (kind != Kind.FILL) {
            begun = time.monotonicNanos();
            store.close();
            stopNanos = time.monotonicNanos() - begun;
        }
        System.out.printf(
                "%-8d %-7s %9.1f %12.0f %8.1f %9d %9.1f%n",
                queues,
                kind.name().toLowerCase(Locale.ROOT),
                openNanos / 1e6,
                messages == 0 ? 0 : messages * 1e9 / sendNanos,
                heap / 1e6,
                files,
                stopNanos / 1e6);
        System.out.flush();
        Runtime.getRuntime().halt(0);
    }

    private static void send(Store store, int queues, long messages) throws InterruptedException {
        ConsumeQueue[] targets = new ConsumeQueue[queues];
        byte[][] topics = new byte[queues][];
        for (int i = 0; i < queues && messages > 0; i++) {
            String topic = "topic" + i / QUEUES_A_TOPIC;
            targets[i] = store.queues().obtain(topic, i % QUEUES_A_TOPIC);
            topics[i] = topic.getBytes(US_ASCII);
        }
        RecordFields record = new RecordFields().body(ByteBuffer.allocate(BODY_BYTES));
        Semaphore done = new Semaphore(0);
        Draft draft = new Draft(RECORDS_A_DRAFT * 1024, RECORDS_A_DRAFT, _ -> done.release());
        long at = 0;
        while (at < messages) {
            draft.clear();
            for (int i = 0; i < RECORDS_A_DRAFT; i++) {
                int queue = (int) ((at + i) % queues);
                record.topic(topics[queue]).queueId(queue % QUEUES_A_TOPIC);
                int bytes = RecordFormat.put(draft.buffer(), draft.end(), record);
                draft.add(targets[queue], bytes, 0, true, null);
            }
            store.submit(draft);
            done.acquire();
            if (draft.outcome(0) == Outcome.STORED) {
                at += RECORDS_A_DRAFT;
            } else {
                Thread.sleep(REFUSED_MILLIS); // entries came faster than they could be written to files
            }
        }
    }

    private static void check(Store store, int queues, long messages) {
        long sum = 0;
        for (int i = 0; i < queues; i++) {
            ConsumeQueue queue = store.queues().get("topic" + i / QUEUES_A_TOPIC, i % QUEUES_A_TOPIC);
            sum += queue == null ? 0 : queue.maxOffset() - queue.minOffset();
        }
        if (sum < messages) {
            throw new IllegalStateException(sum + " of " + messages + " messages are in the queues");
        }
    }

    private static long openFiles() throws IOException {
        Path descriptors = Path.of("/proc/self/fd");
        if (!Files.isDirectory(descriptors)) {
            return -1;
        }
        try (Stream<Path> all = Files.list(descriptors)) {
            return all.count();
        }
    }
}
