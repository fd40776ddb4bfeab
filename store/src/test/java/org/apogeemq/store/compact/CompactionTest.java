package org.apogeemq.store.compact;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apogeemq.protocol.record.RecordFormat;
import org.apogeemq.store.Records;
import org.apogeemq.store.TestStore;
import org.apogeemq.store.TextView;
import org.apogeemq.store.check.CannotCheckException;
import org.apogeemq.store.check.CheckReport;
import org.apogeemq.store.check.Finding;
import org.apogeemq.store.check.StoreCheck;
import org.apogeemq.store.disk.Failure;
import org.apogeemq.store.disk.Operation;
import org.apogeemq.store.log.Outcome;
import org.apogeemq.store.queue.Boundary;
import org.apogeemq.store.queue.ConsumeQueue;
import org.apogeemq.store.queue.QueueEntries;
import org.apogeemq.store.retention.Retention;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a topic that keeps the last value of each key is like for those who read it. */
class CompactionTest {
    static final int SEGMENT = 16 * 1024;
    static final Duration ROUND = Duration.ofSeconds(10);
    private static final Path FOLDER = TestStore.ROOT.resolve("apogee/compacted");
    private static final Path FILES = FOLDER.resolve("prices/0");

    private final TestStore test = new TestStore(new TextView("settings"));
    private final KeyedModel prices = new KeyedModel("prices", 0);

    @BeforeEach
    void open() {
        test.config = test.config.with(
                new Retention(Duration.ofHours(72), Set.of(), Retention.Usage.DEFAULT, 2 * SEGMENT, 10, ROUND));
        test.compacted = new Keyed("prices");
        test.open();
    }

    @AfterEach
    void close() {
        test.close();
    }

