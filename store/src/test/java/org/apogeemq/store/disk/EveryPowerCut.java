package org.apogeemq.store.disk;

import java.util.ArrayList;
import java.util.List;

/**
 * All power cuts that are possible at one moment, one after the other: every subset of what was not forced, pages whole
 * or not at all, or torn at given places as well. Run each on a disk in the same state, until {@link #next} is false.
 * The number of cuts doubles with each change that was not forced: for few of them.
 */
public final class EveryPowerCut implements PowerCut {
    private final int[] tears;
    private final List<Integer> choices = new ArrayList<>();
    private final List<Integer> options = new ArrayList<>();
    private int at;

    /** @param tears bytes of a page that may survive besides none and all */
    public EveryPowerCut(int... tears) {
        this.tears = tears.clone();
    }

    @Override
    public int survivors(Loss what, int bytes) {
        if (at == choices.size()) {
            choices.add(0);
            options.add(what == Loss.PAGE ? 2 + tears.length : 2);
        }
        int choice = choices.get(at++);
        return switch (choice) {
            case 0 -> 0;
            case 1 -> bytes;
            default -> Math.min(tears[choice - 2], bytes);
        };
    }

    /** Goes on to the next cut; false if there is none. */
    public boolean next() {
        while (!choices.isEmpty()) {
            int last = choices.size() - 1;
            int choice = choices.get(last) + 1;
            if (choice < options.get(last)) {
                choices.set(last, choice);
                at = 0;
                return true;
            }
            choices.removeLast();
            options.removeLast();
        }
        at = 0;
        return false;
    }

    /** The present cut, for messages. */
    @Override
    public String toString() {
        return "choices " + choices;
    }
}
