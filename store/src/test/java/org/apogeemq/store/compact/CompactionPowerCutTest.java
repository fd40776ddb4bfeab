package org.apogeemq.store.compact;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apogeemq.store.TestStore;
import org.apogeemq.store.disk.EveryPowerCut;
import org.apogeemq.store.disk.Failure;
import org.apogeemq.store.disk.FaultyDisk;
import org.apogeemq.store.disk.Operation;
import org.apogeemq.store.disk.PowerCut;
import org.apogeemq.store.log.Outcome;
import org.apogeemq.store.retention.Retention;
import org.junit.jupiter.api.Test;

/** A process or a machine that ends at any operation of a round of compaction loses no last value. */
class CompactionPowerCutTest {
    private static final int SEGMENT = 16 * 1024;
    private static final Duration ROUND = Duration.ofSeconds(10);
    private static final int CUTS_MAX = 12;
    private static final Path COMPACTED = TestStore.ROOT.resolve("apogee/compacted");

    private final KeyedModel prices = new KeyedModel("prices", 0);

    @Test
    void aRoundThatMakesTheFirstFileMayEndAtAnyOperation() {
        FaultyDisk disk = new FaultyDisk();
        TestStore test = open(disk, false);
        put(test, 4);
        fill(test);
        test.close();
        assertThat(endAtEachOperation(disk)).isGreaterThanOrEqualTo(10);
    }

    @Test
    void aRoundThatMakesOneFileOfTwoMayEndAtAnyOperation() {
        FaultyDisk disk = new FaultyDisk();
        TestStore test = open(disk, true);
        put(test, 4);
        fill(test);
        awaitRounds(test);
        put(test, 3);
        fill(test);
        test.close();
        assertThat(disk.list(COMPACTED.resolve("prices/0"))).hasSize(1);
        assertThat(endAtEachOperation(disk)).isGreaterThanOrEqualTo(10);
    }

    /** Returns at how many operations a round was ended. */
    private int endAtEachOperation(FaultyDisk before) {
        Set<Operation> all = EnumSet.of(
                Operation.OPEN,
                Operation.WRITE,
                Operation.FORCE,
                Operation.RENAME,
                Operation.FORCE_FOLDER,
                Operation.CREATE_FOLDERS,
                Operation.DELETE);
        int ended = 0;
        for (Operation operation : all) {
            int n = 1;
            while (endsAt(before.copy(), operation, n)) {
                n++;
            }
            ended += n - 1;
        }
        return ended;
    }

    /** Whether a round has so many operations of that kind; if so, tries what may be left when it ends there. */
    private boolean endsAt(FaultyDisk disk, Operation operation, int n) {
        TestStore test = open(disk, true);
        AtomicInteger seen = new AtomicInteger();
        disk.fail(
                operation,
                path -> path.startsWith(COMPACTED) && seen.incrementAndGet() > 0,
                n,
                Failure.powerCut().after(Failure.HALF));
        CompactionTest.soon().until(() -> {
            test.time.advance(ROUND);
            return seen.get() >= n || isTrimmed(test);
        });
        boolean ended = seen.get() >= n;
        test.end();
        if (ended) {
            String where = operation + " " + n;
            EveryPowerCut cuts = new EveryPowerCut();
            int tried = 0;
            do {
                check(disk, cuts, where + ", " + cuts);
            } while (++tried < CUTS_MAX && cuts.next());
            check(disk, PowerCut.SPARING, where + ", nothing lost");
            check(disk, null, where + ", killed");
        }
        return ended;
    }

    /** @param cut {@code null} if only the process ends */
    private void check(FaultyDisk left, PowerCut cut, String where) {
        FaultyDisk disk = left.copy();
        if (cut != null) {
            disk.crash(cut);
        }
        try (TestStore test = open(disk, true)) {
            prices.check(test, where);
            awaitRounds(test);
            prices.check(test, where + ", and when the round was done again");
            assertThat(disk.list(COMPACTED.resolve("prices/0")))
                    .as(where)
                    .allMatch(CompactedFile::isName)
                    .hasSize(1);
        }
    }

    private TestStore open(FaultyDisk disk, boolean trims) {
        TestStore test = new TestStore(disk).syncFlush();
        test.compacted = new CompactionTest.Keyed("prices");
        test.config = test.config.with(
                new Retention(Duration.ofHours(72), Set.of(), Retention.Usage.DEFAULT, trims ? SEGMENT : 0, 10, ROUND));
        return test.open();
    }

    private void put(TestStore test, int count) {
        for (int i = 0; i < count; i++) {
            String body = prices.size() + "-".repeat(300);
            assertThat(test.put("prices", 0, "k" + i % 3, body)).isEqualTo(Outcome.STORED);
            prices.add("k" + i % 3, body);
        }
    }

    private static void fill(TestStore test) {
        long end = test.store.log().appendedOffset() + SEGMENT;
        while (test.store.log().appendedOffset() < end) {
            assertThat(test.send("filler", 0, "-".repeat(1500))).isEqualTo(Outcome.STORED);
        }
    }

    private static void awaitRounds(TestStore test) {
        CompactionTest.soon().until(() -> {
            test.time.advance(ROUND);
            return isTrimmed(test);
        });
    }

    private static boolean isTrimmed(TestStore test) {
        return test.store.log().appendedOffset() - test.store.log().minOffset() <= SEGMENT;
    }
}
