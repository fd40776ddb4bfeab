package org.apogeemq.testkit.order;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What orderly consumption promises: one worker at a time in a queue; the messages of a key in their order, none left
 * out. A message may come again after its worker has died or has handed the queue over, and then so do those after it.
 */
public final class OrderCheck {
    private final Map<Integer, Work> lastOfQueue = new HashMap<>();
    private final Map<Integer, Work> lastOfKey = new HashMap<>();
    private final Map<Integer, Integer> reached = new HashMap<>();
    private final List<String> faults = new ArrayList<>();
    private long repeated;

    private OrderCheck() {}

    /** Looks at all that all workers did. */
    public static OrderCheck of(List<Work> work) {
        var check = new OrderCheck();
        work.stream().sorted(Comparator.comparingLong(Work::startNanos)).forEach(check::look);
        return check;
    }

    private void look(Work work) {
        Work before = lastOfQueue.get(work.queue());
        if (before != null && before.endNanos() - work.startNanos() > 0) {
            faults.add("two at once: " + before + " and, " + (before.endNanos() - work.startNanos()) / 1_000
                    + " us before its end, " + work);
        }
        if (before == null || work.endNanos() - before.endNanos() > 0) {
            lastOfQueue.put(work.queue(), work);
        }
        Work last = lastOfKey.put(work.key(), work);
        int expected = last == null ? 0 : last.sequence() + 1;
        if (work.sequence() > expected) {
            faults.add("key " + work.key() + ": " + expected + " was left out before " + work);
        }
        if (work.sequence() <= reached.getOrDefault(work.key(), -1)) {
            repeated++;
        }
        reached.merge(work.key(), work.sequence(), Math::max);
    }

    /** What was broken, in words; empty if nothing was. */
    public List<String> faults() {
        return List.copyOf(faults);
    }

    /** How many keys have come as far as {@code sequence}. */
    public long keysAt(int sequence) {
        return reached.values().stream().filter(last -> last >= sequence).count();
    }

    /** How often a message came again. */
    public long repeated() {
        return repeated;
    }
}
