package org.apogeemq.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apogeemq.store.disk.Failure;
import org.apogeemq.store.disk.Operation;
import org.apogeemq.store.log.Draft;
import org.apogeemq.store.log.Outcome;
import org.apogeemq.store.retention.Retention;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Space runs out at each operation of a store's life in turn: in the middle of a record, of a queue file, of the key
 * index, of a snapshot, of the checkpoint, when a segment is made or a folder. The store goes on by itself when there
 * is space again, has all it has acknowledged, and opens after a kill at that moment.
 */
class NoSpaceAnywhereTest {
    private static final int SEGMENT = 16 * 1024;
    private static final Duration ROUND = Duration.ofSeconds(6);
    private static final int BATCHES = 12;

    private final TextView view = new TextView("settings");
    private final TextView expected = new TextView("settings");

    @ParameterizedTest
    @EnumSource(names = {"WRITE", "RESIZE", "OPEN", "CREATE_FOLDERS", "RENAME"})
    void nothingAcknowledgedIsLostWhereverSpaceRunsOut(Operation operation) {
        boolean reached = true;
        int tried = 0;
        for (int n = 1; reached; n += step(n)) {
            reached = run(operation, n);
            tried++;
        }
        assertThat(tried).as("places tried").isGreaterThan(1);
    }

    /** Every place at first, later every few: what comes then is the same again. */
    private static int step(int n) {
        return n < 20 ? 1 : 13;
    }

    /** A store's life in which the nth operation from its opening on finds no space, and some after it. */
    private boolean run(Operation operation, int n) {
        String where = operation + " " + n;
        TestStore test = new TestStore(view);
        test.config = test.config.with(new Retention(
                Duration.ofHours(1), Set.of(), Retention.Usage.DEFAULT, 3 * SEGMENT, 10, Duration.ofSeconds(5)));
        test.open();
        expected.restore(new byte[0]);
        List<String> stored = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            test.disk.fail(operation, n + i, Failure.noSpace().after(Failure.HALF));
        }
        long before = failures(test, operation);
        for (int batch = 0; batch < BATCHES; batch++) {
            send(test, stored, batch);
            change(test, batch);
            test.time.advance(ROUND);
        }
        test.disk.heal();
        goOn(test, stored, where);
        boolean reached = test.disk.count(operation) - before >= n; // by now the background thread has written too
        check(test, stored, where);
        test.kill();
        check(test, stored, where + " after a kill");
        assertThat(view.state()).as(where).isEqualTo(expected.state());
        test.close();
        return reached;
    }

    private static long failures(TestStore test, Operation operation) {
        return test.disk.count(operation);
    }

    private static void send(TestStore test, List<String> stored, int batch) {
        List<String> bodies = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            bodies.add("b" + batch + "." + i + "-".repeat(600));
        }
        Draft draft = test.sendBatch("orders", 0, bodies);
        for (int i = 0; i < bodies.size(); i++) {
            assertThat(draft.outcome(i)).isIn(Outcome.STORED, Outcome.DISK_FULL);
            assertThat(draft.outcome(i)).isEqualTo(draft.outcome(0));
        }
        if (draft.outcome(0) == Outcome.STORED) {
            stored.addAll(bodies);
        }
    }

    private void change(TestStore test, int batch) {
        byte[] change = ("k" + batch + "=" + batch).getBytes(UTF_8);
        boolean taken = test.store
                .append(view, change)
                .handle((done, failure) -> failure == null)
                .join();
        if (taken) {
            expected.apply(change);
        }
    }

    /** There is space again: without a restart messages are taken, and old ones go. */
    private static void goOn(TestStore test, List<String> stored, String where) {
        Awaitility.await(where).until(() -> {
            test.time.advance(ROUND);
            String body = "again" + stored.size();
            boolean taken = test.send("orders", 0, body) == Outcome.STORED;
            if (taken) {
                stored.add(body);
            }
            return taken;
        });
        Awaitility.await(where).until(() -> {
            test.time.advance(ROUND);
            return test.store.log().appendedOffset() - test.store.log().minOffset() <= 3 * SEGMENT
                    && !test.queue("orders", 0)
                            .isInMemory(test.queue("orders", 0).minOffset());
        });
    }

    private static void check(TestStore test, List<String> stored, String where) {
        long min = test.queue("orders", 0).minOffset();
        assertThat(test.queue("orders", 0).maxOffset()).as(where).isEqualTo(stored.size());
        assertThat(test.bodies("orders", 0)).as(where).isEqualTo(stored.subList((int) min, stored.size()));
    }
}
