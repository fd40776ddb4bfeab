package org.apogeemq.store.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apogeemq.protocol.record.BadRecordException;
import org.apogeemq.protocol.record.StoredMessage;
import org.apogeemq.protocol.record.VoidRecord;
import org.apogeemq.store.Store;
import org.apogeemq.store.StoreException;
import org.apogeemq.store.TestStore;
import org.apogeemq.store.TextView;
import org.apogeemq.store.check.CannotCheckException;
import org.apogeemq.store.check.StoreCheck;
import org.apogeemq.store.disk.FaultyDisk;
import org.apogeemq.store.fuzz.Image.Stored;
import org.apogeemq.store.log.Outcome;
import org.apogeemq.store.queue.ConsumeQueue;
import org.apogeemq.store.queue.QueueEntries;
import org.apogeemq.testkit.time.ManualTime;

/** One store with bytes changed at random, opened. */
final class FuzzCase {
    private final Image image;
    private final FaultyDisk disk;
    private final Mutation mutation;
    private final TextView view = new TextView("values");
    private final TestStore settings = Image.store(view);

    FuzzCase(Image image, long seed) {
        this.image = image;
        disk = image.disk.copy();
        mutation = new Mutation(disk, new Random(seed));
        mutation.run();
    }

    /** Runs it; returns whether the store opened. */
    boolean run() {
        try {
            check();
            Set<Stored> whole = wholeOnes();
            ManualTime time = new ManualTime();
            Store store;
            try {
                store = Store.open(settings.config, disk.boot(), time, time, List.of(view));
            } catch (StoreException e) {
                requireClear(e.getMessage());
                return false;
            }
            settings.store = store;
            Set<Stored> served = served(store);
            if (!mutation.mayLoseWholeMessages()) {
                whole.removeAll(served);
                require(whole.isEmpty(), "lost, though not damaged: " + whole);
            }
            String body = "sent afterwards";
            require(settings.send("new", 0, body) == Outcome.STORED, "refuses messages");
            store.close();
            return true;
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError("with these changes:" + mutation + "\n" + e, e);
        }
    }

    private void check() {
        try {
            new StoreCheck(disk.boot(), TestStore.ROOT, Image.LOG).run((done, total) -> {});
        } catch (CannotCheckException e) {
            requireClear(e.getMessage());
        }
    }

    /** Messages of which not a byte was changed. */
    private Set<Stored> wholeOnes() {
        Set<Stored> whole = new HashSet<>();
        for (Stored message : image.messages) {
            long base = message.from() - message.from() % Image.SEGMENT_BYTES;
            Path file = Image.LOG.resolve("%020d".formatted(base));
            int from = (int) (message.from() - base);
            int to = (int) (message.to() - base);
            if (disk.exists(file)) {
                byte[] now = disk.bytes(file);
                byte[] before = image.disk.bytes(file);
                if (to <= now.length && Arrays.equals(now, from, to, before, from, to)) {
                    whole.add(message);
                }
            }
        }
        return whole;
    }

    /** What a reader gets who checks what an entry points to. */
    private Set<Stored> served(Store store) {
        Set<Stored> served = new HashSet<>();
        QueueEntries entry = new QueueEntries(1);
        for (String topic : Image.TOPICS) {
            for (ConsumeQueue queue : store.queues().ofTopic(topic)) {
                for (long i = queue.minOffset(); i < queue.maxOffset(); i++) {
                    ByteBuffer record =
                            queue.read(i, 1, entry) == 1 ? store.log().record(entry.logOffset(0)) : null;
                    if (record != null && !VoidRecord.isVoid(record, 0)) {
                        serve(queue, i, record, served);
                    }
                }
            }
        }
        return served;
    }

    private void serve(ConsumeQueue queue, long queueOffset, ByteBuffer record, Set<Stored> served) {
        StoredMessage message;
        try {
            message = StoredMessage.decode(record);
        } catch (BadRecordException e) {
            return; // a reader passes over it
        }
        if (message.queueOffset() == queueOffset && message.queueId() == queue.queueId()) {
            String body = new String(message.body(), UTF_8);
            Stored stored = image.byBody.get(body);
            boolean ours = stored != null || body.isEmpty() || body.startsWith("k") || body.equals("gone");
            require(ours || body.startsWith("of a removed"), queue + " " + queueOffset + " serves '" + body + "'");
            if (stored != null) {
                served.add(stored);
            }
        }
    }

    private static void requireClear(String message) {
        require(message != null && message.lines().count() == 1, "not one line: " + message);
        require(message.contains(TestStore.ROOT.toString()), "names no file: " + message);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
