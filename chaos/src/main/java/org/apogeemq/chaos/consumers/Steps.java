package org.apogeemq.chaos.consumers;

import java.util.SplittableRandom;

/** What happens to the consumers, drawn by lot from a seed. Used by one thread. */
final class Steps {
    private static final int KILLED_OF_TEN = 5;
    private static final int LEAVES_OF_TEN = 2;
    private static final int PAUSE_MILLIS_MAX = 2_500;

    private final SplittableRandom random;
    private final int members;

    Steps(long seed, int members) {
        random = new SplittableRandom(seed);
        this.members = members;
    }

    /** What can happen. */
    enum What {
        KILLED,
        LEAVES,
        JOINS
    }

    /**
     * One step.
     *
     * @param member which of those that are there, from 0; without meaning for one that joins
     * @param pauseMillis time until the next step
     */
    record Step(What what, int member, int pauseMillis) {}

    /** The next step, when so many consumers are there; at least one stays, and no more than there may be. */
    Step next(int present) {
        int pauseMillis = random.nextInt(PAUSE_MILLIS_MAX);
        int member = random.nextInt(Math.max(1, present));
        int lot = random.nextInt(10);
        if (present < 2 || (present < members && lot >= KILLED_OF_TEN + LEAVES_OF_TEN)) {
            return new Step(What.JOINS, member, pauseMillis);
        }
        return new Step(lot < LEAVES_OF_TEN ? What.LEAVES : What.KILLED, member, pauseMillis);
    }
}
