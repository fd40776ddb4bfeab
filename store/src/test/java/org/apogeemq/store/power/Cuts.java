package org.apogeemq.store.power;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.apogeemq.store.disk.FaultyDisk;
import org.apogeemq.store.disk.PowerCut;

/**
 * The power cuts that are tried at one moment: all subsets of what is at stake where that is little; else none, all,
 * the first and the last of it, one missing, one alone, every other one; besides, each combination of kinds of files,
 * names alone, contents alone.
 */
final class Cuts {
    private final FaultyDisk disk;
    private final int subsetsOf;
    private final List<Stake> stakes = new ArrayList<>();

    /** Something that survives or not: the name, the length, a cut or a page of a file. */
    record Stake(Path path, PowerCut.Loss what, int at) {}

    /** @param subsetsOf if no more than so many things are at stake, all subsets are tried */
    Cuts(FaultyDisk disk, int subsetsOf) {
        this.disk = disk;
        this.subsetsOf = subsetsOf;
        disk.copy().crash(new Asked((stake, bytes) -> {
            stakes.add(stake);
            return bytes;
        }));
    }

    /** Pages of log files that are at stake. */
    List<Stake> pagesOfLog() {
        return stakes.stream()
                .filter(stake ->
                        stake.what == PowerCut.Loss.PAGE && kind(stake.path).equals("log"))
                .toList();
    }

    Set<Set<Stake>> survivors() {
        Set<Set<Stake>> patterns = new LinkedHashSet<>();
        int n = stakes.size();
        if (n <= subsetsOf) {
            for (int subset = 0; subset < 1 << n; subset++) {
                int bits = subset;
                patterns.add(where(i -> (bits >> i & 1) != 0));
            }
            return patterns;
        }
        for (int i = 0; i <= n; i++) {
            int at = i;
            patterns.add(where(k -> k < at));
            patterns.add(where(k -> k >= at));
            patterns.add(where(k -> k != at));
            patterns.add(where(k -> k == at));
        }
        patterns.add(where(k -> k % 2 == 0));
        patterns.add(where(k -> k % 2 == 1));
        patterns.add(only(stake -> stake.what == PowerCut.Loss.NAME));
        patterns.add(only(stake -> stake.what != PowerCut.Loss.NAME));
        patterns.add(only(stake -> stake.what != PowerCut.Loss.LENGTH));
        addKinds(patterns);
        return patterns;
    }

    private void addKinds(Set<Set<Stake>> patterns) {
        List<String> kinds =
                stakes.stream().map(stake -> kind(stake.path)).distinct().toList();
        for (int subset = 0; subset < 1 << kinds.size(); subset++) {
            int bits = subset;
            patterns.add(only(stake -> (bits >> kinds.indexOf(kind(stake.path)) & 1) != 0));
        }
    }

    /** What the survivors leave. */
    FaultyDisk after(Set<Stake> survivors) {
        FaultyDisk copy = disk.copy();
        copy.crash(new Asked((stake, bytes) -> survivors.contains(stake) ? bytes : 0));
        return copy;
    }

    /** The same if of one page the first {@code kept} bytes survive. */
    FaultyDisk torn(boolean others, Stake page, int kept) {
        FaultyDisk copy = disk.copy();
        copy.crash(new Asked((stake, bytes) -> stake.equals(page) ? Math.min(kept, bytes) : others ? bytes : 0));
        return copy;
    }

    private Set<Stake> where(IntPredicate survives) {
        Set<Stake> chosen = new HashSet<>();
        for (int i = 0; i < stakes.size(); i++) {
            if (survives.test(i)) {
                chosen.add(stakes.get(i));
            }
        }
        return chosen;
    }

    private Set<Stake> only(Predicate<Stake> survives) {
        return where(i -> survives.test(stakes.get(i)));
    }

    /** What a file is for. */
    static String kind(Path path) {
        String text = path.toString();
        Map<String, String> kinds = new LinkedHashMap<>();
        kinds.put("commitlog", "log");
        kinds.put("consumequeue", "queues");
        kinds.put("queues.table", "table");
        kinds.put("index", "index");
        kinds.put("snapshot", "snapshots");
        kinds.put("checkpoint", "checkpoint");
        return kinds.entrySet().stream()
                .filter(kind -> text.contains(kind.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("marks");
    }

    private interface Answer {
        int survivors(Stake stake, int bytes);
    }

    /** Turns the questions of a power cut into stakes. */
    private record Asked(Answer answer, Map<String, Integer> counts, Path path, int position) implements PowerCut {
        Asked(Answer answer) {
            this(answer, new HashMap<>(), Path.of("/"), 0);
        }

        @Override
        public PowerCut of(Path file) {
            return new Asked(answer, counts, file, 0);
        }

        @Override
        public PowerCut at(int page) {
            return new Asked(answer, counts, path, page);
        }

        @Override
        public int survivors(Loss what, int bytes) {
            int at = what == Loss.PAGE ? position : counts.merge(path + " " + what, 1, Integer::sum);
            return answer.survivors(new Stake(path, what, at), bytes);
        }
    }
}
