package org.apogeemq.store.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apogeemq.store.StoreConfig;
import org.apogeemq.store.TestStore;
import org.apogeemq.store.TextView;
import org.apogeemq.store.disk.FaultyDisk;
import org.apogeemq.store.index.KeyIndex.TimeRange;
import org.apogeemq.store.index.KeyIndexing;
import org.apogeemq.store.log.Draft;
import org.apogeemq.store.queue.QueueMemory;
import org.apogeemq.store.retention.Retention;
import org.awaitility.Awaitility;

/** A small store at rest, and what is in it. */
final class Image {
    static final List<String> TOPICS = List.of("t0", "t1");
    static final int QUEUES = 2;
    static final String TAG = "red";
    static final int SEGMENT_BYTES = 4096;
    static final Path LOG = TestStore.ROOT.resolve("commitlog");

    private static final int MESSAGES = 40;
    private static final int ENTRIES_MAX = 4096; // so few may be lost without a trace, too
    private static final Duration ROUND = Duration.ofSeconds(10);
    private static final Retention KEPT =
            new Retention(Duration.ofHours(72), Set.of(), Retention.Usage.DEFAULT, 2 * SEGMENT_BYTES, 10, ROUND);
    private static final Path TABLE = TestStore.ROOT.resolve("apogee/queues.table");

    /** How it came to rest. */
    enum End {
        STOPPED,
        KILLED,
        POWER_LOST
    }

    /** A message: where it lies and what it says. */
    record Stored(String topic, int queueId, long queueOffset, long from, long to, String body) {
        /** Where it belongs. */
        String place() {
            return topic + "/" + queueId + "@" + queueOffset;
        }

        @Override
        public String toString() {
            return place() + " at " + from + ".." + to;
        }
    }

    final FaultyDisk disk;
    final List<Stored> messages = new ArrayList<>();
    final Map<String, Stored> byBody = new HashMap<>();
    final Map<Path, byte[]> segments = new HashMap<>();

    private Image(FaultyDisk disk) {
        this.disk = disk;
    }

    /** Settings of such a store, with files as small as can be. */
    static TestStore store(TextView view) {
        TestStore store = new TestStore(view).with(new QueueMemory(512, 1, ENTRIES_MAX));
        store.config =
                store.config.with(new StoreConfig.Files(SEGMENT_BYTES, 20 * 8)).with(new KeyIndexing(true, 11, 16));
        return store;
    }

    /** Makes one; {@code trimmed}: old segments were deleted. */
    static Image make(long seed, End end, boolean trimmed) {
        Random random = new Random(seed);
        TextView view = new TextView("values");
        TestStore test = store(view);
        if (trimmed) {
            test.config = test.config.with(KEPT);
        }
        test.open();
        Image image = new Image(test.disk);
        test.send("gone", 0, "of a removed topic");
        test.store.queues().remove("gone").join();
        for (int i = 0; i < MESSAGES; i++) {
            if (i == MESSAGES / 2) {
                test.restart(); // the checkpoint is in the middle of what a killed store has
            } else if (i == MESSAGES * 3 / 4 && trimmed) {
                awaitTrimmed(test);
            } else if (i == MESSAGES * 3 / 4 && random.nextBoolean()) {
                awaitCheckpoint(test);
            }
            image.send(test, TOPICS.get(random.nextInt(2)), random.nextInt(QUEUES), i, random);
            test.store.append(view, ("k" + i % 3 + "=" + i).getBytes(UTF_8)).join();
        }
        switch (end) {
            case STOPPED -> test.store.close();
            case KILLED -> test.disk.restartProcess();
            case POWER_LOST -> test.disk.crash(random);
        }
        if (end != End.STOPPED) {
            test.end();
        }
        for (Path file : image.disk.files()) {
            if (file.startsWith(LOG)) {
                image.segments.put(file, image.disk.bytes(file));
            }
        }
        if (end == End.POWER_LOST || trimmed) {
            image.keepWhatIsLeft();
        }
        return image;
    }

    /** Forgets what the power cut has cost, and what was deleted. */
    private void keepWhatIsLeft() {
        FuzzCase untouched = new FuzzCase(this, disk.copy());
        messages.retainAll(untouched.servedAtOnce());
    }

    private static void awaitCheckpoint(TestStore test) {
        byte[] before = test.disk.bytes(TABLE);
        test.time.advance(Duration.ofSeconds(6)); // once: an image is the same each time it is made
        Awaitility.await().until(() -> !Arrays.equals(before, test.disk.bytes(TABLE)));
        test.store.keys().find(TAG, TimeRange.ALL, logOffset -> true); // so that the index is at rest, too
    }

    private static void awaitTrimmed(TestStore test) {
        test.time.advance(ROUND);
        Awaitility.await().until(() -> test.store.log().minOffset() > 0);
        test.store.keys().find(TAG, TimeRange.ALL, logOffset -> true);
    }

    private void send(TestStore test, String topic, int queueId, int number, Random random) {
        String body = "m" + number + "-".repeat(random.nextInt(number % 8 == 0 ? 1500 : 200));
        Draft draft = test.sending(topic, queueId, body, TAG).join();
        long from = draft.logOffset(0);
        long to = test.store.log().appendedOffset();
        Stored stored = new Stored(topic, queueId, draft.queueOffset(0), from, to, body);
        messages.add(stored);
        byBody.put(body, stored);
    }
}
