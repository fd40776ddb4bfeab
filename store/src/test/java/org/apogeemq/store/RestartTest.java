package org.apogeemq.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apogeemq.store.log.Outcome;
import org.apogeemq.store.queue.ConsumeQueue;
import org.apogeemq.store.queue.QueueEntries;
import org.apogeemq.store.queue.QueueMemory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RestartTest {
    private static final Path FIRST_SEGMENT = TestStore.ROOT.resolve("commitlog/00000000000000000000");

    private static final Path FIRST_QUEUE_FILE = TestStore.ROOT.resolve("consumequeue/orders/0/00000000000000000000");

    private final TestStore test = new TestStore().open();
    private final List<String> sent = new ArrayList<>();

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void everythingIsThereAfterACleanStop() {
        send(250);
        test.restart();
        assertAllThere();
        assertThat(test.disk.exists(TestStore.ROOT.resolve("abort"))).isTrue();
        send(10);
        test.restart();
        assertAllThere();
        test.store.close();
        assertThat(test.disk.exists(TestStore.ROOT.resolve("abort"))).isFalse();
        test.open();
    }

    @Test
    void everythingIsThereAfterAKill() {
        send(250);
        test.kill();
        assertAllThere();
        send(10);
        test.kill();
        assertAllThere();
    }

    @Test
    void aTornLastRecordIsCutOffAndItsPlaceUsedAgain() {
        send(5);
        flush();
        test.send("orders", 0, "torn " + "x".repeat(2000));
        test.crashLosingAll();
        assertAllThere();
        send(5);
        test.restart();
        assertAllThere();
    }

    @Test
    void whatACrashLeavesIsInTheOrderInWhichItWasSent() {
        for (int seed = 0; seed < 40; seed++) {
            Random random = new Random(seed);
            TestStore other = new TestStore().open();
            List<String> all = new ArrayList<>();
            for (int round = 0; round < 4; round++) {
                int n = random.nextInt(60);
                for (int i = 0; i < n; i++) {
                    String body = "m" + round + "." + i + "z".repeat(random.nextInt(700));
                    all.add(body);
                    other.send("orders", 0, body);
                }
                other.crash(random);
                List<String> left = other.bodies("orders", 0);
                assertThat(left)
                        .as("seed " + seed)
                        .isEqualTo(all.stream().filter(left::contains).toList());
                all = new ArrayList<>(left);
            }
            other.close();
        }
    }

    @Test
    void queueFilesThatAreBehindAreBroughtUpToTheLog() {
        send(150);
        test.restart();
        send(120);
        // nothing of the last 120 is in queue files yet
        test.kill();
        assertAllThere();
    }

    @Test
    void queueFilesThatAreAheadAreCutBack() {
        send(20);
        flush();
        List<String> durable = List.copyOf(sent);
        send(150);
        test.time.advance(Duration.ofSeconds(1)); // queue entries are written, the log is not forced
        Path second = TestStore.ROOT.resolve("consumequeue/orders/0/00000000000000002000");
        Awaitility.await().until(() -> test.disk.exists(second));
        // The log loses all behind the flush; take care that the queue files do not.
        test.disk.crash(new Random(1), 0);
        test.end();
        test.open();
        assertThat(sent.subList(0, test.bodies("orders", 0).size())).isEqualTo(test.bodies("orders", 0));
        assertThat(test.bodies("orders", 0).size()).isGreaterThanOrEqualTo(durable.size());
        sent.clear();
        sent.addAll(test.bodies("orders", 0));
        send(200);
        test.restart();
        assertAllThere();
    }

    @Test
    void aMissingCheckpointCostsAWalkThroughTheLog() {
        send(300);
        test.store.close();
        test.disk.delete(TestStore.ROOT.resolve("checkpoint"));
        test.open();
        assertAllThere();
    }

    @Test
    void aDamagedCheckpointIsNotBelieved() {
        send(300);
        test.store.close();
        test.disk.overwrite(TestStore.ROOT.resolve("checkpoint"), 45, (byte) 7);
        test.open();
        assertAllThere();
    }

    @Test
    void missingQueueFilesAreMadeAgain() {
        send(300);
        test.store.close();
        test.disk.deleteTree(TestStore.ROOT.resolve("consumequeue"));
        test.disk.delete(TestStore.ROOT.resolve("checkpoint"));
        test.open();
        assertAllThere();
    }

    @Test
    void aQueueThatLacksEntriesIsMadeAgain() {
        send(300);
        test.restart();
        send(10);
        test.disk.deleteTree(TestStore.ROOT.resolve("consumequeue/orders/0"));
        test.kill(); // the ten are read from the log and show that there must have been more
        assertAllThere();
    }

    @Test
    void queuesMadeAgainAreNotTakenForCompleteBeforeTheyAre() {
        test.send("idle", 0, "kept");
        send(300);
        test.restart();
        send(10);
        test.disk.deleteTree(TestStore.ROOT.resolve("consumequeue/orders/0"));
        test.kill(); // all queues are made again
        test.time.advance(Duration.ofSeconds(1)); // and are written, but not yet forced
        Path idle = TestStore.ROOT.resolve("consumequeue/idle/0/00000000000000000000");
        Awaitility.await().until(() -> !test.queue("idle", 0).isInMemory(0));
        Awaitility.await().until(() -> !test.queue("orders", 0).isInMemory(309));
        test.disk.restartProcess();
        test.end();
        test.disk.overwrite(idle, 0, new byte[20]); // the power went before this one was on disk
        test.open();
        assertAllThere();
        assertThat(test.bodies("idle", 0)).containsExactly("kept");
    }

    @Test
    void aLongLogIsReadAgainWithoutKeepingAllEntriesInMemory() {
        test.store.close();
        test.config = test.config.with(new StoreConfig.Files(1 << 20, 20 * 30_000));
        TestStore big = new TestStore();
        big.config = test.config;
        big.open();
        int batches = 70;
        for (int i = 0; i < batches; i++) {
            big.sendBatch("orders", 0, Collections.nCopies(1000, "b" + i));
        }
        big.store.close();
        big.disk.delete(TestStore.ROOT.resolve("checkpoint"));
        big.open();
        assertThat(big.queue("orders", 0).isInMemory(0)).isFalse();
        assertThat(big.bodies("orders", 0))
                .hasSize(batches * 1000)
                .startsWith("b0")
                .endsWith("b69");
        big.close();
        test.config = test.config.with(new StoreConfig.Files(16 * 1024, 20 * 100));
        test.open();
    }

    @Test
    void messagesThatAreMissingUnexplainedTakeLittleOfAllQueuesTogether() {
        int memory = 4000;
        test.store.close();
        test.with(new QueueMemory(8, 1, memory)).open();
        for (int i = 0; i < 30; i++) {
            test.send("jumps", i % 3, "m" + i);
        }
        for (int queue = 0; queue < 3; queue++) {
            for (int i = queue == 2 ? 9 : 8; i < 10; i++) { // two that follow one another are credible
                QueueEntries entry = new QueueEntries(1);
                test.queue("jumps", queue).read(i, 1, entry);
                ByteBuffer ahead = ByteBuffer.allocate(Long.BYTES).putLong(0, i + 600);
                test.disk.overwrite(FIRST_SEGMENT, (int) entry.logOffset(0) + 20, ahead.array());
            }
        }
        test.disk.restartProcess();
        test.end();
        test.disk.delete(TestStore.ROOT.resolve("checkpoint"));
        test.open();
        assertThat(test.queue("jumps", 0).minOffset()).isZero();
        assertThat(test.queue("jumps", 0).maxOffset()).isEqualTo(610);
        assertThat(test.queue("jumps", 1).minOffset())
                .as("so many take too much")
                .isEqualTo(608);
        assertThat(test.queue("jumps", 1).maxOffset()).isEqualTo(610);
        assertThat(test.queue("jumps", 2).minOffset()).isZero();
        assertThat(test.queue("jumps", 2).maxOffset())
                .as("one alone is damaged")
                .isEqualTo(10);
    }

    @Test
    void aMissingQueueFileDoesNotMakeRecordsBehindDamageOldOnes() {
        smallQueueFiles();
        send(30);
        test.store.close();
        test.disk.delete(FIRST_QUEUE_FILE);
        test.disk.overwrite(FIRST_SEGMENT, 4, (byte) 0);
        test.open();
        assertThat(test.bodies("orders", 0)).isEqualTo(sent.subList(1, 30));
    }

    @Test
    void aMissingQueueFileIsNotTakenForExpiredWhenTheLogsFirstFileIsGone() {
        smallQueueFiles();
        send(400);
        test.store.close();
        test.disk.delete(FIRST_SEGMENT);
        QueueEntries first = new QueueEntries(1);
        test.open();
        long min = test.queue("orders", 0).minOffset();
        assertThat(min).isPositive();
        assertThat(test.queue("orders", 0).read(min, 1, first)).isOne();
        assertThat(first.logOffset(0)).isEqualTo(16 * 1024);
        test.store.close();
        for (long file = min - min % 8; file < 80; file += 8) {
            test.disk.delete(FIRST_QUEUE_FILE.resolveSibling("%020d".formatted(file * 20)));
        }
        test.disk.delete(FIRST_SEGMENT.resolveSibling("%020d".formatted(16 * 1024)));
        test.open();
        assertThat(test.bodies("orders", 0))
                .isEqualTo(sent.subList((int) test.queue("orders", 0).minOffset(), 400));
        assertThat(test.queue("orders", 0).read(test.queue("orders", 0).minOffset(), 1, first))
                .isOne();
        assertThat(first.logOffset(0)).isBetween(32 * 1024L, 32 * 1024L + 500);
    }

    private void smallQueueFiles() {
        test.store.close();
        test.config = test.config.with(new StoreConfig.Files(16 * 1024, 20 * 8));
        test.open();
    }

    @Test
    void filesWithNamesThatNoPositionHasAreLeftAlone() {
        send(20);
        test.store.close();
        for (String folder : List.of("commitlog", "consumequeue/orders/0")) {
            test.disk.put(TestStore.ROOT.resolve(folder).resolve("99999999999999999999"), (byte) 1);
            test.disk.put(TestStore.ROOT.resolve(folder).resolve("09223372036854771712"), (byte) 1);
        }
        test.disk.delete(TestStore.ROOT.resolve("apogee/queues.table"));
        test.open();
        assertAllThere();
    }

    @Test
    void aQueueCutByACrashIsNotFilledByItsOldEntriesLater() {
        test.send("orders", 0, "a");
        flush();
        test.send("orders", 0, "lost");
        test.send("orders", 1, "lost too");
        test.time.advance(Duration.ofSeconds(10)); // entries of the lost ones may be on disk
        Awaitility.await().until(() -> test.disk.exists(TestStore.ROOT.resolve("consumequeue/orders/1")));
        test.crash(new Random(3));
        int left = test.bodies("orders", 0).size();
        for (int i = 0; i < 50; i++) {
            test.send("other", 0, "o" + i);
        }
        test.restart();
        assertThat(test.bodies("orders", 0)).hasSize(left);
        assertThat(test.bodies("other", 0)).hasSize(50);
    }

    @Test
    void aFolderInUseIsRefusedWithAReason() {
        assertThatThrownBy(() -> Store.open(test.config, test.disk.boot(), test.time, test.time, List.of()))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("is in use by another process (pid "
                        + ProcessHandle.current().pid())
                .hasMessageContaining("--data");
    }

    @Test
    void aFullDiskIsRefusedAtTheStart() {
        test.store.close();
        test.disk.spaceLeft(1 << 20);
        assertThatThrownBy(test::open).isInstanceOf(StoreException.class).hasMessageContaining("make room");
        test.disk.spaceLeft(Long.MAX_VALUE);
        test.open();
    }

    @Test
    void segmentsOfAnotherLengthAreRefused() {
        send(100);
        test.store.close();
        StoreConfig right = test.config;
        test.config = right.with(new StoreConfig.Files(8 * 1024, right.files().queueFileBytes()));
        assertThatThrownBy(test::open)
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("mappedFileSizeCommitLog is 8192");
        test.config = right;
        test.open();
        assertAllThere();
    }

    @Test
    void aRemovedTopicStaysRemovedAndBeginsAnew() {
        send(150);
        test.send("other", 0, "kept");
        ConsumeQueue old = test.queue("orders", 0);
        test.store.queues().remove("orders");
        assertThat(test.store.queues().get("orders", 0)).isNull();
        assertThat(old.maxOffset()).isZero();
        test.kill();
        assertThat(test.store.queues().get("orders", 0)).isNull();
        sent.clear();
        send(10);
        assertAllThere();
        test.time.advance(Duration.ofSeconds(1));
        test.restart();
        assertAllThere();
        test.store.close();
        test.disk.delete(TestStore.ROOT.resolve("checkpoint"));
        test.open();
        assertAllThere();
        assertThat(test.bodies("other", 0)).containsExactly("kept");
    }

    private void send(int n) {
        for (int i = 0; i < n; i++) {
            String body = "message " + sent.size() + " " + "y".repeat(sent.size() % 300);
            sent.add(body);
            assertThat(test.send("orders", 0, body)).isEqualTo(Outcome.STORED);
        }
    }

    private void flush() {
        test.time.advance(Duration.ofSeconds(10)); // the thorough interval: so little is not forced earlier
        Awaitility.await()
                .until(() ->
                        test.store.log().flushedOffset() == test.store.log().appendedOffset());
    }

    private void assertAllThere() {
        assertThat(test.bodies("orders", 0)).isEqualTo(sent);
    }
}
