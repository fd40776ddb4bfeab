package org.apogeemq.store.power;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apogeemq.store.disk.FaultyDisk;
import org.apogeemq.store.disk.Operation;
import org.apogeemq.store.power.Cuts.Stake;
import org.apogeemq.store.power.History.Demand;
import org.apogeemq.store.power.Moments.Moment;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The end comes before each operation on the disk in turn, in every way. The long form tears at every byte and tries
 * more subsets: {@code mvn -pl store -am test -Dtest=PowerCutTest -Dsurefire.failIfNoSpecifiedTests=false
 * -Dpower.long=true}.
 */
@Timeout(value = 10, unit = TimeUnit.HOURS)
class PowerCutTest {
    private static final int SUBSETS_OF = Lived.LONG ? 12 : 3;
    private static final int TEAR_STEP = Lived.LONG ? 1 : 127;
    private static final int KILL_STEP = Lived.LONG ? 1 : 17;
    private static final int FAILURES_MAX = 5;

    private final Set<String> seen = new HashSet<>();
    private final List<String> failures = new ArrayList<>();
    private Tears tears;
    private Reopening reopening;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aPowerCutAtAnyMomentCostsNothingThatWasAcknowledgedAsDurable(boolean sync) {
        Lived lived = Lived.of(sync);
        reopening = lived.reopening();
        tears = lived.tears();
        for (Moment moment :
                lived.moments().reversed()) { // the last ones demand most: what is seen again needs no second look
            Cuts cuts = new Cuts(moment.disk(), SUBSETS_OF);
            for (Set<Stake> survivors : cuts.survivors()) {
                check(cuts.after(survivors), moment, moment.demand(), false, "only " + survivors + " survive");
            }
            for (Stake page : cuts.pagesOfLog()) {
                for (int kept : tears.in(page.path(), page.at(), FaultyDisk.PAGE_BYTES, TEAR_STEP)) {
                    String how = "torn behind " + kept + " bytes of " + page;
                    check(cuts.torn(true, page, kept), moment, moment.demand(), false, how + ", others survive");
                    check(cuts.torn(false, page, kept), moment, moment.demand(), false, how + ", others do not");
                }
            }
        }
        report();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aKillAtAnyByteOfAnyWriteCostsNothingThatWasAcknowledged(boolean sync) {
        Lived lived = Lived.of(sync);
        reopening = lived.reopening();
        tears = lived.tears();
        for (Moment moment : lived.moments().reversed()) {
            Demand demand = moment.demand().ofKill();
            FaultyDisk whole = moment.disk().copy();
            whole.restartProcess();
            check(whole, moment, demand, true, "killed");
            for (int written : tornAt(moment)) {
                FaultyDisk copy = moment.disk().copy();
                copy.write(moment.path(), (int) moment.at(), Arrays.copyOf(moment.bytes(), written));
                copy.restartProcess();
                check(copy, moment, demand, true, "killed behind " + written + " bytes");
            }
        }
        report();
    }

    /** The checkpoint lies in one sector: it is written whole or not at all. */
    private List<Integer> tornAt(Moment moment) {
        int bytes = moment.bytes().length;
        if (moment.operation() != Operation.WRITE || Cuts.kind(moment.path()).equals("checkpoint")) {
            return List.of();
        }
        return Cuts.kind(moment.path()).equals("log")
                ? tears.in(moment.path(), moment.at(), bytes, KILL_STEP)
                : IntStream.of(1, bytes / 3, bytes / 2, bytes - 1)
                        .filter(written -> written > 0 && written < bytes)
                        .boxed()
                        .toList();
    }

    private void check(FaultyDisk disk, Moment moment, Demand demand, boolean killed, String how) {
        if (failures.size() >= FAILURES_MAX || !seen.add(disk.digest())) {
            return;
        }
        try {
            reopening.check(disk, demand, killed);
        } catch (RuntimeException | AssertionError e) {
            failures.add(moment + ": " + how + ": " + e);
        }
    }

    private void report() {
        assertThat(failures).as("of " + seen.size() + " states").isEmpty();
        assertThat(seen.size()).as("states").isGreaterThan(200);
    }
}
