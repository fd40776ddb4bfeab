package org.apogeemq.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apogeemq.store.log.Draft;
import org.apogeemq.store.log.Outcome;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DiskFaultTest {
    private final TestStore test = new TestStore().open();

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void aFullDiskRefusesAndGoesOnWhenThereIsRoom() {
        List<String> stored = new ArrayList<>();
        test.disk.spaceLeft(5000);
        int refused = 0;
        for (int i = 0; i < 30; i++) {
            String body = "m" + i + "x".repeat(400);
            Outcome outcome = test.send("orders", 0, body);
            if (outcome == Outcome.STORED) {
                stored.add(body);
            } else {
                assertThat(outcome).isEqualTo(Outcome.DISK_FULL);
                refused++;
            }
        }
        assertThat(refused).isPositive();
        assertThat(stored).isNotEmpty();
        assertThat(test.bodies("orders", 0)).isEqualTo(stored);
        test.disk.spaceLeft(Long.MAX_VALUE);
        stored.add("after");
        assertThat(test.send("orders", 0, "after")).isEqualTo(Outcome.STORED);
        test.kill();
        assertThat(test.bodies("orders", 0)).isEqualTo(stored);
    }

    @Test
    void whatAFailedWriteLeftDoesNotComeBack() {
        assertThat(test.send("orders", 0, "a")).isEqualTo(Outcome.STORED);
        test.disk.failWrite(true);
        // Of the refused batch, the first messages are complete on disk.
        List<String> batch = List.of("r0", "r1", "r2", "r3", "r4", "r5");
        assertThat(test.sendBatch("orders", 0, batch).outcome(0)).isEqualTo(Outcome.WRITE_FAILED);
        test.disk.failWrite(false);
        assertThat(test.send("orders", 0, "b0")).isEqualTo(Outcome.STORED);
        test.kill();
        assertThat(test.bodies("orders", 0)).containsExactly("a", "b0");
    }

    @Test
    void aBatchIsStoredWholeOrNotAtAll() {
        test.disk.failWrite(true);
        Draft draft = test.sendBatch("orders", 0, List.of("a", "b", "c"));
        for (int i = 0; i < 3; i++) {
            assertThat(draft.outcome(i)).isEqualTo(Outcome.WRITE_FAILED);
            assertThat(draft.queueOffset(i)).isEqualTo(-1);
        }
        test.disk.failWrite(false);
        assertThat(test.sendBatch("orders", 0, List.of("d", "e")).queueOffset(1))
                .isEqualTo(1);
        assertThat(test.bodies("orders", 0)).containsExactly("d", "e");
    }

    @Test
    void aTopicThatCannotBeDeletedYetCostsOtherQueuesNoEntry() {
        test.send("orders", 0, "gone");
        test.send("other", 0, "kept");
        test.time.advance(Duration.ofSeconds(1));
        Awaitility.await().until(() -> !test.queue("other", 0).isInMemory(0));
        test.send("other", 0, "kept too");
        test.disk.failDelete(true);
        test.store.queues().remove("orders");
        test.time.advance(Duration.ofSeconds(1));
        Awaitility.await().until(() -> test.disk.failedDeletes() > 0);
        test.disk.failDelete(false);
        Awaitility.await().until(() -> {
            test.time.advance(Duration.ofSeconds(1));
            return test.disk.exists(TestStore.ROOT.resolve("checkpoint"));
        });
        test.kill();
        assertThat(test.bodies("other", 0)).containsExactly("kept", "kept too");
        assertThat(test.store.queues().get("orders", 0)).isNull();
        assertThat(test.disk.exists(TestStore.ROOT.resolve("consumequeue/orders")))
                .isFalse();
    }

    @Test
    void aCompletionThatFailsDoesNotLeaveTheLogHanging() {
        Draft failing = new Draft(1024, 1, done -> {
            throw new LinkageError("as if a class of the answer were missing");
        });
        Records.add(failing, test.queue("orders", 0), "a", null, true);
        test.store.submit(failing);
        assertThat(test.sending("orders", 0, "b", null)).isCompleted();
        assertThat(test.bodies("orders", 0).getFirst()).isEqualTo("a");
    }

    @Test
    void queueEntriesThatCannotBeWrittenStayInMemoryAndAreWrittenLater() {
        test.send("orders", 0, "a");
        test.disk.failWrite(true);
        test.time.advance(Duration.ofSeconds(6));
        test.disk.failWrite(false);
        assertThat(test.bodies("orders", 0)).containsExactly("a");
        test.send("orders", 0, "b");
        test.time.advance(Duration.ofSeconds(6));
        Awaitility.await().until(() -> !test.queue("orders", 0).isInMemory(0));
        assertThat(test.bodies("orders", 0)).containsExactly("a", "b");
        test.restart();
        assertThat(test.bodies("orders", 0)).containsExactly("a", "b");
    }
}
