package org.apogeemq.store.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Small stores with bits flipped, blocks zeroed, swapped, repeated or filled with garbage, files cut, lengthened,
 * exchanged, copied or lost: checking and opening never fail with anything but a line that names a file, never hang,
 * serve nothing that was not stored, and lose no message of which no byte was changed. A failure prints its seed. A
 * million of them: {@code mvn -pl store -am test -Dtest=StoreFuzzTest -Dsurefire.failIfNoSpecifiedTests=false
 * -Dfuzz.mutations=1000000 -Dfuzz.seed=1}.
 */
class StoreFuzzTest {
    private static final long MUTATIONS = Long.getLong("fuzz.mutations", 1500);
    private static final long SEED = Long.getLong("fuzz.seed", 1);
    private static final int FAILURES_MAX = Integer.getInteger("fuzz.failures", 1);
    private static final int IMAGES = 12;

    @Test
    @Timeout(value = 10, unit = TimeUnit.HOURS)
    void aMutatedStoreOpensWithWhatIsWholeOrSaysWhyNot() throws InterruptedException {
        List<Image> images = new ArrayList<>();
        for (int i = 0; i < IMAGES; i++) {
            images.add(Image.make(i, Image.End.values()[i % Image.End.values().length], i % 4 == 3));
        }
        FuzzRun run = new FuzzRun(images, SEED, MUTATIONS, FAILURES_MAX);
        assertThat(run.run()).isEmpty();
        assertThat(run.opened()).isGreaterThan(MUTATIONS / 2);
    }
}
