package org.apogeemq.chaos.history;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apogeemq.chaos.history.QueueContents.Stored;
import org.apogeemq.chaos.history.Violation.Kind;

/**
 * What readers have seen so far, acknowledged or not: it must stay there and stay the same, whatever happens. Safe for
 * use by several threads, but for {@link #compare}.
 */
public final class Sightings {
    private final Map<QueueName, Map<Long, Stored>> seen = new ConcurrentHashMap<>();

    /**
     * A reader has got a message.
     *
     * @return what another one got at the same place before, if it was different; else {@code null}
     */
    public Violation saw(Stored message) {
        Map<Long, Stored> queue = seen.computeIfAbsent(message.queue(), name -> new ConcurrentHashMap<>());
        Stored before = queue.putIfAbsent(message.queueOffset(), message);
        return before == null || before.equals(message)
                ? null
                : new Violation(Kind.VANISHED, "first read " + before + ", then " + message);
    }

    /** Compares with what is there now, and remembers that for the next time. */
    public List<Violation> compare(Collection<QueueContents> queues) {
        List<Violation> violations = new ArrayList<>();
        Map<QueueName, QueueContents> now = new TreeMap<>();
        queues.forEach(queue -> now.put(queue.queue(), queue));
        seen.forEach((name, messages) -> {
            QueueContents queue = now.get(name);
            long end = queue == null ? 0 : queue.maxOffset();
            messages.values().stream()
                    .filter(message -> message.queueOffset() >= end)
                    .forEach(message -> violations.add(
                            new Violation(Kind.VANISHED, message + " was read; now the queue ends at " + end)));
        });
        for (QueueContents queue : queues) {
            for (Stored message : queue.messages()) {
                Violation different = saw(message);
                if (different != null) {
                    violations.add(different);
                }
            }
        }
        return violations;
    }
}
