package org.apogeemq.chaos.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apogeemq.chaos.history.Violation.Kind;

/**
 * How far a group has come in each queue, as it told the broker and as the broker tells after a restart. The broker
 * keeps progress in memory at once and stores it a moment later, so a kill may take back what is younger than that
 * moment, but nothing older, and never what an earlier restart has shown. Safe for use by several threads.
 */
public final class Progress {
    private final long storedWithinNanos;

    // Guarded by this.
    private final Map<QueueName, List<Commit>> running = new HashMap<>();
    private final Map<QueueName, Long> least = new HashMap<>();
    private final Map<QueueName, Long> greatest = new HashMap<>();

    private record Commit(long offset, long nanos) {}

    /** @param storedWithinNanos after this time a commit survives a kill */
    public Progress(long storedWithinNanos) {
        this.storedWithinNanos = storedWithinNanos;
    }

    /** The group begins to tell the broker that it has come to {@code offset}. */
    public synchronized void committing(QueueName queue, long offset) {
        greatest.merge(queue, offset, Math::max);
    }

    /** The broker has confirmed it at {@code nanos}. */
    public synchronized void committed(QueueName queue, long offset, long nanos) {
        running.computeIfAbsent(queue, name -> new ArrayList<>()).add(new Commit(offset, nanos));
    }

    /** The broker was killed at {@code nanos}. */
    public synchronized void killed(long nanos) {
        endedAt(nanos - storedWithinNanos);
    }

    /** The broker was stopped in order, which began at {@code nanos}: whatever it had confirmed is stored. */
    public synchronized void stopped(long nanos) {
        endedAt(nanos);
    }

    private void endedAt(long storedTo) {
        running.forEach((queue, commits) -> commits.stream()
                .filter(commit -> commit.nanos() - storedTo <= 0)
                .forEach(commit -> least.merge(queue, commit.offset(), Math::max)));
        running.clear();
    }

    /**
     * The broker says after a restart how far the group is.
     *
     * @param offset 0 if it knows nothing
     * @return what is wrong with that, or {@code null}
     */
    public synchronized Violation restored(QueueName queue, long offset) {
        long floor = least.getOrDefault(queue, 0L);
        long ceiling = greatest.getOrDefault(queue, 0L);
        least.merge(queue, offset, Math::max);
        if (offset < floor) {
            return new Violation(
                    Kind.PROGRESS, "the group was stored at %d of %s, is at %d".formatted(floor, queue, offset));
        }
        if (offset > ceiling) {
            return new Violation(
                    Kind.PROGRESS, "the group was never beyond %d of %s, is at %d".formatted(ceiling, queue, offset));
        }
        return null;
    }
}
