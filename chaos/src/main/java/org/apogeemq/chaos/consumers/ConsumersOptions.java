package org.apogeemq.chaos.consumers;

import java.nio.file.Path;

/**
 * What a run is to do.
 *
 * @param steps how often a consumer is killed, leaves or joins
 * @param checkEvery after so many steps everything sent must arrive and is checked
 * @param members most consumers at a time
 * @param lockMillis how long a lock outlives a consumer that was killed
 * @param seed of all that is drawn by lot
 * @param data where logs and data lie, {@code null} for the usual place
 */
public record ConsumersOptions(int steps, int checkEvery, int members, int lockMillis, long seed, Path data) {
    private static final int LOCK_MILLIS_MIN = 3_000;
    private static final int MEMBERS_MAX = 16;

    public ConsumersOptions {
        within("steps", steps, 1, Integer.MAX_VALUE);
        within("check-every", checkEvery, 1, Integer.MAX_VALUE);
        within("members", members, 2, MEMBERS_MAX);
        within("lock", lockMillis, LOCK_MILLIS_MIN, Integer.MAX_VALUE);
    }

    private static void within(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException("--%s is %d, must be %d to %d".formatted(option, value, least, most));
        }
    }
}
