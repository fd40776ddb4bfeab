package org.apogeemq.bench.append;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.apogeemq.protocol.record.RecordFields;
import org.apogeemq.protocol.record.RecordFormat;
import org.apogeemq.store.Store;
import org.apogeemq.store.StoreConfig;
import org.apogeemq.store.disk.RealDisk;
import org.apogeemq.store.log.Draft;
import org.apogeemq.store.log.Flushing;
import org.apogeemq.store.queue.ConsumeQueue;
import org.apogeemq.time.SystemTime;

/** A store in a fresh folder with four queues, and records for it as a client of Apache's would send them. */
final class StoreFixture implements AutoCloseable {
    private static final int QUEUES = 4;
    private static final byte[] PROPERTIES =
            "UNIQ_KEY\0017F0000010001070DEA4E5D6C7B8A0001\2WAIT\1true\2CLUSTER\1DefaultCluster\2"
                    .getBytes(StandardCharsets.US_ASCII);

    private final Path folder;
    private final SystemTime time = new SystemTime(failure -> {
        throw new AssertionError(failure);
    });
    private final Store store;
    private final ConsumeQueue[] queues = new ConsumeQueue[QUEUES];

    private StoreFixture(Flushing.Mode mode) throws IOException {
        folder = Folder.fresh("store");
        store = Store.open(
                StoreConfig.at(folder).with(Flushing.DEFAULT.with(mode)), new RealDisk(), time, time, List.of());
        for (int i = 0; i < QUEUES; i++) {
            queues[i] = store.queues().obtain("bench", i);
        }
    }

    static StoreFixture open(Flushing.Mode mode) throws IOException {
        return new StoreFixture(mode);
    }

    Store store() {
        return store;
    }

    ConsumeQueue queue(int i) {
        return queues[i & QUEUES - 1];
    }

    /** A record with a body of so many random bytes, laid out as an event loop does. */
    static RecordFields record(int bodyBytes) {
        byte[] body = new byte[bodyBytes];
        new Random(1).nextBytes(body);
        return new RecordFields()
                .topic("bench".getBytes(StandardCharsets.US_ASCII))
                .bornHost(new byte[] {127, 0, 0, 1}, 50_000)
                .storeHost(new byte[] {127, 0, 0, 1}, 10_911)
                .body(ByteBuffer.wrap(body))
                .properties(PROPERTIES, 0, PROPERTIES.length);
    }

    /** Lays {@code records} records into an empty draft. */
    void fill(Draft draft, RecordFields record, int records, int first) {
        for (int i = 0; i < records; i++) {
            ConsumeQueue queue = queue(first + i);
            record.queueId(queue.queueId());
            int bytes = RecordFormat.put(draft.buffer(), draft.end(), record);
            draft.add(queue, bytes, 0, true, null);
        }
    }

    @Override
    public void close() throws IOException {
        store.close();
        time.close();
        Folder.delete(folder);
        if (Files.exists(folder)) {
            throw new IOException(folder + " could not be deleted");
        }
    }
}
