package org.apogeemq.store.power;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apogeemq.protocol.record.MessageProperties;
import org.apogeemq.protocol.record.PropertyNames;
import org.apogeemq.protocol.record.RecordFields;
import org.apogeemq.protocol.record.RecordFormat;
import org.apogeemq.store.StoreConfig;
import org.apogeemq.store.StoreException;
import org.apogeemq.store.TestStore;
import org.apogeemq.store.TextView;
import org.apogeemq.store.disk.FaultyDisk;
import org.apogeemq.store.disk.Operation;
import org.apogeemq.store.log.Draft;
import org.apogeemq.store.log.Outcome;
import org.apogeemq.store.power.History.Event;
import org.apogeemq.store.power.History.Kind;
import org.apogeemq.store.queue.ConsumeQueue;
import org.apogeemq.store.retention.Retention;
import org.awaitility.Awaitility;

/**
 * What happens to a small store: messages of several sizes to several queues, changes of a view, batches, several
 * drafts in one force, queue files, checkpoints and snapshots between, ends of segments, a topic that is removed and
 * made again, a clean stop, old segments that are deleted. It goes on whatever fails.
 */
final class Life {
    static final int SEGMENT_BYTES = 4096;
    static final Duration SPACE_ROUND = Duration.ofSeconds(1);
    private static final Duration CHECKPOINT = Duration.ofSeconds(6);
    private static final Duration QUEUE_FILES = Duration.ofSeconds(1);

    final History history = new History();
    final TextView view = new TextView("values");
    final TestStore test;
    private int sent;

    Life(boolean sync) {
        test = store(new FaultyDisk(), sync, view);
    }

    /** A store as this one, in what is left on {@code disk}. */
    static TestStore store(FaultyDisk disk, boolean sync, TextView view) {
        TestStore store = new TestStore(disk, view);
        store.config = store.config.with(new StoreConfig.Files(SEGMENT_BYTES, 20 * 16));
        return sync ? store.syncFlush() : store;
    }

    /** Everything that happens. */
    void run() {
        begin();
        send("a", 0, 40);
        send("b", 0, 700);
        change("x", "1");
        send("a", 1, 0);
        batch("a", 0, 10, 300, 500);
        advance(QUEUE_FILES);
        together(() -> sending("a", 0, 30), () -> sending("c", 0, 200), () -> changing("x", "2"));
        send("c", 0, 100);
        advance(CHECKPOINT);
        change("y", "1");
        batch("b", 0, 600, 20, 700, 400);
        send("a", 0, 350);
        remove("c");
        send("c", 0, 50);
        advance(QUEUE_FILES);
        end();
    }

    /** What comes after a clean stop; no more than two segments are kept then. */
    private void end() {
        test.config = test.config.with(new Retention(
                Duration.ofHours(1), Set.of(), Retention.Usage.DEFAULT, 2 * SEGMENT_BYTES, 10, SPACE_ROUND));
        restart();
        send("a", 0, 600);
        together(() -> sending("b", 0, 10), () -> changing("y", "2"), () -> sending("c", 0, 1200));
        advance(CHECKPOINT);
        send("a", 1, 300);
        advance(QUEUE_FILES);
        change("x", "3");
        send("b", 0, 61);
    }

    /** Opens the store; if that fails, once more when the disk is well. */
    void begin() {
        try {
            test.open();
        } catch (StoreException e) {
            if (e.getMessage().lines().count() != 1) {
                throw new AssertionError("not one line: " + e.getMessage(), e);
            }
            test.disk.heal();
            test.open();
        }
    }

    private void restart() {
        try {
            test.store.close();
        } catch (StoreException e) {
            test.disk.restartProcess();
        }
        begin();
    }

    void advance(Duration step) {
        test.time.advance(step);
        settle(test.disk);
    }

    /** Waits until nobody does anything with the disk. */
    static void settle(FaultyDisk disk) {
        long[] last = {-1};
        Awaitility.await()
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(1))
                .during(Duration.ofMillis(4))
                .until(() -> {
                    long count =
                            Stream.of(Operation.values()).mapToLong(disk::count).sum();
                    boolean same = count == last[0];
                    last[0] = count;
                    return same;
                });
    }

    /** Submits all while a force is under way, so that one force is for several. */
    @SafeVarargs
    private void together(Supplier<CompletableFuture<Void>>... all) {
        CountDownLatch gate = test.disk.holdForce();
        List<CompletableFuture<Void>> done = new ArrayList<>();
        for (var each : all) {
            done.add(each.get());
        }
        gate.countDown();
        done.forEach(CompletableFuture::join);
        history.answered();
    }

    void send(String topic, int queueId, int bytes) {
        sending(topic, queueId, bytes).join();
        history.answered();
    }

    private void batch(String topic, int queueId, int... bytes) {
        submit(topic, queueId, bytes).join();
        history.answered();
    }

    void change(String key, String value) {
        changing(key, value).join();
        history.answered();
    }

    private void remove(String topic) {
        Event event = history.submitted(new Event(Kind.REMOVAL, topic + "/", "removed." + topic, "yes"));
        byte[] change = (event.key + "=" + event.value).getBytes(UTF_8);
        answered(event, test.store.removeTopic(topic, view, change)).join();
        history.answered();
    }

    private CompletableFuture<Void> changing(String key, String value) {
        Event event = history.submitted(new Event(Kind.CHANGE, null, key, value));
        return answered(event, test.store.append(view, (key + "=" + value).getBytes(UTF_8)));
    }

    private CompletableFuture<Void> answered(Event event, CompletableFuture<Void> written) {
        return written.handle((done, failure) -> {
            event.stored = failure == null;
            event.end = test.store.log().appendedOffset();
            return null;
        });
    }

    private CompletableFuture<Void> sending(String topic, int queueId, int bytes) {
        return submit(topic, queueId, bytes);
    }

    private CompletableFuture<Void> submit(String topic, int queueId, int... bytes) {
        List<Event> events = new ArrayList<>();
        CompletableFuture<Void> done = new CompletableFuture<>();
        Draft draft = new Draft(1 << 14, bytes.length, completed -> {
            for (int i = 0; i < events.size(); i++) {
                Event event = events.get(i);
                event.stored = completed.outcome(i) == Outcome.STORED;
                event.queueOffset = completed.queueOffset(i);
                event.logOffset = completed.logOffset(i);
                if (event.stored) {
                    event.end = event.logOffset + (Integer) completed.context(i);
                }
            }
            done.complete(null);
        });
        ConsumeQueue queue = test.queue(topic, queueId);
        for (int i = 0; i < bytes.length; i++) {
            String body = "m" + sent++ + "-".repeat(bytes[i]);
            String key = "k" + sent % 3;
            events.add(history.submitted(new Event(Kind.MESSAGE, topic + "/" + queueId, key, body)));
            add(draft, queue, body, key, i == 0);
        }
        test.store.submit(draft);
        return done;
    }

    private static void add(Draft draft, ConsumeQueue queue, String body, String key, boolean unit) {
        byte[] properties = MessageProperties.format(Map.of(PropertyNames.KEYS, key, PropertyNames.TAGS, "t"))
                .getBytes(UTF_8);
        RecordFields fields = new RecordFields()
                .topic(queue.topic().getBytes(UTF_8))
                .queueId(queue.queueId())
                .body(ByteBuffer.wrap(body.getBytes(UTF_8)))
                .properties(properties, 0, properties.length);
        int size = RecordFormat.put(draft.buffer(), draft.end(), fields);
        draft.add(queue, size, MessageProperties.tagsCode(properties, 0, properties.length), unit, size);
    }
}
