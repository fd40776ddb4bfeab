package org.apogeemq.store.compact;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.apogeemq.store.TestStore;
import org.apogeemq.store.log.Outcome;
import org.apogeemq.store.queue.QueueMemory;
import org.apogeemq.store.retention.Retention;
import org.junit.jupiter.api.Test;

/**
 * Random messages with keys, among others without, while segments are deleted, with restarts, kills and power cuts: at
 * any time a reader finds the last message of each key, and nothing older behind it. A failure names its seed.
 */
class RandomCompactionTest {
    private static final int RUNS = 20;
    private static final int STEPS = 300;
    private static final int SEGMENT = 16 * 1024;

    @Test
    void whateverHappensTheLastOfEachKeyIsThere() {
        long segmentsGone = 0;
        for (long seed = 1; seed <= RUNS; seed++) {
            segmentsGone += new Run(seed).run();
        }
        assertThat(segmentsGone).isGreaterThan(RUNS * 3L);
    }

    private static final class Run {
        private final long seed;
        private final Random random;
        private final int keys;
        private final TestStore test = new TestStore().syncFlush();
        private final List<KeyedModel> queues = IntStream.range(0, 3)
                .mapToObj(id -> new KeyedModel("prices", id))
                .toList();
        private int step;

        Run(long seed) {
            this.seed = seed;
            random = new Random(seed);
            keys = 1 << 1 + random.nextInt(7);
            test.with(new QueueMemory(8, 1 << random.nextInt(7), 1 << 20));
            test.config = test.config.with(new Retention(
                    Duration.ofHours(1),
                    Set.of(),
                    Retention.Usage.DEFAULT,
                    (1 + random.nextInt(3)) * SEGMENT,
                    2,
                    Duration.ofSeconds(10)));
            test.compacted = new CompactionTest.Keyed("prices");
        }

        long run() {
            test.open();
            for (step = 0; step < STEPS; step++) {
                int kind = random.nextInt(100);
                if (kind < 60) {
                    put();
                } else if (kind < 72) {
                    assertThat(test.send("orders", 0, "-".repeat(random.nextInt(1500))))
                            .isEqualTo(Outcome.STORED);
                } else if (kind < 90) {
                    test.time.advance(Duration.ofMillis(random.nextInt(15_000)));
                } else if (kind < 92) {
                    test.time.advance(Duration.ofHours(random.nextInt(30)));
                } else if (kind < 97) {
                    check();
                } else {
                    again();
                }
            }
            test.restart();
            check();
            long gone = test.store.log().minOffset() / SEGMENT;
            test.close();
            return gone;
        }

        private void put() {
            for (int i = random.nextInt(6); i >= 0; i--) {
                int id = random.nextInt(queues.size());
                String key = "k" + random.nextInt(keys);
                String body = random.nextInt(6) == 0 ? "" : step + "." + i + "-".repeat(random.nextInt(400));
                assertThat(test.put("prices", id, key, body)).as(where()).isEqualTo(Outcome.STORED);
                queues.get(id).add(key, body);
            }
        }

        private void again() {
            switch (random.nextInt(3)) {
                case 0 -> test.restart();
                case 1 -> test.kill();
                default -> test.crash(random);
            }
            check();
        }

        /** What a reader meets may change while he reads, by one round of retention: then he reads again. */
        private void check() {
            for (KeyedModel queue : queues) {
                boolean same = false;
                while (!same) {
                    long min = test.store.log().minOffset();
                    long first = queue.first(test); // moves before files go
                    List<?> files = test.disk.files();
                    try {
                        queue.check(test, where());
                        same = true;
                    } catch (AssertionError e) {
                        if (test.store.log().minOffset() == min
                                && queue.first(test) == first
                                && test.disk.files().equals(files)) {
                            throw e;
                        }
                    }
                }
            }
        }

        private String where() {
            return "seed " + seed + " step " + step;
        }
    }
}
