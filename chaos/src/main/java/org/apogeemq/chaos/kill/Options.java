package org.apogeemq.chaos.kill;

import java.nio.file.Path;
import java.util.List;

/**
 * What a run is to do.
 *
 * @param rounds starts of the program in all
 * @param roundsPerStore after so many a new data folder with other settings is begun
 * @param checkEvery after so many everything is read and checked, and at the end of each store
 * @param seed of all that is drawn by lot
 * @param firstStore number of the first store; others than 0 repeat a part of a longer run
 * @param flush values of flushDiskType, taken in turn
 * @param data where the data folders are made, {@code null} for the usual place
 */
public record Options(
        int rounds, int roundsPerStore, int checkEvery, long seed, int firstStore, List<String> flush, Path data) {
    public Options {
        atLeastOne("rounds", rounds);
        atLeastOne("per-store", roundsPerStore);
        atLeastOne("check-every", checkEvery);
        if (firstStore < 0) {
            throw new IllegalArgumentException("--first-store is " + firstStore + ", must be 0 or more");
        }
        flush = List.copyOf(flush);
    }

    private static void atLeastOne(String option, int value) {
        if (value < 1) {
            throw new IllegalArgumentException("--" + option + " is " + value + ", must be 1 or more");
        }
    }
}
