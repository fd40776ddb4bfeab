package org.apogeemq.cli.grammar;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds what someone meant who misspelt a name. */
public final class NearestName {
    private NearestName() {}

    /**
     * The name that needs the fewest letters changed, added, dropped or swapped with their neighbour to become
     * {@code wrong}, upper and lower case being the same; empty if that is more than a third of its letters.
     */
    public static Optional<String> of(String wrong, Collection<String> names) {
        String wanted = wrong.toLowerCase(Locale.ROOT);
        String best = null;
        int least = Math.max(2, wrong.length() / 3) + 1;
        for (String name : names) {
            int distance = distance(wanted, name.toLowerCase(Locale.ROOT));
            if (distance < least) {
                least = distance;
                best = name;
            }
        }
        return Optional.ofNullable(best);
    }

    /** Damerau's distance in its restricted form: no letter is touched twice. */
    static int distance(String from, String to) {
        int[] before = new int[to.length() + 1];
        int[] above = new int[to.length() + 1];
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int change = above[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                int least = Math.min(change, Math.min(above[j], row[j - 1]) + 1);
                boolean swapped = i > 1
                        && j > 1
                        && from.charAt(i - 1) == to.charAt(j - 2)
                        && from.charAt(i - 2) == to.charAt(j - 1);
                row[j] = swapped ? Math.min(least, before[j - 2] + 1) : least;
            }
            int[] free = before;
            before = above;
            above = row;
            row = free;
        }
        return above[to.length()];
    }
}
