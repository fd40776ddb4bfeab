package org.apogeemq.store.model;

import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Random steps against the model, with both ways to flush. A failure prints its seed and the fewest steps that were
 * found to fail. More of it: {@code mvn -pl store -am test -Dtest=StoreModelTest
 * -Dsurefire.failIfNoSpecifiedTests=false -Dmodel.runs=5000 -Dmodel.seed=1000}.
 */
class StoreModelTest {
    private static final int RUNS = Integer.getInteger("model.runs", 12);
    private static final long SEED = Long.getLong("model.seed", 1);
    private static final int STEPS = Integer.getInteger("model.steps", 300);
    private static final int SHRINKING_RUNS = 400;

    @Test
    @Timeout(value = 10, unit = TimeUnit.HOURS)
    void aStoreHoldsWhatItAcknowledgedWhateverHappens() {
        for (long seed = SEED; seed < SEED + RUNS; seed++) {
            Random random = new Random(seed);
            boolean sync = random.nextBoolean();
            List<Step> steps = new Steps(random).take(STEPS);
            Throwable failure = failure(steps, sync);
            if (failure != null) {
                report(seed, sync, steps, failure);
            }
        }
    }

    private static void report(long seed, boolean sync, List<Step> steps, Throwable failure) {
        List<Step> least = shrunk(steps, sync);
        Throwable again = failure(least, sync);
        StringBuilder text =
                new StringBuilder("seed ").append(seed).append(sync ? ", SYNC_FLUSH: " : ", ASYNC_FLUSH: ");
        text.append(failure.getMessage()).append("\nleast steps found:");
        least.forEach(step -> text.append("\n  ").append(step));
        fail(text.toString(), again == null ? failure : again);
    }

    /** Leaves out steps, first many at once, as long as it still fails. */
    private static List<Step> shrunk(List<Step> steps, boolean sync) {
        List<Step> least = steps;
        int runs = 0;
        for (int size = steps.size() / 2; size > 0 && runs < SHRINKING_RUNS; size /= 2) {
            for (int at = 0; at < least.size() && runs < SHRINKING_RUNS; runs++) {
                List<Step> fewer = new ArrayList<>(least.subList(0, at));
                fewer.addAll(least.subList(Math.min(at + size, least.size()), least.size()));
                if (failure(fewer, sync) != null) {
                    least = fewer;
                } else {
                    at += size;
                }
            }
        }
        return least;
    }

    private static Throwable failure(List<Step> steps, boolean sync) {
        try {
            ModelRun.all(steps, sync);
            return null;
        } catch (Exception | AssertionError e) {
            return e;
        }
    }
}
