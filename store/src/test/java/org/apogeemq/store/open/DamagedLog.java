package org.apogeemq.store.open;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.apogeemq.protocol.record.RecordCheck;
import org.apogeemq.protocol.record.RecordFormat;
import org.apogeemq.protocol.record.VoidRecord;
import org.apogeemq.store.Store;
import org.apogeemq.store.StoreException;
import org.apogeemq.store.TestStore;
import org.apogeemq.store.disk.FaultyDisk;
import org.apogeemq.store.queue.ConsumeQueue;
import org.apogeemq.store.queue.QueueEntries;

/** The disk of a store that was killed, what was sent to it, and ways to look at what is left after damage. */
final class DamagedLog implements AutoCloseable {
    static final int SEGMENT_BYTES = 16 * 1024;

    final List<Sent> sent = new ArrayList<>();
    final FaultyDisk disk;
    private final TestStore source = new TestStore();
    private Store store;

    /** A message, where it lies in the log and how long its record is. */
    record Sent(String queue, long queueOffset, long logOffset, int bytes, String body) {
        String name() {
            return queue + "@" + queueOffset;
        }
    }

    /** Sends messages to three queues; the first third is behind the checkpoint. */
    DamagedLog(int messages, long seed) {
        Random random = new Random(seed);
        source.open();
        for (int i = 0; i < messages; i++) {
            if (i == messages / 3) {
                source.restart();
            }
            int queue = random.nextInt(3);
            source.send("orders", queue, "message " + i + " " + "y".repeat(random.nextInt(400)), "tag");
        }
        for (int queue = 0; queue < 3; queue++) {
            note(source.queue("orders", queue));
        }
        sent.sort((a, b) -> Long.compare(a.logOffset, b.logOffset));
        source.disk.restartProcess();
        disk = source.disk.copy();
        source.end();
    }

    private DamagedLog(DamagedLog from) {
        disk = from.disk.copy();
        sent.addAll(from.sent);
    }

    /** The same once more, to be damaged in another way. */
    DamagedLog copy() {
        return new DamagedLog(this);
    }

    static Path file(long base) {
        return TestStore.ROOT.resolve("commitlog").resolve("%020d".formatted(base));
    }

    void write(long logOffset, byte... bytes) {
        disk.overwrite(file(logOffset - logOffset % SEGMENT_BYTES), (int) (logOffset % SEGMENT_BYTES), bytes);
    }

    byte read(long logOffset) {
        return disk.bytes(file(logOffset - logOffset % SEGMENT_BYTES))[(int) (logOffset % SEGMENT_BYTES)];
    }

    void flip(long logOffset, int bit) {
        write(logOffset, (byte) (read(logOffset) ^ 1 << bit));
    }

    /** First message that lies completely behind the checkpoint. */
    int firstBehindCheckpoint() {
        return sent.size() / 3 + 1;
    }

    /** Messages that have a byte in {@code [from, to)}. */
    Set<String> touched(long from, long to) {
        Set<String> names = new HashSet<>();
        for (Sent message : sent) {
            if (message.logOffset < to && message.logOffset + message.bytes > from) {
                names.add(message.name());
            }
        }
        return names;
    }

    Map<String, String> expectedWithout(Set<String> names) {
        Map<String, String> expected = new TreeMap<>();
        for (Sent message : sent) {
            if (!names.contains(message.name())) {
                expected.put(message.name(), message.body());
            }
        }
        return expected;
    }

    DamageReport open() {
        store = Store.open(source.config, disk.boot(), source.time, source.time, List.of());
        return store.damage();
    }

    /** Kills the process and opens again. */
    DamageReport openAgain() {
        kill();
        return open();
    }

    void kill() {
        disk.restartProcess();
        end();
    }

    Store store() {
        return store;
    }

    /** Bodies of all messages that can be served, by queue and offset: void records and what does not fit are not. */
    Map<String, String> found() {
        Map<String, String> found = new TreeMap<>();
        for (int queue = 0; queue < 3; queue++) {
            found.putAll(found(store.queues().obtain("orders", queue)));
        }
        return found;
    }

    private Map<String, String> found(ConsumeQueue queue) {
        Map<String, String> found = new TreeMap<>();
        QueueEntries entry = new QueueEntries(1);
        for (long i = queue.minOffset(); i < queue.maxOffset(); i++) {
            if (queue.read(i, 1, entry) == 0) {
                throw new AssertionError(queue + " has no entry " + i);
            }
            ByteBuffer record = ByteBuffer.allocate(entry.recordBytes(0));
            if (!store.log().copy(entry.logOffset(0), entry.recordBytes(0), record)) {
                throw new AssertionError(queue + " entry " + i + " points to no record of the log");
            }
            boolean served = RecordFormat.check(record, 0, record.capacity(), true) == RecordCheck.VALID
                    && RecordFormat.totalSize(record, 0) == record.capacity()
                    && RecordFormat.logOffset(record, 0) == entry.logOffset(0)
                    && RecordFormat.queueOffset(record, 0) == i
                    && !VoidRecord.isVoid(record, 0);
            if (served) {
                byte[] body = new byte[RecordFormat.bodyLength(record, 0)];
                record.get(RecordFormat.bodyAt(record, 0), body);
                found.put(queue + "@" + i, new String(body, UTF_8));
            }
        }
        return found;
    }

    private void note(ConsumeQueue queue) {
        QueueEntries entry = new QueueEntries(1);
        for (long i = 0; i < queue.maxOffset(); i++) {
            queue.read(i, 1, entry);
            ByteBuffer record = source.store.log().record(entry.logOffset(0));
            byte[] body = new byte[RecordFormat.bodyLength(record, 0)];
            record.get(RecordFormat.bodyAt(record, 0), body);
            sent.add(new Sent(queue.toString(), i, entry.logOffset(0), entry.recordBytes(0), new String(body, UTF_8)));
        }
    }

    private void end() {
        if (store != null) {
            try {
                store.close();
            } catch (StoreException e) {
                assert e.getMessage() != null; // its disk is gone
            }
            store = null;
        }
    }

    @Override
    public void close() {
        kill();
    }
}
