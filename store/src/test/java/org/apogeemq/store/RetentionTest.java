package org.apogeemq.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apogeemq.store.log.Outcome;
import org.apogeemq.store.queue.Boundary;
import org.apogeemq.store.queue.ConsumeQueue;
import org.apogeemq.store.queue.QueueEntries;
import org.apogeemq.store.retention.Retention;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a store with a limited log is like for those who read it. */
class RetentionTest {
    private static final int SEGMENT = 16 * 1024;
    private static final Duration ROUND = Duration.ofSeconds(10);

    private final TextView view = new TextView("settings");
    private final TestStore test = new TestStore(view);

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void theFirstMessagesOfQueuesGoWithTheirSegments() {
        keep(2 * SEGMENT);
        List<String> sent = fill("orders", 6);
        trim(4 * SEGMENT);
        ConsumeQueue queue = test.queue("orders", 0);
        long min = queue.minOffset();
        assertThat(min).isPositive();
        assertThat(test.bodies("orders", 0)).isEqualTo(sent.subList((int) min, sent.size()));
        assertThat(queue.read(min - 1, 1, new QueueEntries(1))).isZero();
        assertThat(queue.offsetByTime(0, Boundary.LOWER)).isEqualTo(min);
        assertThat(firstRecordAt(queue)).isBetween(4L * SEGMENT, 4L * SEGMENT + 2000);
        assertThat(test.store.log().record(firstRecordAt(queue) - SEGMENT)).isNull();
    }

    @Test
    void whatIsLeftIsTheSameAfterAnyKindOfStart() {
        keep(2 * SEGMENT);
        List<String> sent = fill("orders", 6);
        trim(4 * SEGMENT);
        long min = test.queue("orders", 0).minOffset();
        List<String> left = sent.subList((int) min, sent.size());
        List<Runnable> starts = List.of(test::restart, test::kill, () -> test.crash(new Random(3)), test::kill);
        for (Runnable start : starts) {
            start.run();
            assertThat(test.store.log().minOffset()).isEqualTo(4L * SEGMENT);
            assertThat(test.queue("orders", 0).minOffset()).isEqualTo(min);
            assertThat(test.bodies("orders", 0)).isEqualTo(left);
        }
    }

    @Test
    void aQueueWhoseMessagesAreAllGoneGoesOnCounting() {
        keep(2 * SEGMENT);
        test.send("idle", 0, "a");
        test.send("idle", 0, "b");
        fill("orders", 5);
        trim(3 * SEGMENT);
        for (Runnable start : List.<Runnable>of(() -> {}, test::restart, test::kill)) {
            start.run();
            assertThat(test.queue("idle", 0).minOffset()).isEqualTo(2);
            assertThat(test.queue("idle", 0).maxOffset()).isEqualTo(2);
        }
        test.send("idle", 0, "c");
        assertThat(test.queue("idle", 0).maxOffset()).isEqualTo(3);
        assertThat(test.bodies("idle", 0)).containsExactly("c");
    }

    @Test
    void changesOfViewsOutliveTheSegmentsTheyAreIn() {
        keep(2 * SEGMENT);
        test.store.append(view, "early=1".getBytes(UTF_8)).join();
        fill("orders", 5);
        trim(3 * SEGMENT);
        String state = view.state();
        assertThat(state).contains("early");
        test.kill();
        assertThat(view.state()).isEqualTo(state);
        test.crashLosingAll();
        assertThat(view.state()).isEqualTo(state);
    }

    @Test
    void aDamagedSnapshotCostsNothingThoughTheSegmentsBeforeItAreGone() {
        Path snapshot = TestStore.ROOT.resolve("apogee/settings.snapshot");
        keep(2 * SEGMENT);
        test.store.append(view, "early=1".getBytes(UTF_8)).join();
        fill("orders", 5);
        trim(3 * SEGMENT);
        test.store.append(view, "late=1".getBytes(UTF_8)).join();
        String state = view.state();
        for (int i = 0; i < 3; i++) {
            test.store.close();
            test.disk.overwrite(snapshot, 30, (byte) 9);
            test.open();
            assertThat(view.state()).isEqualTo(state);
        }
        test.store.close();
        test.disk.delete(snapshot);
        test.open();
        assertThat(view.state()).isEqualTo(state);
    }

    @Test
    void queueFilesGoWhenNothingOfThemIsLeftButTheNewestStays() {
        keep(3 * SEGMENT);
        test.send("idle", 0, "a");
        fill("orders", 30);
        trim(27 * SEGMENT);
        Awaitility.await()
                .until(() -> test.disk
                                .list(TestStore.ROOT.resolve("consumequeue/orders/0"))
                                .size()
                        <= 2);
        assertThat(test.disk.list(TestStore.ROOT.resolve("consumequeue/orders/0")))
                .doesNotContain("00000000000000000000");
        assertThat(test.disk.list(TestStore.ROOT.resolve("consumequeue/idle/0")))
                .containsExactly("00000000000000000000");
    }

    @Test
    void aFullDiskRefusesMessagesButNotChangesOfViews() {
        test.open();
        test.send("orders", 0, "before");
        test.disk.totalBytes(test.disk.usedBytes() * 100 / 95);
        round();
        Awaitility.await().until(() -> test.store.diskUsedRatio() > 0.9);
        Awaitility.await().until(() -> test.send("orders", 0, "refused") == Outcome.DISK_FULL);
        int stored = test.bodies("orders", 0).size();
        test.store.append(view, "k=v".getBytes(UTF_8)).join();
        assertThat(view.state()).contains("k=v");
        test.disk.totalBytes(Long.MAX_VALUE);
        round();
        Awaitility.await().until(() -> test.send("orders", 0, "after") == Outcome.STORED);
        assertThat(test.bodies("orders", 0)).hasSize(stored + 1);
    }

    @Test
    void aSegmentThatCannotBeDeletedGoesLaterAndLeavesNoHole() {
        keep(2 * SEGMENT);
        List<String> sent = fill("orders", 8);
        test.disk.failDelete(true);
        round();
        Awaitility.await().until(() -> test.store.log().minOffset() == SEGMENT);
        Awaitility.await().until(() -> test.disk.failedDeletes() > 0);
        test.disk.failDelete(false);
        test.kill();
        trim(6 * SEGMENT);
        test.kill();
        long min = test.queue("orders", 0).minOffset();
        assertThat(test.bodies("orders", 0)).isEqualTo(sent.subList((int) min, sent.size()));
    }

    private void keep(long bytes) {
        test.config = test.config.with(
                new Retention(Duration.ofHours(72), Set.of(), Retention.Usage.DEFAULT, bytes, 10, ROUND));
        test.open();
    }

    /** Sends until the log has so many segments. */
    private List<String> fill(String topic, int segments) {
        List<String> sent = new ArrayList<>();
        while (test.store.log().appendedOffset() < (long) segments * SEGMENT - SEGMENT / 2) {
            String body = topic + sent.size() + "-".repeat(500);
            assertThat(test.send(topic, 0, body)).isEqualTo(Outcome.STORED);
            sent.add(body);
        }
        return sent;
    }

    /** Has rounds take place until the log begins there. */
    private void trim(long logMin) {
        Awaitility.await().until(() -> {
            round();
            return test.store.log().minOffset() == logMin;
        });
    }

    private void round() {
        test.time.advance(ROUND);
    }

    private long firstRecordAt(ConsumeQueue queue) {
        QueueEntries entry = new QueueEntries(1);
        assertThat(queue.read(queue.minOffset(), 1, entry)).isOne();
        return entry.logOffset(0);
    }
}
