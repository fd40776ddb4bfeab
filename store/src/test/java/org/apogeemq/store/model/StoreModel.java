package org.apogeemq.store.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * What a store must hold: the messages of each queue and the values of a view. Beside what was acknowledged it knows
 * what may or may not be there after the end of a process: what was refused with an error, and what power may take.
 * After each start it takes over what there is; whatever is not there then must never come back.
 */
final class StoreModel {
    /** A message that was acknowledged; {@code end}: the log offset behind it. */
    record Message(long queueOffset, String body, long timestamp, long end) {}

    /** What is acknowledged, by queue and queue offset. */
    private final Map<String, NavigableMap<Long, Message>> queues = new TreeMap<>();

    /** Messages of topics that were removed since the start. */
    private final Map<String, List<Message>> removed = new HashMap<>();

    /** Topics whose removal may have taken place. */
    private final Set<String> maybeRemoved = new HashSet<>();

    /** Bodies that were refused since the start, by queue. */
    private final Map<String, Set<String>> refused = new HashMap<>();

    /** Changes since the start: each value with the end of its record; refused ones have {@code Long.MAX_VALUE}. */
    private final Map<String, List<Valued>> changes = new TreeMap<>();

    private Map<String, String> values = new TreeMap<>();

    private record Valued(String value, long end) {}

    void stored(String queue, Message message) {
        queues.computeIfAbsent(queue, name -> new TreeMap<>()).put(message.queueOffset, message);
    }

    void refused(String queue, String body) {
        refused.computeIfAbsent(queue, name -> new HashSet<>()).add(body);
    }

    void changed(String key, String value, long end) {
        values.put(key, value);
        changes.computeIfAbsent(key, name -> new ArrayList<>()).add(new Valued(value, end));
    }

    void changeRefused(String key, String value) {
        changes.computeIfAbsent(key, name -> new ArrayList<>()).add(new Valued(value, Long.MAX_VALUE));
    }

    void removed(String topic) {
        maybeRemoved.add(topic);
        queues.forEach((queue, messages) -> {
            if (queue.startsWith(topic + "/")) {
                removed.computeIfAbsent(queue, name -> new ArrayList<>()).addAll(messages.values());
                messages.clear();
            }
        });
    }

    void removalRefused(String topic) {
        maybeRemoved.add(topic);
    }

    NavigableMap<Long, Message> messages(String queue) {
        return queues.getOrDefault(queue, new TreeMap<>());
    }

    Map<String, String> values() {
        return values;
    }

    /**
     * Compares with what is there after a start, and takes that over.
     *
     * @param durableTo the log is on disk up to there for sure; {@code Long.MAX_VALUE}: nothing may be lost
     */
    void takeOver(String queue, Map<Long, String> found, long durableTo) {
        NavigableMap<Long, Message> expected = messages(queue);
        String topic = queue.substring(0, queue.indexOf('/'));
        boolean gone = maybeRemoved.contains(topic);
        for (Message message : expected.values()) {
            String body = found.get(message.queueOffset);
            boolean may = message.end > durableTo || gone && found.isEmpty();
            if (!message.body.equals(body) && !may) {
                throw new AssertionError("%s %d is lost: it was '%s', ends at %d (durable to %d), and now is '%s'"
                        .formatted(queue, message.queueOffset, name(message.body), message.end, durableTo, name(body)));
            }
        }
        Set<String> seen = new HashSet<>();
        NavigableMap<Long, Message> now = new TreeMap<>();
        found.forEach((queueOffset, body) -> {
            Message message = known(queue, queueOffset, body, durableTo);
            if (!body.equals(Served.VOID) && !seen.add(body)) {
                throw new AssertionError(queue + " " + queueOffset + " is there twice: '" + name(body) + "'");
            }
            now.put(queueOffset, message);
        });
        queues.put(queue, now);
    }

    /** The same for the view. */
    void takeOver(Map<String, String> found, long durableTo) {
        Set<String> keys = new HashSet<>(values.keySet());
        keys.addAll(found.keySet());
        for (String key : keys) {
            List<Valued> all = changes.getOrDefault(key, List.of());
            int last = -1; // the last change that cannot be lost
            for (int i = 0; i < all.size(); i++) {
                last = all.get(i).end <= durableTo && all.get(i).end != Long.MAX_VALUE ? i : last;
            }
            List<String> allowed = new ArrayList<>();
            all.subList(Math.max(last, 0), all.size()).forEach(valued -> allowed.add(valued.value));
            if (last < 0) {
                allowed.add(first.get(key));
            }
            if (!allowed.contains(found.get(key))) {
                throw new AssertionError("value of " + key + " is " + found.get(key) + ", must be one of " + allowed);
            }
        }
        values = new TreeMap<>(found);
    }

    private Map<String, String> first = new HashMap<>(); // values at the start

    /** Everything was taken over: from now on it is durable. */
    void started() {
        removed.clear();
        maybeRemoved.clear();
        refused.clear();
        changes.clear();
        first = new HashMap<>(values);
        queues.values()
                .forEach(messages -> messages.replaceAll(
                        (offset, message) -> new Message(offset, message.body, message.timestamp, 0)));
    }

    private Message known(String queue, long queueOffset, String body, long durableTo) {
        Predicate<Message> same = message -> message.queueOffset == queueOffset && message.body.equals(body);
        Message expected = messages(queue).get(queueOffset);
        if (expected != null && same.test(expected)) {
            return expected;
        }
        if (body.equals(Served.VOID)) {
            if (durableTo == Long.MAX_VALUE && expected != null) {
                throw new AssertionError(queue + " " + queueOffset + " is void without a power cut");
            }
            return new Message(queueOffset, body, -1, 0);
        }
        if (refused.getOrDefault(queue, Set.of()).contains(body)) {
            return new Message(queueOffset, body, -1, 0);
        }
        return removed.getOrDefault(queue, List.of()).stream()
                .filter(same)
                .filter(message -> durableTo != Long.MAX_VALUE)
                .findFirst()
                .orElseThrow(() -> new AssertionError("%s %d is '%s', which was not stored there (expected %s)"
                        .formatted(queue, queueOffset, name(body), expected)));
    }

    /** A body without what makes it long. */
    static String name(String body) {
        return body == null ? null : body.replaceAll("-+$", "");
    }
}
