package org.apogeemq.store.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.apogeemq.store.index.KeyIndex.TimeRange;
import org.awaitility.Awaitility;

/** What was sent to a store, by key; so that it can be compared with what is found. */
final class KeyHistory {
    private static final int KEYS = 40;

    private final KeyedStore keyed;
    private final TreeMap<String, List<Long>> sent = new TreeMap<>();
    private int count;

    KeyHistory(KeyedStore keyed) {
        this.keyed = keyed;
    }

    /** Sends messages with a unique key of their own, and keys that come again. */
    void send(int messages) {
        for (int i = 0; i < messages; i++) {
            String unique = "u" + count;
            String again = "k" + count % KEYS;
            count++;
            long at = keyed.send("T", "UNIQ_KEY=" + unique + ";KEYS=" + again + ";TAGS=t");
            sent.computeIfAbsent(unique, key -> new ArrayList<>()).addFirst(at);
            sent.computeIfAbsent(again, key -> new ArrayList<>()).addFirst(at);
        }
    }

    /** Brings the index into some state between up to date and far behind. */
    void disturb(Random random) {
        switch (random.nextInt(4)) {
            case 0 -> keyed.find("T", "k0"); // catches up
            case 1 -> note();
            case 2 -> keyed.test.time.advance(Duration.ofSeconds(1)); // follows, or is about to
            default -> {
                // is behind
            }
        }
    }

    /** Lets the index note how far it is. */
    void note() {
        byte[] before = position();
        send(1);
        keyed.find("T", "k0");
        Awaitility.await().until(() -> {
            keyed.test.time.advance(Duration.ofSeconds(40));
            return !Arrays.equals(before, position());
        });
    }

    private byte[] position() {
        boolean exists = keyed.test.disk.exists(KeyedStore.POSITION);
        return exists ? keyed.test.disk.bytes(KeyedStore.POSITION) : null;
    }

    /** Forgets what lay at or behind a log offset. */
    void lost(long logOffset) {
        sent.values().forEach(offsets -> offsets.removeIf(offset -> offset >= logOffset));
    }

    void assertAllFound() {
        sent.forEach((key, offsets) -> assertThat(keyed.find("T", key)).as(key).isEqualTo(offsets));
        long all = sent.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("u"))
                .mapToLong(entry -> entry.getValue().size())
                .sum();
        assertThat(keyed.find(IndexKey.ofTags("T", "t"), TimeRange.ALL)).hasSize((int) all);
    }
}
