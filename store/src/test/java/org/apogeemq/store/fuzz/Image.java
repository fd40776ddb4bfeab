package org.apogeemq.store.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apogeemq.store.StoreConfig;
import org.apogeemq.store.TestStore;
import org.apogeemq.store.TextView;
import org.apogeemq.store.disk.FaultyDisk;
import org.apogeemq.store.index.KeyIndexing;
import org.apogeemq.store.log.Draft;

/** A small store at rest, and what is in it. */
final class Image {
    static final List<String> TOPICS = List.of("t0", "t1");
    static final int QUEUES = 2;
    static final int SEGMENT_BYTES = 4096;
    static final Path LOG = TestStore.ROOT.resolve("commitlog");

    private static final int MESSAGES = 40;

    /** A message: where it lies and what it says. */
    record Stored(String topic, int queueId, long queueOffset, long from, long to, String body) {}

    final FaultyDisk disk;
    final List<Stored> messages = new ArrayList<>();
    final Map<String, Stored> byBody = new HashMap<>();

    private Image(FaultyDisk disk) {
        this.disk = disk;
    }

    /** Settings of such a store, with files as small as can be. */
    static TestStore store(TextView view) {
        TestStore store = new TestStore(view);
        store.config =
                store.config.with(new StoreConfig.Files(SEGMENT_BYTES, 20 * 8)).with(new KeyIndexing(true, 11, 16));
        return store;
    }

    /** Makes one; {@code clean}: stopped, else killed. */
    static Image make(long seed, boolean clean) {
        Random random = new Random(seed);
        TextView view = new TextView("values");
        TestStore test = store(view).open();
        Image image = new Image(test.disk);
        test.send("gone", 0, "of a removed topic");
        test.store.queues().remove("gone").join();
        for (int i = 0; i < MESSAGES; i++) {
            if (i == MESSAGES / 2) {
                test.restart(); // the checkpoint is in the middle of what a killed store has
            }
            image.send(test, TOPICS.get(random.nextInt(2)), random.nextInt(QUEUES), i, random);
            test.store.append(view, ("k" + i % 3 + "=" + i).getBytes(UTF_8)).join();
        }
        if (clean) {
            test.store.close();
        } else {
            test.disk.restartProcess();
            test.end();
        }
        return image;
    }

    private void send(TestStore test, String topic, int queueId, int number, Random random) {
        String body = "m" + number + "-".repeat(random.nextInt(number % 8 == 0 ? 1500 : 200));
        Draft draft = test.sendBatch(topic, queueId, List.of(body));
        long from = draft.logOffset(0);
        long to = test.store.log().appendedOffset();
        Stored stored = new Stored(topic, queueId, draft.queueOffset(0), from, to, body);
        messages.add(stored);
        byBody.put(body, stored);
    }
}
