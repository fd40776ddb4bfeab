package org.apogeemq.store.power;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.apogeemq.store.disk.Failure;
import org.apogeemq.store.disk.FaultyDisk;
import org.apogeemq.store.disk.Operation;
import org.apogeemq.store.disk.PowerCut;
import org.apogeemq.store.power.History.Demand;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The disk fails at each operation of a store's life in turn, its openings and stops included: what it has acknowledged
 * is served at once, after a kill, and after a power cut. The long form ({@code -Dpower.long=true}) leaves no operation
 * out.
 */
@Timeout(value = 10, unit = TimeUnit.HOURS)
class FaultAnywhereTest {
    @ParameterizedTest
    @EnumSource
    void anErrorCostsNothingThatWasAcknowledged(Operation operation) {
        failAtEach(operation, Failure.ioError().after(Failure.HALF));
    }

    /** Where a force says that there is no space; other operations: NoSpaceAnywhereTest. */
    @ParameterizedTest
    @EnumSource(names = {"FORCE", "FORCE_FOLDER"})
    void aForceWithoutSpaceCostsNothingThatWasAcknowledged(Operation operation) {
        failAtEach(operation, Failure.noSpace());
    }

    private static void failAtEach(Operation operation, Failure failure) {
        boolean reached = true;
        int n = 1;
        while (reached) {
            reached = run(operation, n, failure, n % 2 == 0);
            if (Lived.LONG) {
                reached |= run(operation, n, failure, n % 2 == 1);
            }
            n += Lived.LONG ? 1 : 1 + n / 3;
        }
        assertThat(n).as("places tried").isGreaterThan(1);
    }

    private static boolean run(Operation operation, int n, Failure failure, boolean sync) {
        String where = (sync ? "SYNC_FLUSH, " : "ASYNC_FLUSH, ") + failure + " of " + operation + " " + n;
        Life life = new Life(sync);
        FaultyDisk disk = life.test.disk;
        disk.fail(operation, n, failure);
        life.run();
        boolean reached = disk.count(operation) >= n;
        disk.heal();
        life.advance(Life.SPACE_ROUND); // what was not done is made good
        Demand durable = Lived.demand(life, sync);
        Reopening reopening = new Reopening(life.history, sync);
        Demand all = durable.ofKill();
        try {
            life.history.check(reopening.found(life.test, life.view), all);
            FaultyDisk cut = disk.copy();
            disk.restartProcess();
            life.test.end();
            reopening.check(disk, all, true);
            cut.crash(PowerCut.MERCILESS);
            reopening.check(cut, durable, false);
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(where + ": " + e, e);
        }
        return reached;
    }
}
