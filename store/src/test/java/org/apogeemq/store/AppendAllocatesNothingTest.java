package org.apogeemq.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.apogeemq.protocol.record.RecordFields;
import org.apogeemq.protocol.record.RecordFormat;
import org.apogeemq.store.disk.RealDisk;
import org.apogeemq.store.log.Draft;
import org.apogeemq.store.log.Outcome;
import org.apogeemq.store.queue.ConsumeQueue;
import org.apogeemq.testkit.time.ManualTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppendAllocatesNothingTest {
    private static final int DRAFTS = 10_000;
    private static final int RECORDS = 32;

    @TempDir
    Path root;

    private volatile boolean completed;

    @Test
    void theThreadThatAppendsAllocatesLessThanAByteARecord() {
        ManualTime time = new ManualTime();
        try (Store store = Store.open(StoreConfig.at(root), new RealDisk(), time, time, List.of())) {
            ConsumeQueue queue = store.queues().obtain("orders", 0);
            Draft draft = new Draft(RECORDS * 512, RECORDS, _ -> completed = true);
            RecordFields record = new RecordFields()
                    .topic("orders".getBytes(UTF_8))
                    .body(ByteBuffer.allocate(100))
                    .properties(new byte[0], 0, 0);
            append(store, queue, draft, record); // loads classes, and fills the pool of chunks

            var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
            long before = threads.getCurrentThreadAllocatedBytes();
            append(store, queue, draft, record);
            long allocated = threads.getCurrentThreadAllocatedBytes() - before;

            assertThat((double) allocated / (DRAFTS * RECORDS)).isLessThan(1);
            assertThat(queue.maxOffset()).isEqualTo(2L * DRAFTS * RECORDS);
        }
    }

    private void append(Store store, ConsumeQueue queue, Draft draft, RecordFields record) {
        for (int i = 0; i < DRAFTS; i++) {
            for (int n = 0; n < RECORDS; n++) {
                int bytes = RecordFormat.put(draft.buffer(), draft.end(), record);
                draft.add(queue, bytes, 0, true, null);
            }
            completed = false;
            store.submit(draft);
            while (!completed) { // the background thread may own the log at this moment
                Thread.onSpinWait();
            }
            if (draft.outcome(0) != Outcome.STORED) {
                throw new AssertionError("not stored: " + draft.outcome(0)); // AssertJ would allocate
            }
            draft.clear();
        }
    }
}
