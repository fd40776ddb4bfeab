package org.apogeemq.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apogeemq.protocol.record.StoredMessage;
import org.apogeemq.protocol.record.SysFlags;
import org.apogeemq.protocol.record.TagsCode;
import org.apogeemq.store.log.Draft;
import org.apogeemq.store.log.Outcome;
import org.apogeemq.store.queue.Boundary;
import org.apogeemq.store.queue.ConsumeQueue;
import org.apogeemq.store.queue.QueueEntries;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AppendAndReadTest {
    private final TestStore test = new TestStore().open();

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void aStoredMessageIsReadThroughItsQueue() {
        assertThat(test.send("orders", 2, "hello", "TagA")).isEqualTo(Outcome.STORED);

        ConsumeQueue queue = test.store.queues().get("orders", 2);
        assertThat(queue.minOffset()).isZero();
        assertThat(queue.maxOffset()).isEqualTo(1);
        QueueEntries entries = new QueueEntries(4);
        assertThat(queue.read(0, 4, entries)).isEqualTo(1);
        assertThat(entries.tagsCode(0)).isEqualTo(TagsCode.of("TagA"));
        StoredMessage message = Records.all(test.store, queue).getFirst();
        assertThat(message.body()).asString().isEqualTo("hello");
        assertThat(message.storeTimestamp()).isEqualTo(test.time.wallMillis());
        assertThat(message.logOffset()).isEqualTo(entries.logOffset(0));
    }

    @Test
    void aQueueNobodyStoredToDoesNotExistUntilAskedFor() {
        assertThat(test.store.queues().get("orders", 0)).isNull();
        assertThat(test.store.queues().ofTopic("orders")).isEmpty();

        ConsumeQueue queue = test.queue("orders", 0);
        assertThat(test.queue("orders", 0)).isSameAs(queue);
        assertThat(queue.maxOffset()).isZero();
        assertThat(queue.read(0, 1, new QueueEntries(1))).isZero();
        assertThat(test.store.queues().ofTopic("orders")).containsExactly(queue);
    }

    @Test
    void messagesThatDoNotFitASegmentGoToTheNext() {
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            sent.add("message " + i + "x".repeat(1000));
            assertThat(test.send("orders", 0, sent.getLast())).isEqualTo(Outcome.STORED);
        }
        assertThat(test.store.log().maxOffset()).isGreaterThan(6 * 16 * 1024);
        assertThat(test.bodies("orders", 0)).isEqualTo(sent);
    }

    @Test
    void aBatchIsNeverSplitOverTwoSegments() {
        test.send("orders", 0, "x".repeat(10_000));
        List<String> batch =
                IntStream.range(0, 8).mapToObj(i -> "b" + i + "y".repeat(1000)).toList();
        Draft draft = test.sendBatch("orders", 0, batch);

        assertThat(draft.logOffset(0)).isEqualTo(16 * 1024);
        assertThat(draft.queueOffset(7)).isEqualTo(8);
        assertThat(test.bodies("orders", 0).subList(1, 9)).isEqualTo(batch);
    }

    @Test
    void aRecordLongerThanASegmentIsRefusedAndItsNeighboursAreStored() {
        List<Draft> done = new ArrayList<>();
        Draft draft = new Draft(1 << 20, 3, done::add);
        ConsumeQueue queue = test.queue("orders", 0);
        Records.add(draft, queue, "before", null, true);
        Records.add(draft, queue, "x".repeat(20_000), null, true);
        Records.add(draft, queue, "behind", null, true);
        test.store.submit(draft);

        assertThat(done).containsExactly(draft);
        assertThat(draft.outcome(0)).isEqualTo(Outcome.STORED);
        assertThat(draft.outcome(1)).isEqualTo(Outcome.TOO_LARGE);
        assertThat(draft.outcome(2)).isEqualTo(Outcome.STORED);
        assertThat(draft.logOffset(1)).isEqualTo(-1);
        assertThat(draft.context(2)).isEqualTo("behind");
        assertThat(test.bodies("orders", 0)).containsExactly("before", "behind");
    }

    @Test
    void aDraftIsUsedAgainAndAgain() {
        List<String> sent = new ArrayList<>();
        Draft draft = new Draft(4096, 2, Draft::clear);
        for (int i = 0; i < 50; i++) {
            sent.add("a" + i);
            sent.add("b" + i);
            Records.add(draft, test.queue("orders", 0), "a" + i, null, true);
            Records.add(draft, test.queue("orders", 0), "b" + i, null, true);
            assertThat(draft.fits(1)).isFalse();
            test.store.submit(draft);
            assertThat(draft.isEmpty()).isTrue();
        }
        assertThat(test.bodies("orders", 0)).isEqualTo(sent);
    }

    @Test
    void halfMessagesAreInTheLogButInNoQueue() {
        List<Draft> done = new ArrayList<>();
        Draft draft = new Draft(4096, 2, done::add);
        ConsumeQueue queue = test.queue("orders", 0);
        Records.add(draft, queue, "half", null, true, SysFlags.TRANSACTION_PREPARED);
        Records.add(draft, queue, "whole", null, true, SysFlags.TRANSACTION_COMMIT);
        test.store.submit(draft);

        assertThat(draft.outcome(0)).isEqualTo(Outcome.STORED);
        assertThat(draft.queueOffset(0)).isZero();
        assertThat(test.bodies("orders", 0)).containsExactly("whole");
        ByteBuffer half = test.store.log().record(draft.logOffset(0));
        assertThat(StoredMessage.decode(half).body()).asString().isEqualTo("half");
        test.kill();
        assertThat(test.bodies("orders", 0)).containsExactly("whole");
    }

    @Test
    void whatIsNotInTheLogIsNotCopied() {
        test.send("orders", 0, "hello");
        long end = test.store.log().maxOffset();
        ByteBuffer target = ByteBuffer.allocate(64 * 1024);
        assertThat(test.store.log().copy(0, (int) end, target)).isTrue();
        assertThat(target.position()).isEqualTo((int) end);
        assertThat(test.store.log().copy(0, (int) end + 1, target)).isFalse();
        assertThat(test.store.log().copy(end, 1, target)).isFalse();
        assertThat(test.store.log().copy(-1, 1, target)).isFalse();
        assertThat(test.store.log().copy(Long.MAX_VALUE, 10, target)).isFalse();
        assertThat(target.position()).isEqualTo((int) end);
        assertThat(test.store.log().record(1)).isNull();
        assertThat(test.store.log().record(end)).isNull();
    }

    @Test
    void theWatcherIsToldOfEachReadableMessage() {
        List<String> told = new ArrayList<>();
        test.queue("orders", 1)
                .watcher((queue, offset, tags) -> told.add(queue.topic() + "/" + queue.queueId() + " " + offset + " "
                        + tags + " of " + queue.maxOffset()));
        test.send("orders", 1, "a", "TagA");
        test.send("orders", 0, "b");
        test.send("orders", 1, "c");
        assertThat(told).containsExactly("orders/1 0 2598919 of 1", "orders/1 1 0 of 2");
    }

    @Test
    void theScheduleTopicsEntriesCarryTheTimeTheyAreDue() {
        test.send("SCHEDULE_TOPIC_XXXX", 2, "level 3", "TagA");
        QueueEntries entries = new QueueEntries(1);
        test.queue("SCHEDULE_TOPIC_XXXX", 2).read(0, 1, entries);
        assertThat(entries.tagsCode(0)).isEqualTo(test.time.wallMillis() + 10_000);

        test.kill();
        test.queue("SCHEDULE_TOPIC_XXXX", 2).read(0, 1, entries);
        assertThat(entries.tagsCode(0)).isEqualTo(test.time.wallMillis() + 10_000);
    }

    @Test
    void aTimeBelongsToAMessage() {
        long begin = test.time.wallMillis();
        for (int i = 0; i < 10; i++) {
            test.send("orders", 0, "a" + i); // 0, 1 at begin, 2, 3 at begin + 10, ...
            if (i % 2 == 1) {
                test.time.advance(Duration.ofMillis(10));
            }
        }
        ConsumeQueue queue = test.queue("orders", 0);
        assertThat(queue.offsetByTime(begin - 1, Boundary.LOWER)).isZero();
        assertThat(queue.offsetByTime(begin + 10, Boundary.LOWER)).isEqualTo(2);
        assertThat(queue.offsetByTime(begin + 11, Boundary.LOWER)).isEqualTo(4);
        assertThat(queue.offsetByTime(begin + 41, Boundary.LOWER)).isEqualTo(10);
        assertThat(queue.offsetByTime(begin - 1, Boundary.UPPER)).isZero();
        assertThat(queue.offsetByTime(begin + 10, Boundary.UPPER)).isEqualTo(3);
        assertThat(queue.offsetByTime(begin + 11, Boundary.UPPER)).isEqualTo(3);
        assertThat(queue.offsetByTime(begin + 41, Boundary.UPPER)).isEqualTo(9);
        assertThat(queue.offsetByTime(Long.MAX_VALUE, Boundary.UPPER)).isEqualTo(9);
    }

    @Test
    void storeTimesNeverGoBack() {
        test.send("orders", 0, "a");
        long first = test.time.wallMillis();
        test.time.advance(Duration.ofHours(-1));
        test.send("orders", 0, "b");
        test.restart();
        test.send("orders", 0, "c");
        assertThat(Records.all(test.store, test.queue("orders", 0)))
                .extracting(StoredMessage::storeTimestamp)
                .containsOnly(first);
    }

    @Test
    void aClosedStoreRefuses() {
        test.send("orders", 0, "a");
        ConsumeQueue queue = test.queue("orders", 0);
        test.store.close();
        assertThat(test.sending("orders", 0, "b", null).join().outcome(0)).isEqualTo(Outcome.CLOSED);
        assertThat(test.store.log().copy(0, 1, ByteBuffer.allocate(1))).isFalse();
        assertThat(queue.maxOffset()).isEqualTo(1);
    }
}
