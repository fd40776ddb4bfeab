package org.apogeemq.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apogeemq.store.log.Draft;
import org.apogeemq.store.log.Outcome;
import org.apogeemq.store.queue.ConsumeQueue;
import org.junit.jupiter.api.Test;

/** Random appends, faults, restarts and crashes, against a list. A failure names its seed. */
class RandomizedStoreTest {
    private static final int RUNS = 60;
    private static final int STEPS = 120;

    @Test
    void aStoreIsAListThatSurvives() {
        for (long seed = 1; seed <= RUNS; seed++) {
            run(seed);
        }
    }

    private static void run(long seed) {
        Random random = new Random(seed);
        boolean sync = random.nextInt(4) == 0;
        TextView view = new TextView("offsets");
        TestStore test = new TestStore(view);
        test = (sync ? test.syncFlush() : test).open();
        Model model = new Model();
        for (int step = 0; step < STEPS; step++) {
            int kind = random.nextInt(100);
            if (kind < 55) {
                send(test, model, random, step);
            } else if (kind < 70) {
                change(test, model, view, random, step);
            } else if (kind < 72) {
                remove(test, model);
            } else if (kind < 80) {
                test.time.advance(Duration.ofMillis(random.nextInt(8000)));
            } else if (kind < 85) {
                test.disk.failWrite(random.nextInt(3) == 0);
            } else if (kind < 88) {
                check(test, model, view, seed, step);
            } else {
                test.disk.failWrite(false);
                test = again(test, model, view, random, sync, seed, step);
            }
        }
        test.disk.failWrite(false);
        check(test.restart(), model, view, seed, STEPS);
        test.close();
    }

    private static void send(TestStore test, Model model, Random random, int step) {
        String topic = "t" + random.nextInt(3);
        int queueId = random.nextInt(2);
        List<String> bodies = new ArrayList<>();
        for (int i = random.nextInt(random.nextInt(8) == 0 ? 40 : 3); i >= 0; i--) {
            bodies.add("s" + step + "." + i + "-".repeat(random.nextInt(300)));
        }
        Draft draft = test.sendBatch(topic, queueId, bodies);
        if (draft.outcome(0) == Outcome.STORED) {
            long end = test.store.log().appendedOffset();
            bodies.forEach(body -> model.ops.add(new Op(end, topic + "/" + queueId, body)));
        }
    }

    private static void change(TestStore test, Model model, TextView view, Random random, int step) {
        String change = "k" + random.nextInt(4) + "=" + step;
        boolean stored = test.store
                .append(view, change.getBytes(UTF_8))
                .handle((done, failure) -> failure == null)
                .join();
        if (stored) {
            model.ops.add(new Op(test.store.log().appendedOffset(), "=", change));
        }
    }

    private static void remove(TestStore test, Model model) {
        boolean removed = test.store
                .queues()
                .remove("t1")
                .handle((done, failure) -> failure == null)
                .join();
        if (removed) {
            model.ops.add(new Op(test.store.log().appendedOffset(), "t1", null));
        }
    }

    private static TestStore again(
            TestStore test, Model model, TextView view, Random random, boolean sync, long seed, int step) {
        int kind = random.nextInt(3);
        TestStore next = kind == 0 ? test.restart() : kind == 1 ? test.kill() : test.crash(random);
        int before = model.ops.size();
        if (kind == 2) {
            // A batch is one op for each of its messages, all with its end: what is torn is gone as a whole or kept in
            // part, so the model takes over how many of its messages are there.
            model.keep(next.store.log().maxOffset(), next);
        }
        if (kind < 2 || sync) {
            assertThat(model.ops).as("lost, seed " + seed + " step " + step).hasSize(before);
        }
        check(next, model, view, seed, step);
        return next;
    }

    private static void check(TestStore test, Model model, TextView view, long seed, int step) {
        String where = "seed " + seed + " step " + step;
        Map<String, List<String>> queues = model.queues();
        for (int t = 0; t < 3; t++) {
            for (int q = 0; q < 2; q++) {
                ConsumeQueue queue = test.store.queues().get("t" + t, q);
                List<String> bodies = queue == null ? List.of() : Records.bodies(test.store, queue);
                List<String> expected = queues.getOrDefault("t" + t + "/" + q, List.of());
                assertThat(names(bodies)).as(where + " t" + t + "/" + q).isEqualTo(names(expected));
            }
        }
        assertThat(view.state()).as(where).isEqualTo(model.view());
    }

    /** Bodies without what makes them long. */
    private static String names(List<String> bodies) {
        return String.join(" ", bodies).replace("-", "");
    }

    /** {@code queue} with a body: a message; {@code =}: a change of the view; without a body: the topic was removed. */
    private record Op(long end, String queue, String body) {}

    private static final class Model {
        final List<Op> ops = new ArrayList<>();

        /** Drops what did not survive: all behind the end of the log. */
        void keep(long logEnd, TestStore test) {
            List<Op> kept =
                    new ArrayList<>(ops.stream().filter(op -> op.end <= logEnd).toList());
            for (Op op : ops) {
                if (op.end > logEnd && op.body != null && !op.queue.equals("=") && isThere(test, kept, op)) {
                    kept.add(new Op(logEnd, op.queue, op.body));
                }
            }
            ops.clear();
            ops.addAll(kept);
        }

        private static boolean isThere(TestStore test, List<Op> kept, Op op) {
            Model before = new Model();
            before.ops.addAll(kept);
            List<String> known = before.queues().getOrDefault(op.queue, List.of());
            String[] name = op.queue.split("/");
            ConsumeQueue queue = test.store.queues().get(name[0], Integer.parseInt(name[1]));
            List<String> found = queue == null ? List.of() : Records.bodies(test.store, queue);
            return found.size() > known.size() && found.get(known.size()).equals(op.body);
        }

        Map<String, List<String>> queues() {
            Map<String, List<String>> queues = new LinkedHashMap<>();
            for (Op op : ops) {
                if (op.body == null) {
                    queues.keySet().removeIf(name -> name.startsWith(op.queue + "/"));
                } else {
                    queues.computeIfAbsent(op.queue, name -> new ArrayList<>()).add(op.body);
                }
            }
            return queues;
        }

        String view() {
            TextView view = new TextView("model");
            queues().getOrDefault("=", List.of()).forEach(change -> view.apply(change.getBytes(UTF_8)));
            return view.state();
        }
    }
}
