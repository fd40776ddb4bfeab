package org.apogeemq.store.power;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apogeemq.store.model.Served;

/** What was asked of a store, in this order, and what became of it; says what must be there after any kind of end. */
final class History {
    private final List<Event> events = new ArrayList<>();
    private volatile int submitted;
    private volatile int answered;

    /** Something that was asked of the store. Written by one thread while nobody asks what must be there. */
    static final class Event {
        final Kind kind;
        final String queue; // of a message; of a removal the topic and "/"
        final String key; // of a change or removal, or a message's
        final String value; // of a change or removal; a message's body
        boolean stored;
        long queueOffset = -1;
        long logOffset = -1;
        long end = Long.MAX_VALUE; // no less than the log offset behind it

        Event(Kind kind, String queue, String key, String value) {
            this.kind = kind;
            this.queue = queue;
            this.key = key;
            this.value = value;
        }
    }

    enum Kind {
        MESSAGE,
        CHANGE,
        REMOVAL
    }

    /**
     * What counts at a moment.
     *
     * @param submitted events that may have left something
     * @param answered of these, the first ones were answered
     * @param durableTo what was stored before this log offset, and answered, must be there
     * @param begin what lies before this log offset may have been deleted
     */
    record Demand(int submitted, int answered, long durableTo, long begin) {
        /** As if nothing of what was answered may be lost. */
        Demand ofKill() {
            return new Demand(submitted, answered, Long.MAX_VALUE, begin);
        }
    }

    /**
     * What a store holds.
     *
     * @param bodies by queue and queue offset
     * @param values of the view
     * @param begin first log offset
     */
    record Found(Map<String, Map<Long, String>> bodies, Map<String, String> values, long begin) {}

    Event submitted(Event event) {
        events.add(event);
        submitted = events.size();
        return event;
    }

    /** All that was submitted so far was answered. */
    void answered() {
        answered = events.size();
    }

    Demand now(long durableTo, long begin) {
        int first = answered; // before the other: it may grow
        return new Demand(submitted, first, durableTo, begin);
    }

    List<Event> messages() {
        return events.stream().filter(event -> event.kind == Kind.MESSAGE).toList();
    }

    /** The queues that were ever sent to. */
    Set<String> queues() {
        Set<String> queues = new HashSet<>();
        messages().forEach(event -> queues.add(event.queue));
        return queues;
    }

    /** Compares; throws an {@link AssertionError}. */
    void check(Found found, Demand demand) {
        require(found.begin <= demand.begin, "the log begins at " + found.begin + ", must at " + demand.begin);
        found.bodies().forEach((queue, bodies) -> checkQueue(queue, bodies, found, demand));
        checkValues(found.values(), demand);
    }

    private void checkQueue(String queue, Map<Long, String> bodies, Found found, Demand demand) {
        Map<Long, String> required = new TreeMap<>();
        Map<String, Long> allowed = new HashMap<>();
        for (int i = 0; i < demand.submitted; i++) {
            Event event = events.get(i);
            if (event.kind == Kind.REMOVAL && queue.startsWith(event.queue)) {
                if (isDurable(i, demand) || event.value.equals(found.values.get(event.key))) {
                    required.clear();
                    allowed.clear();
                }
            } else if (event.kind == Kind.MESSAGE && event.queue.equals(queue)) {
                allowed.put(event.value, event.queueOffset);
                if (isDurable(i, demand) && event.logOffset >= found.begin) {
                    required.put(event.queueOffset, event.value);
                }
            }
        }
        required.forEach((offset, body) -> require(
                body.equals(bodies.get(offset)),
                queue + " " + offset + " is '" + name(bodies.get(offset)) + "', must be '" + name(body) + "'"));
        Set<String> seen = new HashSet<>();
        bodies.forEach((offset, body) -> {
            Long expected = allowed.get(body);
            boolean right = body.equals(Served.VOID) || expected != null && (expected < 0 || expected.equals(offset));
            require(right, queue + " " + offset + " is '" + name(body) + "', which belongs to " + expected);
            require(body.equals(Served.VOID) || seen.add(body), queue + " has '" + name(body) + "' twice");
        });
    }

    private void checkValues(Map<String, String> found, Demand demand) {
        Map<String, List<String>> allowed = new HashMap<>();
        for (int i = 0; i < demand.submitted; i++) {
            Event event = events.get(i);
            if (event.kind != Kind.MESSAGE) {
                List<String> values = allowed.computeIfAbsent(event.key, key -> new ArrayList<>(List.of("none")));
                if (isDurable(i, demand)) {
                    values.clear();
                }
                values.add(event.value);
            }
        }
        allowed.forEach((key, values) -> {
            String value = found.getOrDefault(key, "none");
            require(values.contains(value), "value of " + key + " is " + value + ", must be one of " + values);
        });
        require(allowed.keySet().containsAll(found.keySet()), "values are " + found + ", must be of " + allowed);
    }

    private boolean isDurable(int i, Demand demand) {
        Event event = events.get(i);
        return i < demand.answered && event.stored && event.end <= demand.durableTo;
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }

    private static String name(String body) {
        return body == null ? null : body.replaceAll("-+$", "");
    }
}
