package org.apogeemq.store.power;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.apogeemq.store.TestStore;
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
        Moments watched = new Moments(life.test.disk, () -> life.history.now(durableTo(life, sync)));
        life.run();
        List<Moment> moments = watched.end();
        Tears tears = new Tears(life.test.disk, LOG);
        assertThat(life.test.disk.list(LOG)).as("segments").hasSizeGreaterThan(2);
        assertThat(tears.count()).as("records").isGreaterThan(25);
        life.test.disk.restartProcess();
        life.test.end();
        return new Lived(moments, tears, new Reopening(life.history, sync));
    }

    /** Before this log offset, what was answered survives a power cut. */
    static long durableTo(Life life, boolean sync) {
        if (sync) {
            return Long.MAX_VALUE - 1;
        }
        return life.test.store == null ? 0 : life.test.store.log().flushedOffset();
    }
}
