package org.apogeemq.chaos.history;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apogeemq.chaos.history.QueueContents.Stored;
import org.apogeemq.chaos.history.Sent.Acknowledgement;
import org.apogeemq.chaos.history.Violation.Kind;

/**
 * Compares what was sent with what is stored. Judges by what senders were told: a message whose sender was told nothing
 * may be there or not, but never altered, and no more often than it was sent. Order is judged in real time: whatever
 * was sent after the acknowledgement of another message to the same queue lies behind it there.
 */
public final class Checker {
    private final Map<MessageName, Sent> sent = new HashMap<>();
    private final Map<MessageName, List<Stored>> copies = new HashMap<>();
    private final List<Violation> violations = new ArrayList<>();

    private Checker(Collection<Sent> all) {
        all.forEach(message -> sent.put(message.name(), message));
    }

    /**
     * Checks everything that must hold at any time.
     *
     * @param sent all that was sent so far; no sending is going on
     * @param queues all queues, whole
     * @return what does not hold; empty if all is well
     */
    public static List<Violation> check(Collection<Sent> sent, Collection<QueueContents> queues) {
        var checker = new Checker(sent);
        for (QueueContents queue : queues) {
            checker.checkPlaces(queue);
            checker.checkMessages(queue);
            checker.checkOrder(queue);
        }
        sent.forEach(checker::checkSent);
        return checker.violations;
    }

    /** How many messages are there more than once, by their senders' own repetition. */
    public static long repeated(Collection<QueueContents> queues) {
        Map<MessageName, Integer> counts = new HashMap<>();
        queues.forEach(queue -> queue.messages().forEach(message -> counts.merge(message.name(), 1, Integer::sum)));
        return counts.values().stream().filter(count -> count > 1).count();
    }

    private void checkPlaces(QueueContents queue) {
        if (queue.minOffset() != 0) {
            report(Kind.BOUNDS, "%s begins at %d, nothing was deleted", queue.queue(), queue.minOffset());
        }
        long expected = queue.minOffset();
        for (Stored message : queue.messages()) {
            if (!message.queue().equals(queue.queue())) {
                report(Kind.MISPLACED, "%s was read from %s, says %s", message.name(), queue.queue(), message.queue());
            }
            if (message.queueOffset() > expected) {
                report(Kind.GAP, "%s has nothing at %d..%d", queue.queue(), expected, message.queueOffset() - 1);
            } else if (message.queueOffset() < expected) {
                report(Kind.DUPLICATE_OFFSET, "%s has offset %d again", queue.queue(), message.queueOffset());
            }
            expected = Math.max(expected, message.queueOffset() + 1);
        }
        if (expected != queue.maxOffset()) {
            report(Kind.BOUNDS, "%s ends at %d, the broker says %d", queue.queue(), expected, queue.maxOffset());
        }
    }

    private void checkMessages(QueueContents queue) {
        for (Stored message : queue.messages()) {
            Sent original = sent.get(message.name());
            if (original == null) {
                report(Kind.UNKNOWN, "%s@%d is %s", queue.queue(), message.queueOffset(), message.name());
                continue;
            }
            if (original.digest() != message.digest()) {
                report(
                        Kind.ALTERED,
                        "%s at %s@%d has digest %x, sent was %x",
                        message.name(),
                        queue.queue(),
                        message.queueOffset(),
                        message.digest(),
                        original.digest());
            }
            copies.computeIfAbsent(message.name(), name -> new ArrayList<>(1)).add(message);
        }
    }

    /** Goes through a queue by offset; {@code latest} is the message before that was sent last. */
    private void checkOrder(QueueContents queue) {
        Sent latest = null;
        for (Stored message : queue.messages()) {
            Sent original = sent.get(message.name());
            if (original == null) {
                continue;
            }
            Acknowledgement told = original.acknowledgement();
            boolean isThatCopy = told != null
                    && told.queueOffset() == message.queueOffset()
                    && told.queue().equals(queue.queue());
            if (isThatCopy && latest != null && told.nanos() - latest.startedNanos() < 0) {
                report(
                        Kind.OUT_OF_ORDER,
                        "%s lies behind %s in %s at %d, which was sent %d ns after its acknowledgement",
                        original.name(),
                        latest.name(),
                        queue.queue(),
                        message.queueOffset(),
                        latest.startedNanos() - told.nanos());
            }
            if (latest == null || original.startedNanos() - latest.startedNanos() > 0) {
                latest = original;
            }
        }
    }

    private void checkSent(Sent message) {
        List<Stored> found = copies.getOrDefault(message.name(), List.of());
        if (found.size() > message.attempts()) {
            report(Kind.REPEATED, "%s was sent %d times: %s", message.name(), message.attempts(), found);
        }
        Acknowledgement told = message.acknowledgement();
        if (told == null) {
            return;
        }
        if (found.isEmpty()) {
            report(Kind.LOST, "%s, acknowledged at %s@%d", message.name(), told.queue(), told.queueOffset());
        } else if (found.stream()
                .noneMatch(copy ->
                        copy.queueOffset() == told.queueOffset() && copy.queue().equals(told.queue()))) {
            report(
                    Kind.MISPLACED,
                    "%s, acknowledged at %s@%d, is at %s",
                    message.name(),
                    told.queue(),
                    told.queueOffset(),
                    found);
        }
    }

    private void report(Kind kind, String form, Object... values) {
        violations.add(new Violation(kind, form.formatted(values)));
    }
}
