package org.apogeemq.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.apogeemq.store.log.Outcome;
import org.apogeemq.store.queue.QueueMemory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many queues with few entries each, one with many: what is in the table, what in files, and what if they are lost. */
class QueueTableTest {
    private static final Path TABLE = TestStore.ROOT.resolve("apogee/queues.table");
    private static final Path CHECKPOINT = TestStore.ROOT.resolve("checkpoint");
    private static final Path QUEUES = TestStore.ROOT.resolve("consumequeue");
    private static final int PIECE = 64;

    private final TestStore test =
            new TestStore().with(new QueueMemory(8, PIECE, 1 << 16)).open();
    private final TreeMap<String, List<String>> sent = new TreeMap<>();

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void queuesWithFewEntriesHaveNoFilesAndSurviveAKill() {
        fill();
        assertThat(test.disk.list(QUEUES)).containsExactly("big");
        kill();
        assertAllThere();
        assertThat(test.disk.list(QUEUES)).containsExactly("big");
        fill();
        kill();
        assertAllThere();
    }

    @Test
    void aPowerCutLosesNoEntryOfWhatIsInTheLog() {
        fill();
        flush(); // what comes behind the checkpoint is in the log
        test.crashLosingAll();
        assertAllThere();
        fill();
        flush();
        test.crash(new Random(5));
        assertAllThere();
    }

    @Test
    void aCleanStopBringsAllEntriesToFilesForApache() {
        fill();
        test.store.close();
        sent.forEach(
                (queue, bodies) -> assertThat(entriesInFiles(queue)).as(queue).isEqualTo(bodies.size()));
        test.open();
        assertAllThere();
        assertThat(test.queue("few", 3).isInMemory(0)).isTrue();
    }

    @Test
    void everythingIsMadeAgainWithoutTheTable() {
        fill();
        test.store.close();
        test.disk.delete(TABLE);
        test.open();
        assertAllThere();
        fill();
        test.disk.delete(TABLE);
        kill();
        assertAllThere();
    }

    @Test
    void everythingIsMadeAgainWithoutQueueFiles() {
        for (boolean clean : new boolean[] {true, false}) {
            for (String lost :
                    List.of("", "big", "big/0", "big/0/00000000000000000000", "big/0/00000000000000002000")) {
                fill();
                stop(clean);
                test.disk.deleteTree(QUEUES.resolve(lost));
                test.disk.delete(QUEUES.resolve(lost));
                test.open();
                assertAllThere();
            }
        }
    }

    @Test
    void everythingIsMadeAgainWithoutTableAndQueueFiles() {
        for (boolean clean : new boolean[] {true, false}) {
            for (String lost : List.of("", "few", "few/2", "big/0/00000000000000000000")) {
                fill();
                stop(clean);
                test.disk.delete(TABLE);
                test.disk.deleteTree(QUEUES.resolve(lost));
                test.disk.delete(QUEUES.resolve(lost));
                test.open();
                assertAllThere();
            }
        }
    }

    @Test
    void everythingIsMadeAgainWithoutAnyFileButTheLog() {
        fill();
        test.store.close();
        test.disk.deleteTree(QUEUES);
        test.disk.deleteTree(TestStore.ROOT.resolve("apogee"));
        test.disk.delete(CHECKPOINT);
        test.open();
        assertAllThere();
    }

    @Test
    void aQueueFileCutShortIsNoticed() {
        fill();
        kill();
        test.disk.resize(QUEUES.resolve("big/0/00000000000000000000"), 1000);
        kill();
        assertAllThere();
    }

    @Test
    void aDamagedTableIsNotBelieved() {
        fill();
        stop(false);
        byte[] whole = test.disk.bytes(TABLE);
        for (int at = 0; at < whole.length; at += at < 200 ? 1 : 37) {
            test.disk.overwrite(TABLE, at, (byte) (whole[at] + 1));
            test.open();
            assertAllThere();
            stop(false);
            test.disk.put(TABLE, whole);
        }
        test.open();
    }

    @Test
    void aTableCutAnywhereIsNotBelieved() {
        fill();
        stop(false);
        byte[] whole = test.disk.bytes(TABLE);
        for (int length = 0; length < whole.length; length += 41) {
            test.disk.resize(TABLE, length);
            test.open();
            assertAllThere();
            stop(false);
            test.disk.put(TABLE, whole);
        }
        test.open();
    }

    @Test
    void aDamagedCheckpointDoesNotMakeQueueFilesCountThatLackEntries() {
        fill();
        stop(false);
        byte[] whole = test.disk.bytes(CHECKPOINT);
        for (int at = 48; at < 64; at++) {
            test.disk.overwrite(CHECKPOINT, at, (byte) (whole[at] + 1));
            test.open();
            assertAllThere();
            stop(false);
            test.disk.put(CHECKPOINT, whole);
        }
        test.open();
    }

    @Test
    void aTableNewerThanTheCheckpointIsTheOneThatCounts() {
        fill();
        byte[] older = test.disk.bytes(CHECKPOINT);
        fill();
        stop(false);
        test.disk.put(CHECKPOINT, older); // the process ended between the two
        test.open();
        assertAllThere();
    }

