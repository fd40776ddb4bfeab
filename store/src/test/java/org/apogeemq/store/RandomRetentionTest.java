package org.apogeemq.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.apogeemq.store.log.Draft;
import org.apogeemq.store.log.Outcome;
import org.apogeemq.store.queue.ConsumeQueue;
import org.apogeemq.store.queue.QueueMemory;
import org.apogeemq.store.retention.Retention;
import org.junit.jupiter.api.Test;

/**
 * Random sends, topics removed, segments deleted, restarts, kills and power cuts, against lists that only grow: what a
 * queue holds is the end of its list, from its min offset on. A failure names its seed.
 */
class RandomRetentionTest {
    private static final int RUNS = 25;
    private static final int STEPS = 250;
    private static final int SEGMENT = 16 * 1024;

    @Test
    void aQueueIsTheEndOfAListWhoseFrontExpires() {
        long segmentsGone = 0;
        for (long seed = 1; seed <= RUNS; seed++) {
            segmentsGone += new Run(seed).run();
        }
        assertThat(segmentsGone).isGreaterThan(RUNS * 3L);
    }

    private static final class Run {
        private final long seed;
        private final Random random;
        private final TextView view = new TextView("settings");
        private final TextView expected = new TextView("settings");
        private final TestStore test = new TestStore(view).syncFlush();
        private final Map<String, List<String>> lists = new TreeMap<>();
        private final Map<String, Long> mins = new TreeMap<>();
        private int step;

        Run(long seed) {
            this.seed = seed;
            random = new Random(seed);
            int kept = (1 + random.nextInt(3)) * SEGMENT;
            test.with(new QueueMemory(8, 1 << random.nextInt(7), 1 << 20));
            test.config = test.config.with(new Retention(
                    Duration.ofHours(1), Set.of(), Retention.Usage.DEFAULT, kept, 2, Duration.ofSeconds(10)));
        }

        long run() {
            test.open();
            for (step = 0; step < STEPS; step++) {
                int kind = random.nextInt(100);
                if (kind < 70) {
                    send();
                } else if (kind < 76) {
                    change();
                } else if (kind < 78) {
                    remove();
                } else if (kind < 92) {
                    test.time.advance(Duration.ofMillis(random.nextInt(15_000)));
                } else if (kind < 96) {
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

        private void send() {
            String topic = "t" + random.nextInt(3);
            int queueId = random.nextInt(2);
            List<String> bodies = new ArrayList<>();
            for (int i = random.nextInt(4); i >= 0; i--) {
                bodies.add("s" + step + "." + i + "-".repeat(random.nextInt(900)));
            }
            Draft draft = test.sendBatch(topic, queueId, bodies);
            assertThat(draft.outcome(0)).as(where()).isEqualTo(Outcome.STORED);
            lists.computeIfAbsent(topic + "/" + queueId, name -> new ArrayList<>())
                    .addAll(bodies);
        }

        private void change() {
            byte[] change = ("k" + random.nextInt(5) + "=" + step).getBytes(UTF_8);
            test.store.append(view, change).join();
            expected.apply(change);
        }

        private void remove() {
            test.store.queues().remove("t2").join();
            lists.keySet().removeIf(name -> name.startsWith("t2/"));
            mins.keySet().removeIf(name -> name.startsWith("t2/"));
        }

        private void again() {
            mins.clear(); // a queue begins later at once, its segment is deleted after that
            switch (random.nextInt(3)) {
                case 0 -> test.restart();
                case 1 -> test.kill();
                default -> test.crash(random);
            }
            check();
        }

        private void check() {
            assertThat(view.state()).as(where()).isEqualTo(expected.state());
            for (var list : lists.entrySet()) {
                String[] name = list.getKey().split("/");
                ConsumeQueue queue = test.store.queues().get(name[0], Integer.parseInt(name[1]));
                assertThat(queue).as(where() + " " + list.getKey()).isNotNull();
                long min = queue.minOffset();
                String what = where() + " " + queue + " from " + min;
                assertThat(min).as(what).isBetween(mins.getOrDefault(list.getKey(), 0L), (long)
                        list.getValue().size());
                assertThat(queue.maxOffset()).as(what).isEqualTo(list.getValue().size());
                List<String> read = read(queue, list.getValue().size());
                int from = list.getValue().size() - read.size(); // at or behind min: segments may go meanwhile
                assertThat((long) from).as(what).isBetween(min, queue.minOffset());
                assertThat(read)
                        .as(what)
                        .isEqualTo(list.getValue().subList(from, list.getValue().size()));
                mins.put(list.getKey(), min);
            }
        }

        /** All that is there; segments may go while it is read, then it is read again. */
        private List<String> read(ConsumeQueue queue, int max) {
            while (true) {
                long before = queue.minOffset();
                try {
                    List<String> bodies = Records.bodies(test.store, queue);
                    if (queue.minOffset() == before) {
                        return bodies;
                    }
                } catch (AssertionError e) {
                    if (queue.minOffset() == before) {
                        throw e;
                    }
                }
                assertThat(queue.minOffset()).isLessThanOrEqualTo(max);
            }
        }

        private String where() {
            return "seed " + seed + " step " + step;
        }
    }
}
