package org.apogeemq.store.power;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.apogeemq.store.Store;
import org.apogeemq.store.TestStore;
import org.apogeemq.store.power.History.Demand;
import org.apogeemq.store.power.Moments.Moment;

/**
 * A life that is over, with the disk at each of its moments.
 *
 * @param tears where the log can be torn
 * @param reopening opens what is left of it
 */
record Lived(List<Moment> moments, Tears tears, Reopening reopening) {
    /** Tests try all there is if the system property {@code power.long} is true. */
    static final boolean LONG = Boolean.getBoolean("power.long");

    private static final Path LOG = TestStore.ROOT.resolve("commitlog");

    /** Lives. */
    static Lived of(boolean sync) {
        Life life = new Life(sync);
        Moments watched = new Moments(life.test.disk, () -> demand(life, sync));
        life.run();
        List<Moment> moments = watched.end();
        Tears tears = new Tears();
        moments.forEach(moment -> tears.learn(moment.disk(), LOG));
        assertThat(life.test.disk.list(LOG)).as("segments").hasSizeGreaterThan(1);
        assertThat(life.test.store.log().minOffset()).as("deleted").isPositive();
        assertThat(tears.count()).as("records").isGreaterThan(20);
        life.test.disk.restartProcess();
        life.test.end();
        return new Lived(moments, tears, new Reopening(life.history, sync));
    }

    /** What must be there after a power cut at this moment. */
    static Demand demand(Life life, boolean sync) {
        Store store = life.test.store;
        long flushed = store == null ? 0 : store.log().flushedOffset();
        return life.history.now(
                sync ? Long.MAX_VALUE - 1 : flushed,
                store == null ? 0 : store.log().minOffset());
    }
}