    @Test
    void aTableOlderThanTheCheckpointIsNotUsed() {
        fill();
        byte[] older = test.disk.bytes(TABLE);
        fill();
        stop(false);
        test.disk.put(TABLE, older);
        test.open();
        assertAllThere();
    }

    @Test
    void aRemovedTopicIsNotInTheTable() {
        fill();
        test.store.queues().remove("few").join();
        sent.keySet().removeIf(queue -> queue.startsWith("few"));
        kill();
        assertThat(test.store.queues().ofTopic("few")).isEmpty();
        assertAllThere();
        fill();
        test.store.queues().remove("big").join();
        sent.keySet().removeIf(queue -> queue.startsWith("big"));
        checkpoint();
        kill();
        assertThat(test.store.queues().ofTopic("big")).isEmpty();
        assertAllThere();
        fill();
        test.restart();
        assertAllThere();
    }

    @Test
    void theLargestQueuesGoToFilesWhenMemoryRunsShort() {
        test.close();
        test.with(new QueueMemory(8, 10_000, 400)).open();
        for (int i = 0; i < 300; i++) {
            send("big", 0);
        }
        for (int q = 0; q < 150; q++) {
            send("few", q);
        }
        checkpoint();
        Awaitility.await().until(() -> !test.queue("big", 0).isInMemory(0));
        assertThat(test.disk.list(QUEUES)).containsExactly("big");
        kill();
        assertAllThere();
    }

    @Test
    void queueFilesHoldNothingOfALostEndOfTheLogAfterACleanStop() {
        send("big", 0);
        flush();
        for (int i = 0; i < 3 * PIECE; i++) {
            test.send("big", 0, "lost");
        }
        test.time.advance(Duration.ofSeconds(1)); // to the file, while the log is not forced
        Awaitility.await().until(() -> !test.queue("big", 0).isInMemory(PIECE));
        Path file = QUEUES.resolve("big/0/00000000000000000000");
        byte[] ahead = test.disk.bytes(file);
        test.disk.crash(new Random(1), 0);
        test.end();
        test.disk.put(file, ahead); // these pages were written by chance
        test.open();
        for (int i = 0; i < 300; i++) {
            send("few", i % 5); // the log grows over where the lost ones were
        }
        List<String> left = test.bodies("big", 0);
        sent.put("big/0", left);
        test.restart();
        assertThat(entriesInFiles("big/0")).isEqualTo(left.size());
        assertAllThere();
    }

    /** Fills queues and waits for a checkpoint; a few more are sent behind it. */
    private void fill() {
        for (int i = 0; i < 2 * PIECE + 10; i++) {
            send("big", 0);
        }
        for (int i = 0; i < 20; i++) {
            send("few", i % 7);
        }
        checkpoint();
        send("few", 2);
        send("later", 0);
        send("big", 0);
    }

    private void checkpoint() {
        byte[] before = test.disk.exists(TABLE) ? test.disk.bytes(TABLE) : new byte[0];
        byte[] checkpoint = test.disk.exists(CHECKPOINT) ? test.disk.bytes(CHECKPOINT) : new byte[0];
        Awaitility.await().until(() -> {
            test.time.advance(Duration.ofSeconds(5));
            return test.disk.exists(CHECKPOINT)
                    && test.disk.exists(TABLE)
                    && !Arrays.equals(before, test.disk.bytes(TABLE))
                    && !Arrays.equals(checkpoint, test.disk.bytes(CHECKPOINT));
        });
    }

    private void flush() {
        test.time.advance(Duration.ofMillis(500));
        Awaitility.await()
                .until(() ->
                        test.store.log().flushedOffset() == test.store.log().appendedOffset());
    }

    private void send(String topic, int queueId) {
        List<String> bodies = sent.computeIfAbsent(topic + "/" + queueId, name -> new ArrayList<>());
        bodies.add(topic + bodies.size());
        assertThat(test.send(topic, queueId, bodies.getLast())).isEqualTo(Outcome.STORED);
    }

    private void kill() {
        test.kill();
    }

    private void stop(boolean clean) {
        if (clean) {
            test.store.close();
        } else {
            test.disk.restartProcess();
            test.end();
        }
    }

    private void assertAllThere() {
        sent.forEach((queue, bodies) -> {
            String[] name = queue.split("/");
            assertThat(test.bodies(name[0], Integer.parseInt(name[1])))
                    .as(queue)
                    .isEqualTo(bodies);
        });
    }

    /** Entries in the files of a queue up to the first zero; there must be nothing behind. */
    private int entriesInFiles(String queue) {
        int entries = 0;
        boolean ended = false;
        for (String name : test.disk.list(QUEUES.resolve(queue))) {
            ByteBuffer file =
                    ByteBuffer.wrap(test.disk.bytes(QUEUES.resolve(queue).resolve(name)));
            for (int at = 0; at < file.capacity(); at += 20) {
                if (file.getInt(at + 8) == 0) {
                    ended = true;
                } else {
                    assertThat(ended).as(queue + " has an entry behind its end").isFalse();
                    entries++;
                }
            }
        }
        return entries;
    }
}