    /** Waits for the background thread; asks often, since it is fast. */
    static ConditionFactory soon() {
        return Awaitility.await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(2));
    }

    /** One topic is compacted. */
    record Keyed(String topic) implements CompactedTopics {
        @Override
        public boolean isKnown() {
            return true;
        }

        @Override
        public boolean contains(String name) {
            return topic.equals(name);
        }
    }

    @Test
    void theLastValueOfEachKeyOutlivesItsSegmentAndAnyKindOfStart() {
        put("gold", "1");
        put("tin", "2");
        put("gold", "3");
        put("zinc", "4");
        pushOut(3);
        assertThat(prices.read(test)).containsOnlyKeys(1L, 2L, 3L);
        for (Runnable start : List.<Runnable>of(
                () -> {}, test::restart, test::kill, () -> test.crash(new Random(3)), test::crashLosingAll)) {
            start.run();
            prices.check(test, "after a start");
            assertThat(test.queue("prices", 0).minOffset()).isOne();
        }
        put("tin", "5".repeat(1000)); // enough for one file of the two
        pushOut(3);
        assertThat(prices.read(test)).containsOnlyKeys(2L, 3L, 4L);
    }

    @Test
    void readingWhereNothingIsLeftGoesOnWithTheNextThatIs() {
        put("gold", "1");
        put("gold", "2");
        put("gold", "3");
        put("tin", "4");
        pushOut(3);
        ConsumeQueue queue = test.queue("prices", 0);
        QueueEntries entries = new QueueEntries(8);
        assertThat(queue.hasGaps()).isTrue();
        assertThat(queue.read(0, 8, entries)).isEqualTo(2);
        assertThat(entries.queueOffset(0)).isEqualTo(2);
        assertThat(entries.queueOffset(1)).isEqualTo(3);
        assertThat(queue.read(2, 1, entries)).isOne();
        put("zinc", "5");
        assertThat(queue.read(3, 8, entries)).isOne(); // what is kept and what is in the log come one after the other
        assertThat(queue.read(4, 8, entries)).isOne();
        assertThat(entries.queueOffset(0)).isEqualTo(4);
        put("tin", "6");
        pushOut(3);
        assertThat(queue.read(3, 8, entries)).isEqualTo(2);
        assertThat(entries.queueOffset(0)).isEqualTo(4);
    }

    @Test
    void recordsAreKeptByteForByteAndFoundByTheirLogOffset() {
        put("gold", "value");
        QueueEntries entry = new QueueEntries(1);
        test.queue("prices", 0).read(0, 1, entry);
        ByteBuffer before = test.store.log().record(entry.logOffset(0));
        pushOut(3);
        assertThat(test.store.log().record(entry.logOffset(0))).isNull();
        assertThat(test.store.log().kept(entry.logOffset(0))).isEqualTo(before);
        assertThat(test.store.log().kept(entry.logOffset(0) + 1)).isNull();
        assertThat(RecordFormat.logOffset(before, 0)).isEqualTo(entry.logOffset(0));
    }

    @Test
    void anEmptyBodyTakesAKeyAwayAndGoesItselfWhenItIsADayOld() {
        put("gold", "1");
        put("tin", "2");
        pushOut(3);
        put("gold", "");
        put("zinc", "4".repeat(1000));
        pushOut(3);
        assertThat(prices.read(test)).containsOnlyKeys(1L, 2L, 3L);
        test.time.advance(Duration.ofHours(25));
        put("zinc", "5".repeat(2000));
        pushOut(3);
        assertThat(prices.read(test)).containsOnlyKeys(1L, 4L);
        prices.check(test, "without gold");
    }

    @Test
    void whatHasNoKeyExpires() {
        test.send("prices", 0, "without");
        put("gold", "1");
        pushOut(3);
        assertThat(Records.bodies(test.store, test.queue("prices", 0))).containsExactly("1");
        assertThat(test.queue("prices", 0).minOffset()).isOne();
    }

    @Test
    void supersededRecordsLeaveTheFilesAndFilesAreFew() {
        for (int round = 0; round < 40; round++) {
            for (int key = 0; key < 20; key++) {
                put("k" + key, "round " + round + "-".repeat(500));
            }
        }
        pushOut(3);
        List<String> files = test.disk.list(FILES);
        assertThat(files).hasSizeLessThan(5);
        long bytes = files.stream()
                .mapToLong(name -> test.disk.bytes(FILES.resolve(name)).length)
                .sum();
        assertThat(bytes).isLessThan(3 * 20 * 900);
        prices.check(test, "after 40 rounds");
    }

    @Test
    void deletingTheTopicDeletesWhatIsKept() {
        put("gold", "1");
        pushOut(3);
        assertThat(test.disk.list(FILES)).hasSize(1);
        test.store.queues().remove("prices").join();
        soon().until(() -> {
            test.time.advance(Duration.ofSeconds(1));
            return test.disk.list(FOLDER).isEmpty();
        });
        assertThat(test.queue("prices", 0).maxOffset()).isZero();
        test.kill();
        assertThat(test.queue("prices", 0).maxOffset()).isZero();
        KeyedModel again = new KeyedModel("prices", 0);
        test.put("prices", 0, "gold", "new");
        again.add("gold", "new");
        pushOut(3);
        again.check(test, "the topic was made again");
    }

    @Test
    void aFullDiskKeepsTheSegmentUntilThereIsRoom() {
        for (int i = 0; i < 20; i++) {
            put("k" + i, "-".repeat(600));
        }
        fill(3);
        test.disk.failAll(Operation.WRITE, path -> path.startsWith(FOLDER), Failure.noSpace());
        for (int i = 0; i < 3; i++) {
            test.time.advance(ROUND);
        }
        assertThat(test.store.log().minOffset()).isZero();
        prices.check(test, "while the disk is full");
        test.disk.heal();
        pushOut(3);
        assertThat(test.disk.list(FILES)).hasSize(1);
        prices.check(test, "when there is room again");
    }

    @Test
    void whatTheDiskDoesNotReturnIsNotGivenUpForAnOlderValue() {
        put("gold", "1");
        put("gold", "2");
        long read = test.disk.failures(Operation.READ);
        test.disk.failAll(Operation.READ, path -> path.toString().contains("commitlog"), Failure.ioError());
        fill(4);
        soon().until(() -> {
            test.time.advance(ROUND);
            return test.disk.failures(Operation.READ) > read + 2; // rounds that failed
        });
        assertThat(test.store.log().minOffset()).isZero();
        test.disk.heal();
        pushOut(3);
        prices.check(test, "when the disk returns it again");
    }

    @Test
    void whatIsKeptIsFoundByTime() {
        long first = test.time.wallMillis();
        put("gold", "1");
        test.time.advance(Duration.ofMinutes(1));
        put("tin", "2");
        put("tin", "3");
        long third = test.time.wallMillis();
        pushOut(3);
        test.time.advance(Duration.ofMinutes(1));
        long fourth = test.time.wallMillis();
        put("zinc", "4");
        ConsumeQueue queue = test.queue("prices", 0);
        assertThat(queue.offsetByTime(first, Boundary.LOWER)).isZero();
        assertThat(queue.offsetByTime(first + 1, Boundary.LOWER)).isEqualTo(2);
        assertThat(queue.offsetByTime(third, Boundary.LOWER)).isEqualTo(2);
        assertThat(queue.offsetByTime(third + 1, Boundary.LOWER)).isEqualTo(3);
        assertThat(queue.offsetByTime(fourth + 1, Boundary.LOWER)).isEqualTo(4);
        assertThat(queue.offsetByTime(third - 1, Boundary.UPPER)).isZero();
        assertThat(queue.offsetByTime(third, Boundary.UPPER)).isEqualTo(2);
        assertThat(queue.offsetByTime(fourth, Boundary.UPPER)).isEqualTo(3);
        assertThat(queue.offsetByTime(0, Boundary.UPPER)).isZero();
    }

    @Test
    void aQueueCountsOnWhenOnlyWhatIsKeptTellsHowFarItWas() {
        put("gold", "1");
        put("gold", "2");
        pushOut(3);
        test.disk.restartProcess();
        test.end();
        test.disk.deleteTree(TestStore.ROOT.resolve("consumequeue"));
        test.disk.delete(TestStore.ROOT.resolve("apogee/queues.table"));
        test.open();
        assertThat(test.queue("prices", 0).maxOffset()).isEqualTo(2);
        put("tin", "3");
        prices.check(test, "after the queues were lost");
    }

    @Test
    void aFileWhoseHeaderIsDamagedIsSetAsideAndTheRestIsRead() {
        put("gold", "1".repeat(3000));
        pushOut(3);
        put("tin", "2");
        pushOut(3);
        List<String> files = test.disk.list(FILES);
        assertThat(files).hasSize(2);
        test.disk.restartProcess();
        test.end();
        test.disk.overwrite(FILES.resolve(files.getFirst()), 30, (byte) 77);
        test.open();
        assertThat(prices.read(test)).containsOnlyKeys(1L);
        assertThat(test.disk.list(FILES)).contains(files.getFirst() + ".damaged");
    }

    @Test
    void aDamagedEntryIsPassedOverAndItsFileStaysAsItIs() {
        for (int i = 0; i < 5; i++) {
            put("k" + i, "v");
        }
        pushOut(3);
        Path file = FILES.resolve(test.disk.list(FILES).getFirst());
        test.disk.overwrite(file, 64 + 2 * 72 + 5, (byte) 77);
        assertThat(prices.read(test)).containsOnlyKeys(0L, 1L, 3L, 4L);
        put("k0", "new".repeat(400));
        pushOut(3);
        assertThat(prices.read(test)).containsOnlyKeys(0L, 1L, 3L, 4L, 5L);
        assertThat(test.disk.list(FILES)).hasSize(2).contains(file.getFileName().toString());
    }

    @Test
    void storeCheckFindsWhatIsDamagedInWhatIsKept() throws Exception {
        put("gold", "1");
        put("tin", "2".repeat(100));
        pushOut(3);
        Path file = FILES.resolve(test.disk.list(FILES).getFirst());
        test.disk.restartProcess();
        test.end();
        assertThat(checked().findings()).isEmpty();
        int body = test.disk.bytes(file).length - 60;
        test.disk.overwrite(file, body, (byte) (test.disk.bytes(file)[body] ^ 1));
        test.disk.overwrite(file, 64 + 5, (byte) 77);
        assertThat(checked().findings())
                .extracting(Finding::reason)
                .containsExactly("entry 0 of the index is damaged", "message 1 of the queue is damaged");
        test.disk.overwrite(file, 20, (byte) 77);
        assertThat(checked().findings())
                .singleElement()
                .extracting(Finding::reason)
                .asString()
                .contains("header was damaged");
        test.open();
    }

    private CheckReport checked() throws CannotCheckException {
        return new StoreCheck(test.disk.boot(), TestStore.ROOT, TestStore.ROOT.resolve("commitlog"))
                .run((done, total) -> {});
    }

    @Test
    void topicsThatAreNotCompactedPayNothing() {
        test.send("orders", 0, "a");
        pushOut(3);
        assertThat(test.disk.exists(FOLDER)).isFalse();
        assertThat(test.queue("orders", 0).hasGaps()).isFalse();
        assertThat(test.queue("orders", 0).minOffset()).isOne();
    }

    private void put(String key, String body) {
        assertThat(test.put("prices", 0, key, body)).isEqualTo(Outcome.STORED);
        prices.add(key, body);
    }

    private void fill(int segments) {
        long end = test.store.log().appendedOffset() + (long) segments * SEGMENT;
        while (test.store.log().appendedOffset() < end) {
            assertThat(test.send("filler", 0, "-".repeat(700))).isEqualTo(Outcome.STORED);
        }
    }

    /** Sends other messages until all that there was is gone from the log. */
    private void pushOut(int segments) {
        long end = test.store.log().appendedOffset();
        fill(segments);
        soon().until(() -> {
            test.time.advance(ROUND);
            return test.store.log().minOffset() >= end;
        });
    }
}
