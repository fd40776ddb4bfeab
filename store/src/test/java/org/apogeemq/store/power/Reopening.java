package org.apogeemq.store.power;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apogeemq.store.TestStore;
import org.apogeemq.store.TextView;
import org.apogeemq.store.disk.FaultyDisk;
import org.apogeemq.store.disk.PowerCut;
import org.apogeemq.store.index.IndexKey;
import org.apogeemq.store.index.KeyIndex.TimeRange;
import org.apogeemq.store.log.Outcome;
import org.apogeemq.store.model.Served;
import org.apogeemq.store.open.DamageReport;
import org.apogeemq.store.power.History.Demand;
import org.apogeemq.store.power.History.Event;
import org.apogeemq.store.power.History.Found;
import org.apogeemq.store.queue.ConsumeQueue;

/** Opens a store in what an end has left, twice, and goes on with it. */
final class Reopening {
    private final History history;
    private final boolean sync;

    Reopening(History history, boolean sync) {
        this.history = history;
        this.sync = sync;
    }

    /**
     * What must be so: it opens; it has what is demanded, and says what it lost; power cuts afterwards cost nothing of
     * that; it takes messages where it ended.
     *
     * @param killed no page can be missing, so nothing may be lost within a queue
     */
    void check(FaultyDisk disk, Demand demand, boolean killed) {
        TextView view = new TextView("values");
        TestStore test = Life.store(disk, sync, view);
        try {
            test.open();
            Found first = found(test, view);
            history.check(first, demand);
            checkLost(first, test.store.damage(), killed);
            checkKeys(test, first);
            disk.crash(PowerCut.MERCILESS);
            test.end();
            test.open();
            Found second = found(test, view);
            require(first.equals(second), "found " + first + ", and then " + second);
            DamageReport again = test.store.damage();
            require(again.ranges().isEmpty() && again.setAside().isEmpty(), "damaged again: " + again.ranges());
            goOn(test);
        } finally {
            disk.restartProcess();
            if (test.store != null) {
                test.end();
            }
        }
    }

    /** All that is served. */
    Found found(TestStore test, TextView view) {
        Map<String, Map<Long, String>> bodies = new TreeMap<>();
        for (String queue : history.queues()) {
            ConsumeQueue present = test.store.queues().get(topic(queue), queueId(queue));
            bodies.put(queue, present == null ? Map.of() : Served.bodies(test.store, present));
        }
        Map<String, String> values = new TreeMap<>();
        new String(view.snapshot(), UTF_8).lines().forEach(line -> {
            int equals = line.indexOf('=');
            values.put(line.substring(0, equals), line.substring(equals + 1));
        });
        return new Found(bodies, values, test.store.log().minOffset());
    }

    /** Each place in a queue where nothing is any more was reported. */
    private static void checkLost(Found found, DamageReport damage, boolean killed) {
        found.bodies()
                .forEach((queue, bodies) -> bodies.forEach((offset, body) -> {
                    if (body.equals(Served.VOID)) {
                        require(!killed, queue + " " + offset + " is void after a kill");
                        require(
                                damage.lost().stream()
                                        .anyMatch(lost -> queue.equals(lost.topic() + "/" + lost.queueId())
                                                && offset >= lost.from()
                                                && offset < lost.to()),
                                queue + " " + offset + " is void, but reported is " + damage.lost());
                    }
                }));
    }

    /** What is there is found by its key. */
    private void checkKeys(TestStore test, Found found) {
        Map<String, Set<Long>> byKey = new TreeMap<>();
        for (Event message : history.messages()) {
            String present = found.bodies().get(message.queue).get(message.queueOffset);
            if (message.value.equals(present)) {
                String key = IndexKey.of(topic(message.queue), message.key);
                Set<Long> offsets = byKey.computeIfAbsent(key, asked -> {
                    List<Long> all = new ArrayList<>();
                    boolean behind = test.store
                            .keys()
                            .find(asked, TimeRange.ALL, all::add)
                            .isBehind();
                    require(!behind, "the index is behind");
                    return new HashSet<>(all);
                });
                require(offsets.contains(message.logOffset), key + " is not found at " + message.logOffset);
            }
        }
    }

    private void goOn(TestStore test) {
        for (String queue : history.queues()) {
            ConsumeQueue present = test.queue(topic(queue), queueId(queue));
            long end = present.maxOffset();
            Outcome outcome = test.send(topic(queue), queueId(queue), "later");
            require(outcome == Outcome.STORED, "sending to " + queue + " is " + outcome);
            Map<Long, String> last = Served.bodies(test.store, present, end, 2);
            require(last.equals(Map.of(end, "later")), queue + " goes on with " + last + ", its end was " + end);
        }
    }

    private static String topic(String queue) {
        return queue.substring(0, queue.indexOf('/'));
    }

    private static int queueId(String queue) {
        return Integer.parseInt(queue.substring(queue.indexOf('/') + 1));
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
