package org.apogeemq.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import org.apogeemq.store.log.NotStoredException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class ViewsTest {
    private static final Path OFFSETS = TestStore.ROOT.resolve("apogee/offsets.snapshot");

    @Test
    void aChangeIsAppliedWhenItIsConfirmed() {
        TextView offsets = new TextView("offsets");
        TestStore test = new TestStore(offsets).open();
        test.store.append(offsets, "a=1".getBytes(UTF_8)).join();
        assertThat(offsets.state()).isEqualTo("{a=1}");
        test.close();
    }

    @Test
    void underSyncFlushAChangeIsAppliedWhenItIsOnDisk() {
        TextView offsets = new TextView("offsets");
        TestStore test = new TestStore(offsets).syncFlush().open();
        CountDownLatch gate = test.disk.holdForce();
        CompletableFuture<Void> first = test.store.append(offsets, "a=1".getBytes(UTF_8));
        CompletableFuture<Void> second = test.store.append(offsets, "a=2".getBytes(UTF_8));
        assertThat(first).isNotDone();
        assertThat(offsets.state()).isEqualTo("{}");
        gate.countDown();
        second.join();
        assertThat(first).isCompleted();
        assertThat(offsets.state()).isEqualTo("{a=2}");
        test.close();
    }

    @Test
    void aChangeThatIsRefusedBecauseTheDiskFailsDoesNotShow() {
        TextView offsets = new TextView("offsets");
        TestStore test = new TestStore(offsets).syncFlush().open();
        test.store.append(offsets, "a=1".getBytes(UTF_8)).join();
        test.disk.failForce(true);
        assertThatThrownBy(
                        () -> test.store.append(offsets, "a=2".getBytes(UTF_8)).join())
                .hasMessageContaining("WRITE_FAILED");
        test.disk.failForce(false);
        test.time.advance(Duration.ofSeconds(6));
        assertThat(offsets.state()).isEqualTo("{a=1}");
        test.crashLosingAll();
        assertThat(offsets.state()).isEqualTo("{a=1}");
        test.close();
    }

    @Test
    void aChangeThatRemovesATopicIsOneRecordWithThat() {
        TextView topics = new TextView("topics");
        TestStore test = new TestStore(topics).open();
        test.store.append(topics, "orders=4".getBytes(UTF_8)).join();
        test.send("orders", 0, "gone");
        test.store.removeTopic("orders", topics, "orders=0".getBytes(UTF_8)).join();
        assertThat(topics.state()).isEqualTo("{orders=0}");
        assertThat(test.store.queues().get("orders", 0)).isNull();
        assertThat(test.queue("rmq_sys_apogee_views", 0).maxOffset()).isEqualTo(2);
        test.send("orders", 0, "new");
        test.kill();
        assertThat(topics.state()).isEqualTo("{orders=0}");
        assertThat(test.bodies("orders", 0)).containsExactly("new");
        test.close();
    }

    @Test
    void viewsComeBackAfterACleanStopAndAfterAKill() {
        TextView offsets = new TextView("offsets");
        TextView topics = new TextView("topics");
        TestStore test = new TestStore(offsets, topics).open();
        test.store.append(offsets, "a=1".getBytes(UTF_8)).join();
        test.store.append(topics, "orders=4".getBytes(UTF_8)).join();
        test.restart();
        assertThat(offsets.state()).isEqualTo("{a=1}");
        test.store.append(offsets, "a=2".getBytes(UTF_8)).join();
        test.store.append(offsets, "b=1".getBytes(UTF_8)).join();
        test.kill();
        assertThat(offsets.state()).isEqualTo("{a=2, b=1}");
        assertThat(topics.state()).isEqualTo("{orders=4}");
        test.close();
    }

    @Test
    void aMissingOrDamagedSnapshotCostsNothingButTime() {
        TextView offsets = new TextView("offsets");
        TestStore test = new TestStore(offsets).open();
        for (int i = 0; i < 300; i++) {
            test.store.append(offsets, ("k" + i % 7 + "=" + i).getBytes(UTF_8)).join();
            test.send("orders", 0, "m" + i);
        }
        String state = offsets.state();
        test.store.close();
        assertThat(test.disk.exists(OFFSETS)).isTrue();
        test.disk.delete(OFFSETS);
        test.open();
        assertThat(offsets.state()).isEqualTo(state);
        test.store.append(offsets, "k0=end".getBytes(UTF_8)).join();
        test.store.close();
        test.disk.overwrite(OFFSETS, 30, (byte) 0);
        test.open();
        assertThat(offsets.state()).isEqualTo(state.replaceFirst("k0=[0-9]+", "k0=end"));
        test.close();
    }

    @Test
    void snapshotsAreWrittenWhileTheStoreRuns() {
        TextView offsets = new TextView("offsets");
        TestStore test = new TestStore(offsets).open();
        test.store.append(offsets, "a=1".getBytes(UTF_8)).join();
        test.time.advance(Duration.ofSeconds(6));
        Awaitility.await().until(() -> test.disk.exists(OFFSETS));
        test.crashLosingAll();
        assertThat(offsets.state()).isEqualTo("{a=1}");
        test.close();
    }

    @Test
    void noSnapshotIsAheadOfTheLogAfterAPowerCut() {
        for (int seed = 0; seed < 30; seed++) {
            Random random = new Random(seed);
            TextView offsets = new TextView("offsets");
            TestStore test = new TestStore(offsets).open();
            for (int i = 0; i < 200; i++) {
                test.store.append(offsets, ("n=" + i).getBytes(UTF_8)).join();
                if (random.nextInt(20) == 0) {
                    test.time.advance(Duration.ofSeconds(5));
                }
            }
            test.crash(random);
            long changes = test.queue("rmq_sys_apogee_views", 0).maxOffset();
            assertThat(offsets.state()).as("seed " + seed).isEqualTo(changes == 0 ? "{}" : "{n=" + (changes - 1) + "}");
            test.close();
        }
    }

    @Test
    void aChangeThatIsTooLongIsRefused() {
        TextView offsets = new TextView("offsets");
        TestStore test = new TestStore(offsets).open();
        assertThatThrownBy(() -> test.store.append(offsets, new byte[17_000]).join())
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(NotStoredException.class)
                .hasMessageContaining("TOO_LARGE");
        assertThat(offsets.state()).isEqualTo("{}");
        test.close();
    }
}
