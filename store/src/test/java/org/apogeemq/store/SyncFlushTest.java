package org.apogeemq.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.apogeemq.store.log.Draft;
import org.apogeemq.store.log.Flushing;
import org.apogeemq.store.log.Outcome;
import org.apogeemq.store.queue.ConsumeQueue;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class SyncFlushTest {
    private final TestStore test = new TestStore().syncFlush().open();

    @Test
    void whatIsAcknowledgedSurvivesAPowerCut() {
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            sent.add("message " + i + "x".repeat(i * 20));
            assertThat(test.send("orders", 0, sent.getLast())).isEqualTo(Outcome.STORED);
        }
        test.crashLosingAll();
        assertThat(test.bodies("orders", 0)).isEqualTo(sent);
        test.close();
    }

    @Test
    void nobodyReadsWhatIsNotOnDisk() {
        CountDownLatch gate = test.disk.holdForce();
        ConsumeQueue queue = test.queue("orders", 0);
        List<Long> told = new ArrayList<>();
        queue.watcher((arrived, queueOffset, tags) -> told.add(queueOffset));
        CompletableFuture<Draft> sending = test.sending("orders", 0, "a", null);
        assertThat(sending).isNotDone();
        assertThat(queue.maxOffset()).isZero();
        assertThat(test.store.log().maxOffset()).isZero();
        assertThat(test.store.log().copy(0, 10, ByteBuffer.allocate(10))).isFalse();

        gate.countDown();
        assertThat(sending.join().outcome(0)).isEqualTo(Outcome.STORED);
        assertThat(queue.maxOffset()).isEqualTo(1);
        assertThat(told).containsExactly(0L);
        test.close();
    }

    @Test
    void oneForceServesAllThatWait() {
        CountDownLatch gate = test.disk.holdForce();
        List<CompletableFuture<Draft>> sending = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            sending.add(test.sending("orders", i % 3, "m" + i, null));
        }
        long before = test.disk.forces();
        gate.countDown();
        sending.forEach(CompletableFuture::join);
        // The first message's force may have begun before the others came.
        assertThat(test.disk.forces() - before).isLessThanOrEqualTo(6);
        test.close();
    }

    @Test
    void whoDoesNotWaitIsAnsweredAtOnce() {
        CountDownLatch gate = test.disk.holdForce();
        List<Draft> done = new ArrayList<>();
        Draft draft = new Draft(1024, 1, done::add);
        Records.add(draft, test.queue("orders", 0), "a", null, true);
        draft.waitForFlush(false);
        test.store.submit(draft);
        assertThat(done).hasSize(1);
        assertThat(draft.outcome(0)).isEqualTo(Outcome.STORED);
        assertThat(test.queue("orders", 0).maxOffset()).isZero();
        gate.countDown();
        Awaitility.await().until(() -> test.queue("orders", 0).maxOffset() == 1);
        test.close();
    }

    @Test
    void aDiskThatTakesTooLongIsReportedAndTheMessageStays() {
        CountDownLatch gate = test.disk.holdForce();
        CompletableFuture<Draft> first = test.sending("orders", 0, "a", null);
        test.time.advance(Duration.ofSeconds(3));
        CompletableFuture<Draft> second = test.sending("orders", 0, "b", null);
        test.time.advance(Duration.ofSeconds(2));
        assertThat(first.join().outcome(0)).isEqualTo(Outcome.FLUSH_TIMEOUT);
        assertThat(first.join().queueOffset(0)).isZero();
        assertThat(second).isNotDone();
        test.time.advance(Duration.ofSeconds(3));
        assertThat(second.join().outcome(0)).isEqualTo(Outcome.FLUSH_TIMEOUT);
        gate.countDown();
        Awaitility.await().until(() -> test.bodies("orders", 0).equals(List.of("a", "b")));
        test.close();
    }

    @Test
    void howLongAnAnswerWaitsForTheDiskChangesWhileTheStoreIsOpen() throws Exception {
        CountDownLatch gate = test.disk.holdForce();
        test.store.change(new Flushing(Flushing.Mode.SYNC_FLUSH, Flushing.Background.DEFAULT, Duration.ofSeconds(1)));
        CompletableFuture<Draft> sent = test.sending("orders", 0, "a", null);
        test.time.advance(Duration.ofMillis(999));
        assertThat(sent).isNotDone();
        test.time.advance(Duration.ofMillis(1));
        assertThat(sent.join().outcome(0)).isEqualTo(Outcome.FLUSH_TIMEOUT);
        gate.countDown();
        test.close();
    }

    @Test
    void afterAFailedForceNothingIsAcknowledgedAnyMore() {
        assertThat(test.send("orders", 0, "a")).isEqualTo(Outcome.STORED);
        test.disk.failForce(true);
        assertThat(test.send("orders", 0, "b")).isEqualTo(Outcome.WRITE_FAILED);
        test.disk.failForce(false);
        assertThat(test.send("orders", 0, "c")).isEqualTo(Outcome.WRITE_FAILED);
        assertThat(test.bodies("orders", 0)).containsExactly("a");
        assertThatThrownBy(test::close).isInstanceOf(StoreException.class);
        test.open();
        assertThat(test.bodies("orders", 0)).startsWith("a");
        assertThat(test.send("orders", 0, "d")).isEqualTo(Outcome.STORED);
        test.close();
    }
}
