package org.apogeemq.store.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Small stores with bits flipped, blocks zeroed or filled with garbage, files cut, swapped, copied or lost: checking
 * and opening never fail with anything but a line that names a file, never hang, serve nothing that was not stored, and
 * lose no message of which no byte was changed. A failure prints its seed. A million of them: {@code mvn -pl store -am
 * test -Dtest=StoreFuzzTest -Dsurefire.failIfNoSpecifiedTests=false -Dfuzz.mutations=1000000 -Dfuzz.seed=1}.
 */
class StoreFuzzTest {
    private static final long MUTATIONS = Long.getLong("fuzz.mutations", 1500);
    private static final long SEED = Long.getLong("fuzz.seed", 1);
    private static final int FAILURES_MAX = Integer.getInteger("fuzz.failures", 1);
    private static final int IMAGES = 6;
    private static final long LIMIT_SECONDS = 20;

    @Test
    @Timeout(value = 10, unit = TimeUnit.HOURS)
    void aMutatedStoreOpensWithWhatIsWholeOrSaysWhyNot() throws Exception {
        List<Image> images = new ArrayList<>();
        for (int i = 0; i < IMAGES; i++) {
            images.add(Image.make(i, i % 2 == 0));
        }
        List<String> failures = new ArrayList<>();
        long opened = 0;
        try (ExecutorService runner = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().daemon().name("fuzz-", 0).factory())) {
            for (long seed = SEED; seed < SEED + MUTATIONS && failures.size() < FAILURES_MAX; seed++) {
                long now = seed;
                Image image = images.get((int) (seed % IMAGES));
                Future<Boolean> running = runner.submit(() -> new FuzzCase(image, now).run());
                try {
                    opened += running.get(LIMIT_SECONDS, TimeUnit.SECONDS) ? 1 : 0;
                } catch (TimeoutException e) {
                    fail("seed " + seed + " hangs");
                } catch (ExecutionException e) {
                    failures.add("seed " + seed + ": " + e.getCause().getMessage() + "\n" + trace(e.getCause()));
                }
            }
        }
        assertThat(failures).isEmpty();
        assertThat(opened).isGreaterThan(MUTATIONS / 2);
    }

    private static String trace(Throwable failure) {
        Throwable first = failure;
        while (first.getCause() != null) {
            first = first.getCause();
        }
        StringBuilder trace = new StringBuilder();
        for (int i = 0; i < Math.min(14, first.getStackTrace().length); i++) {
            trace.append("    ").append(first.getStackTrace()[i]).append('\n');
        }
        return trace.toString();
    }
}
