package org.apogeemq.chaos.kill;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.apogeemq.chaos.history.Violation;
import org.apogeemq.chaos.history.Violation.Kind;
import org.apogeemq.testkit.process.DataFolders;

/** A whole run: store after store until all rounds are done or something is found. */
public final class KillRun {
    private static final int SHOWN_MAX = 25;

    private final Options options;
    private final Consumer<String> console;
    private final Figures figures = new Figures();
    private int done;

    /** @param console gets a line for each round and the report */
    public KillRun(Options options, Consumer<String> console) {
        this.options = options;
        this.console = console;
    }

    /**
     * Runs it. A store in which nothing is found is removed, one with a violation stays and is named.
     *
     * @return what was found; empty if every promise was kept
     */
    public List<Violation> run() throws InterruptedException {
        console.accept("seed %d, %d rounds, %s".formatted(options.seed(), options.rounds(), options.flush()));
        List<Violation> found = List.of();
        int store = options.firstStore();
        while (found.isEmpty() && done < options.rounds()) {
            found = runStore(store++);
        }
        figures.report().lines().forEach(console);
        if (found.isEmpty()) {
            console.accept("nothing lost, altered, misplaced, repeated or out of order; no gap, no lost progress");
        }
        return found;
    }

    private List<Violation> runStore(int number) throws InterruptedException {
        Path data = options.data() == null
                ? DataFolders.create("chaos-" + number)
                : options.data().resolve("store-" + number);
        String flush = options.flush().get(number % options.flush().size());
        String label = "store " + number;
        long seed = new SplittableRandom(options.seed() + number).nextLong();
        List<Violation> found = new ArrayList<>();
        int before = done;
        try (var store = new StoreRun(label, seed, data, flush, figures, console)) {
            try {
                rounds(store, Math.min(options.roundsPerStore(), options.rounds() - done));
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) {
                found.add(new Violation(Kind.PROGRAM, e.toString()));
            }
            figures.store(store.counts());
            found.addAll(store.violations());
            if (!found.isEmpty()) {
                tell(found, number, before, data, store.output());
            }
        }
        if (found.isEmpty()) {
            DataFolders.delete(data);
        }
        return found;
    }

    private void rounds(StoreRun store, int rounds) throws Exception {
        store.first(title());
        for (int round = 2; round <= rounds && store.violations().isEmpty(); round++) {
            if ((round - 1) % options.checkEvery() == 0) {
                store.check(title());
                store.goOn();
            }
            done++;
            store.round(title());
        }
        store.check(title());
        done++;
    }

    private String title() {
        return "%4d/%d".formatted(done + 1, options.rounds());
    }

    private void tell(List<Violation> found, int store, int before, Path data, String output) {
        console.accept("FOUND %d violations in store %d, of which the first are:".formatted(found.size(), store));
        found.stream().limit(SHOWN_MAX).forEach(violation -> console.accept("  " + violation));
        console.accept("the last output of the program:");
        output.lines()
                .skip(Math.max(0, output.lines().count() - SHOWN_MAX))
                .forEach(line -> console.accept("  " + line));
        console.accept("the data folder is kept: " + data);
        console.accept(
                "to repeat: bin/chaos kill --seed %d --first-store %d --rounds %d --per-store %d --check-every %d --flush %s"
                        .formatted(
                                options.seed(),
                                store,
                                Math.min(options.rounds() - before, options.roundsPerStore()),
                                options.roundsPerStore(),
                                options.checkEvery(),
                                options.flush().size() > 1
                                        ? "both"
                                        : options.flush().getFirst().startsWith("SYNC") ? "sync" : "async"));
    }
}
