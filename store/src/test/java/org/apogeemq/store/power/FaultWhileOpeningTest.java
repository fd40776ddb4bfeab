package org.apogeemq.store.power;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apogeemq.store.StoreException;
import org.apogeemq.store.TestStore;
import org.apogeemq.store.TextView;
import org.apogeemq.store.disk.Failure;
import org.apogeemq.store.disk.FaultyDisk;
import org.apogeemq.store.disk.Operation;
import org.apogeemq.store.open.DamagedRange.Outcome;
import org.apogeemq.store.power.History.Demand;
import org.apogeemq.store.power.Moments.Moment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The disk fails, or power goes, while a store is opened that was killed, has no table of queues, or had lost its power
 * and has damage to heal: opening goes well or is refused with a clear text, and the next one finds everything.
 */
@Timeout(value = 10, unit = TimeUnit.HOURS)
class FaultWhileOpeningTest {
    private static final int DAMAGED = Lived.LONG ? 40 : 1;

    private static final Lived LIVED = Lived.of(true);
    private static final List<Left> LEFT = left();

    /** What an end has left. */
    private record Left(FaultyDisk disk, Demand demand, boolean killed) {}

    @ParameterizedTest
    @EnumSource
    void anErrorWhileOpeningCostsNothing(Operation operation) {
        for (Left left : LEFT) {
            for (Failure failure : List.of(Failure.ioError().after(Failure.HALF), Failure.noSpace())) {
                boolean reached = true;
                for (int n = 1; reached; n += Lived.LONG ? 1 : 1 + n / 4) {
                    reached = failWhileOpening(left, operation, n, failure);
                }
            }
        }
    }

    @Test
    void aPowerCutWhileOpeningCostsNothing() {
        int cuts = 0;
        for (Left left : LEFT) {
            FaultyDisk disk = left.disk.copy();
            Moments opening = new Moments(disk, () -> left.demand);
            TestStore test = Life.store(disk, true, new TextView("values")).open();
            List<Moment> moments = opening.end();
            end(test);
            for (Moment moment : moments) {
                Cuts stakes = new Cuts(moment.disk(), Lived.LONG ? 6 : 1);
                for (Set<Cuts.Stake> survivors : stakes.survivors()) {
                    if (Lived.LONG || cuts % 7 == 0) {
                        check(stakes.after(survivors), left, false, "power cut " + moment + ", left: " + survivors);
                    }
                    cuts++;
                }
            }
        }
        assertThat(cuts).isGreaterThan(50);
    }

    private static boolean failWhileOpening(Left left, Operation operation, int n, Failure failure) {
        FaultyDisk disk = left.disk.copy();
        disk.fail(operation, n, failure);
        long before = disk.count(operation);
        TestStore test = Life.store(disk, true, new TextView("values"));
        try {
            test.open();
        } catch (StoreException e) {
            assertThat(e.getMessage().lines()).as(e.getMessage()).hasSize(1);
        }
        boolean reached = disk.count(operation) - before >= n;
        disk.heal();
        end(test);
        check(disk, left, left.killed, failure + " of " + operation + " " + n);
        return reached;
    }

    private static void check(FaultyDisk disk, Left left, boolean killed, String how) {
        try {
            LIVED.reopening().check(disk, left.demand, killed);
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(how + ": " + e, e);
        }
    }

    private static void end(TestStore test) {
        test.disk.restartProcess();
        if (test.store != null) {
            test.end();
        }
    }

    private static List<Left> left() {
        Moment last = LIVED.moments().getLast();
        FaultyDisk killed = last.disk().copy();
        killed.restartProcess();
        List<Left> left = new ArrayList<>(List.of(new Left(killed, last.demand().ofKill(), true)));
        for (String missing : List.of("apogee/queues.table", "checkpoint")) { // queues are made again then
            FaultyDisk without = killed.copy();
            without.delete(TestStore.ROOT.resolve(missing));
            left.add(new Left(without, last.demand().ofKill(), true));
        }
        damaged().limit(DAMAGED).forEach(left::add);
        assertThat(left).hasSizeGreaterThan(3);
        return left;
    }

    private static Stream<Left> damaged() {
        return LIVED.moments().reversed().stream()
                .flatMap(moment -> new Cuts(moment.disk(), 3)
                        .survivors().stream()
                                .map(survivors -> new Cuts(moment.disk(), 3).after(survivors))
                                .map(disk -> new Left(disk, moment.demand(), false)))
                .filter(left -> isDamaged(left.disk.copy()));
    }

    private static boolean isDamaged(FaultyDisk disk) {
        TestStore test = Life.store(disk, true, new TextView("values")).open();
        boolean damaged = test.store.damage().ranges().stream().anyMatch(range -> range.outcome() == Outcome.COVERED);
        end(test);
        return damaged;
    }
}
