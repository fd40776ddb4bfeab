package org.apogeemq.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apogeemq.protocol.record.RecordFormat;
import org.apogeemq.store.disk.RealDisk;
import org.apogeemq.store.log.CommitLog;
import org.apogeemq.store.log.Draft;
import org.apogeemq.store.log.Outcome;
import org.apogeemq.store.retention.Retention;
import org.apogeemq.testkit.time.ManualTime;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real files are mapped, unmapped and deleted under readers, who must find records or that they are gone. */
class ReadWhileDeletedTest {
    private static final int SEGMENT = 64 * 1024;
    private static final int RECORDS = 6000;
    private static final int READERS = 3;

    private final ManualTime time = new ManualTime();
    private final AtomicBoolean over = new AtomicBoolean();

    @TempDir
    Path root;

    @Test
    void readersGetRecordsOrThatTheyAreGone() throws Exception {
        Retention short3 = new Retention(
                Duration.ofHours(1), Set.of(), Retention.Usage.DEFAULT, 3 * SEGMENT, 10, Duration.ofSeconds(10));
        StoreConfig config =
                StoreConfig.at(root).with(new StoreConfig.Files(SEGMENT, 2000)).with(short3);
        try (Store store = Store.open(config, new RealDisk(), time, time, List.of());
                ExecutorService threads = Executors.newFixedThreadPool(READERS)) {
            List<Future<Integer>> readers = new ArrayList<>();
            for (int i = 0; i < READERS; i++) {
                long seed = i;
                readers.add(threads.submit(reading(store.log(), new Random(seed))));
            }
            try {
                fillAndDelete(store);
            } finally {
                over.set(true); // else the readers would never end
            }
            for (Future<Integer> reader : readers) {
                assertThat(reader.get()).isPositive();
            }
        }
    }

    private void fillAndDelete(Store store) {
        for (int i = 0; i < RECORDS; i++) {
            send(store, "m" + i + "-".repeat(300));
            if (i % 50 == 0) {
                time.advance(Duration.ofSeconds(10));
            }
        }
        Awaitility.await().until(() -> {
            time.advance(Duration.ofSeconds(10));
            return store.log().minOffset() > 30 * SEGMENT;
        });
    }

    /** Reads near the begin of the log, in all ways there are; returns how many records there were. */
    private Callable<Integer> reading(CommitLog log, Random random) {
        return () -> {
            int found = 0;
            ByteBuffer target = ByteBuffer.allocateDirect(RecordFormat.FIXED_BYTES);
            while (!over.get()) {
                long size = 500; // near enough: what is looked for are accesses, not records
                long at = Math.max(0, log.minOffset() - SEGMENT + random.nextInt(2 * SEGMENT));
                if (at < log.maxOffset() - size) {
                    log.isResident(at, at + size);
                    found += log.read(at, target.clear()) ? 1 : 0;
                    found += log.copy(at, RecordFormat.FIXED_BYTES, target.clear()) ? 1 : 0;
                    ByteBuffer first = log.record(log.minOffset());
                    if (first != null) {
                        assertThat(RecordFormat.logOffset(first, 0) % SEGMENT).isZero();
                    }
                }
            }
            return found;
        };
    }

    private static void send(Store store, String body) {
        CompletableFuture<Outcome> outcome = new CompletableFuture<>(); // another thread may own the log and do it
        Draft draft = new Draft(1024, 1, done -> outcome.complete(done.outcome(0)));
        Records.add(draft, store.queues().obtain("orders", 0), body, null, true);
        store.submit(draft);
        assertThat(outcome).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(Outcome.STORED);
    }
}
