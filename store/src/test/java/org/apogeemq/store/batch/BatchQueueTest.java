package org.apogeemq.store.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apogeemq.store.Records;
import org.apogeemq.store.TestStore;
import org.apogeemq.store.log.Draft;
import org.apogeemq.store.queue.QueueKind;
import org.apogeemq.store.queue.QueueMemory;
import org.apogeemq.store.retention.Retention;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Queues whose records hold several messages, against a plain list of what was sent. */
class BatchQueueTest {
    private static final Path TABLE = TestStore.ROOT.resolve("apogee/queues.table");
    private static final Path CHECKPOINT = TestStore.ROOT.resolve("checkpoint");
    private static final Path FILES = TestStore.ROOT.resolve("batchconsumequeue");
    private static final Path SIMPLE_FILES = TestStore.ROOT.resolve("consumequeue");
    private static final int SEGMENT = 16 * 1024;

    private final TestStore test = new TestStore();
    private final BatchTopic topic = new BatchTopic(test);
    private final Random random = new Random(11);

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void offsetsCountMessagesAndAnOffsetWithinABatchGivesItsRecord() {
        test.open();
        topic.fill(random, 200);
        topic.check(random);
        test.time.advance(Duration.ofSeconds(2));
        topic.check(random);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 100_000})
    void everythingIsThereAfterAnyKindOfStart(int piece) {
        test.with(new QueueMemory(4, piece, 1 << 16)).syncFlush().open();
        List<Runnable> starts = new ArrayList<>(List.of(
                () -> {},
                test::restart,
                test::kill,
                () -> test.crash(random),
                test::crashLosingAll,
                () -> without(TABLE),
                () -> without(CHECKPOINT),
                () -> without(FILES),
                () -> without(FILES, TABLE, CHECKPOINT),
                () -> killedWithout(FILES),
                () -> killedWithout(TABLE),
                () -> killedWithout(FILES, TABLE, CHECKPOINT)));
        for (int round = 0; round < 3 * starts.size(); round++) {
            topic.fill(random, random.nextInt(40));
            test.time.advance(Duration.ofSeconds(random.nextInt(8)));
            starts.get(random.nextInt(starts.size())).run();
            if (!topic.all().isEmpty()) {
                topic.check(random);
            }
        }
    }

    private void without(Path... lost) {
        test.store.close();
        delete(lost);
        test.open();
        test.store.batchTopics(List.of(BatchTopic.NAME));
    }

    private void killedWithout(Path... lost) {
        test.disk.restartProcess();
        test.end();
        delete(lost);
        test.open();
        test.store.batchTopics(List.of(BatchTopic.NAME));
    }

    private void delete(Path... lost) {
        for (Path path : lost) {
            test.disk.deleteTree(path);
            test.disk.delete(path);
        }
    }

    @Test
    void aCleanStopLeavesEveryEntryInFilesForApache() {
        test.with(new QueueMemory(4, 1000, 1 << 16)).open();
        topic.fill(random, 400);
        test.store.close();
        for (int queueId = 0; queueId < 3; queueId++) {
            assertThat(BatchFile.entries(test.disk, queueId))
                    .containsExactlyElementsOf(topic.spans(queueId).stream()
                            .map(span -> new BatchFile.Entry(
                                    span.logOffset(),
                                    span.bytes(),
                                    span.time(),
                                    span.offset(),
                                    span.bodies().size()))
                            .toList());
        }
        assertThat(test.disk.list(FILES.resolve(BatchTopic.NAME + "/0"))).hasSizeGreaterThan(1);
        assertThat(test.disk.list(SIMPLE_FILES)).doesNotContain(BatchTopic.NAME);
        test.open();
    }

    @Test
    void queuesThatTurnOutToHoldBatchesKeepTheirOffsets() {
        test.open();
        for (int i = 0; i < 130; i++) {
            topic.send(0);
            topic.send(1);
        }
        killedWithout(FILES, TABLE, CHECKPOINT);
        topic.check(random);
        topic.sendBatch(0, 5);
        topic.send(0);
        test.disk.restartProcess();
        test.end();
        delete(FILES, TABLE, CHECKPOINT);
        test.open(); // nobody says which topics hold batches: the record does
        assertThat(test.store.queues().get(BatchTopic.NAME, 0).isInMemory(0)).isTrue();
        topic.check(random);
        test.restart();
        topic.check(random);
        assertThat(test.disk.list(SIMPLE_FILES)).doesNotContain(BatchTopic.NAME);
    }

    @Test
    void aRemovedTopicBeginsAnewAndMayBeOfTheOtherKind() {
        test.open();
        topic.fill(random, 100);
        test.store.queues().remove(BatchTopic.NAME).join();
        topic.forget();
        test.send(BatchTopic.NAME, 0, "simple");
        for (Runnable start : List.<Runnable>of(() -> {}, test::restart, test::kill, () -> killedWithout(TABLE))) {
            start.run();
            assertThat(test.bodies(BatchTopic.NAME, 0)).containsExactly("simple");
        }
    }

    @Test
    void aRecordWithABatchIsNotTakenByAQueueOfTheOtherKind() {
        test.open();
        Draft draft = new Draft(1 << 10, 1, done -> {});
        assertThatThrownBy(() -> Records.addBatch(draft, test.queue("orders", 0), List.of("a", "b")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("orders/0");
        assertThat(draft.isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5000})
    void whatIsLeftOfAnOldTopicIsTheSameAfterAnyKindOfStart(int piece) {
        test.config = test.config.with(new Retention(
                Duration.ofDays(3), Set.of(), Retention.Usage.DEFAULT, 3 * SEGMENT, 10, Duration.ofSeconds(10)));
        test.with(new QueueMemory(4, piece, 1 << 16)).open();
        topic.fill(random, 600);
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(
                        () -> { // until nothing more goes while it is checked
                            test.time.advance(Duration.ofSeconds(10));
                            return test.store.log().maxOffset()
                                            - test.store.log().minOffset()
                                    <= 3 * SEGMENT;
                        });
        assertThat(test.store.log().minOffset()).isGreaterThan(2 * SEGMENT);
        List<Runnable> starts = List.of(
                () -> {},
                test::restart,
                test::kill,
                () -> without(TABLE),
                () -> killedWithout(FILES, TABLE, CHECKPOINT));
        for (Runnable start : starts) {
            start.run();
            long logMin = test.store.log().minOffset();
            for (int queueId = 0; queueId < 3; queueId++) {
                int first = 0;
                while (topic.spans(queueId).get(first).logOffset() < logMin) {
                    first++;
                }
                topic.checkFrom(queueId, first, random);
            }
        }
        topic.sendBatch(0, 3);
    }

    @Test
    void aQueueWhoseBatchesAreAllGoneGoesOnCounting() {
        test.config = test.config.with(new Retention(
                Duration.ofDays(3), Set.of(), Retention.Usage.DEFAULT, 2 * SEGMENT, 10, Duration.ofSeconds(10)));
        test.with(new QueueMemory(4, 5000, 1 << 16)).open();
        topic.sendBatch(0, 5);
        topic.sendBatch(0, 6);
        while (test.store.log().appendedOffset() < 6 * SEGMENT) {
            test.send("orders", 0, "x".repeat(1000));
        }
        Awaitility.await().until(() -> {
            test.time.advance(Duration.ofSeconds(10));
            return test.store.log().minOffset() >= 3 * SEGMENT;
        });
        for (Runnable start : List.<Runnable>of(() -> {}, test::restart, test::kill, test::kill, test::restart)) {
            start.run();
            assertThat(topic.queue(0).minOffset()).isEqualTo(11);
            assertThat(topic.queue(0).maxOffset()).isEqualTo(11);
        }
        assertThat(topic.sendBatch(0, 2).offset()).isEqualTo(11);
        test.kill();
        topic.checkFrom(0, 2, random);
        assertThat(test.store.queues().obtain(BatchTopic.NAME, 1)).isNotNull();
        assertThat(QueueKind.BATCH.folder()).isEqualTo("batchconsumequeue");
    }
}
