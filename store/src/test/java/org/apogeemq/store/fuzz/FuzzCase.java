package org.apogeemq.store.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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
import org.apogeemq.store.index.IndexKey;
import org.apogeemq.store.index.KeyIndex.TimeRange;
import org.apogeemq.store.log.Outcome;
import org.apogeemq.store.queue.ConsumeQueue;
import org.apogeemq.store.queue.QueueEntries;
import org.apogeemq.testkit.time.ManualTime;

/** One store with bytes changed at random, opened. */
final class FuzzCase {
    /** One case in so many is opened a second time, when all damage must be healed. */
    private static final int AGAIN = 8;

    private final Image image;
    private final FaultyDisk disk;
    private final Mutation mutation;
    private final boolean again;
    private final Set<String> rivals = new HashSet<>();
    private final TextView view = new TextView("values");
    private final TestStore settings = Image.store(view);

    /** With the changes that belong to {@code seed}. */
    FuzzCase(Image image, long seed) {
        this.image = image;
        disk = image.disk.copy();
        mutation = new Mutation(disk, new Random(seed));
        mutation.run();
        again = seed % AGAIN == 0;
    }

    /** As it is on {@code disk}. */
    FuzzCase(Image image, FaultyDisk disk) {
        this.image = image;
        this.disk = disk;
        mutation = new Mutation(disk, new Random(0));
        again = false;
    }

    /** Runs it; returns whether the store opened. */
    boolean run() {
        try {
            check();
            Set<Stored> whole = wholeOnes();
            rivals.addAll(new Rivals(image, disk).places());
            if (!open()) {
                return false;
            }
            Set<Stored> served = served();
            requireServed(whole, served);
            search();
            require(settings.send("new", 0, "sent afterwards") == Outcome.STORED, "refuses messages");
            settings.store.close();
            if (again && open()) {
                requireServed(served, served());
                require(settings.bodies("new", 0).contains("sent afterwards"), "has lost what was sent afterwards");
                settings.store.close();
            }
            return true;
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError("with these changes:" + mutation + "\n" + e, e);
        }
    }

    /** What a reader gets; the store is killed afterwards. */
    Set<Stored> servedAtOnce() {
        require(open(), "does not open");
        Set<Stored> served = served();
        disk.restartProcess();
        settings.end();
        return served;
    }

    private boolean open() {
        view.restore(new byte[0]);
        ManualTime time = new ManualTime();
        try {
            settings.store = Store.open(settings.config, disk.boot(), time, time, List.of(view));
            return true;
        } catch (StoreException e) {
            requireClear(e.getMessage());
            return false;
        }
    }

    private void check() {
        try {
            new StoreCheck(disk.boot(), TestStore.ROOT, Image.LOG).run((done, total) -> {});
        } catch (CannotCheckException e) {
            requireClear(e.getMessage());
        }
    }

    private void requireServed(Set<Stored> whole, Set<Stored> served) {
        if (!mutation.mayLoseWholeMessages()) {
            Set<Stored> lost = new HashSet<>(whole);
            lost.removeAll(served);
            lost.removeIf(message -> rivals.contains(message.place()));
            require(
                    lost.isEmpty(),
                    "lost, though not damaged: "
                            + lost.stream().map(Stored::toString).sorted().toList());
        }
    }

    /** Messages of which not a byte was changed. */
    private Set<Stored> wholeOnes() {
        Set<Stored> whole = new HashSet<>();
        Map<Path, byte[]> now = new HashMap<>();
        for (Stored message : image.messages) {
            long base = message.from() - message.from() % Image.SEGMENT_BYTES;
            Path file = Image.LOG.resolve("%020d".formatted(base));
            int from = (int) (message.from() - base);
            int to = (int) (message.to() - base);
            byte[] bytes = now.computeIfAbsent(file, path -> disk.isFile(path) ? disk.bytes(path) : new byte[0]);
            if (to <= bytes.length && Arrays.equals(bytes, from, to, image.segments.get(file), from, to)) {
                whole.add(message);
            }
        }
        return whole;
    }

    /** What a reader gets who checks what an entry points to. */
    private Set<Stored> served() {
        Set<Stored> served = new HashSet<>();
        QueueEntries entry = new QueueEntries(1);
        for (String topic : Image.TOPICS) {
            for (ConsumeQueue queue : settings.store.queues().ofTopic(topic)) {
                for (long i = queue.minOffset(); i < queue.maxOffset(); i++) {
                    ByteBuffer record =
                            queue.read(i, 1, entry) == 1 ? settings.store.log().record(entry.logOffset(0)) : null;
                    if (record != null && !VoidRecord.isVoid(record, 0)) {
                        serve(queue, i, record, served);
                    }
                }
            }
        }
        return served;
    }

    /** Finds something or not, but comes to an end. */
    private void search() {
        for (String topic : Image.TOPICS) {
            settings.store.keys().find(IndexKey.ofTags(topic, Image.TAG), TimeRange.ALL, logOffset -> true);
        }
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
