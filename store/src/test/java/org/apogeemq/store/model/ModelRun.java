package org.apogeemq.store.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apogeemq.store.StoreException;
import org.apogeemq.store.TestStore;
import org.apogeemq.store.TextView;
import org.apogeemq.store.disk.Failure;
import org.apogeemq.store.disk.PowerCut;
import org.apogeemq.store.log.Draft;
import org.apogeemq.store.model.StoreModel.Message;
import org.apogeemq.store.queue.Boundary;
import org.apogeemq.store.queue.ConsumeQueue;
import org.apogeemq.store.queue.QueueMemory;
import org.apogeemq.store.retention.Retention;

/** Takes steps with a store and with its model, and compares the two. */
final class ModelRun implements AutoCloseable {
    private static final int SEGMENT_BYTES = 16 * 1024;
    /** A full disk costs no messages: the model knows nothing of deletion. */
    private static final Retention KEEPS_ALL = new Retention(
            Duration.ofDays(365), Set.of(), new Retention.Usage(75, 85, 90, false), 0, 10, Duration.ofSeconds(10));

    private final boolean sync;
    private final TextView view = new TextView("values");
    private final TestStore test = new TestStore(view);
    private final StoreModel model = new StoreModel();

    ModelRun(boolean sync) {
        this.sync = sync;
        if (sync) {
            test.syncFlush();
        }
        test.config = test.config.with(KEEPS_ALL);
        test.with(new QueueMemory(8, sync ? 3 : 40, 1 << 20)).open();
    }

    /** Runs all steps; throws an {@link AssertionError} where store and model differ. */
    static void all(List<Step> steps, boolean sync) throws Exception {
        try (ModelRun run = new ModelRun(sync)) {
            for (Step step : steps) {
                run.take(step);
            }
            run.take(new Step.Heal());
            run.take(new Step.Restart());
        }
    }

    void take(Step step) throws Exception {
        switch (step) {
            case Step.Send send -> send(send);
            case Step.Change change -> change(change);
            case Step.Remove remove -> remove(remove.topic());
            case Step.Advance advance -> test.time.advance(Duration.ofMillis(advance.millis()));
            case Step.Read read -> reading(() -> read(read));
            case Step.ByTime time -> reading(() -> byTime(time));
            case Step.Check check -> reading(this::check);
            case Step.Restart restart -> restart();
            case Step.Kill kill -> kill();
            case Step.PowerCut cut -> cutPower(cut);
            case Step.DiskFull full -> test.disk.spaceLeft(full.bytesLeft());
            case Step.Heal heal -> heal();
            case Step.Fail fail ->
                test.disk.fail(fail.operation(), fail.n(), Failure.ioError().after(fail.afterBytes()));
        }
    }

    @Override
    public void close() {
        heal();
        test.end();
    }

    private void send(Step.Send send) throws Exception {
        List<String> bodies = new ArrayList<>();
        for (int i = 0; i < send.bodyBytes().size(); i++) {
            bodies.add("s" + send.id() + "." + i + "-".repeat(send.bodyBytes().get(i)));
        }
        Draft draft = test.sendBatch(send.topic(), send.queueId(), bodies);
        String queue = send.topic() + "/" + send.queueId();
        boolean tooLarge = bodies.stream().mapToInt(body -> body.length() + 100).sum() > SEGMENT_BYTES / 2;
        for (int i = 0; i < bodies.size(); i++) {
            switch (draft.outcome(i)) {
                case STORED -> model.stored(queue, message(draft, i, bodies));
                case TOO_LARGE -> require(tooLarge, "refused as too large: " + send);
                default -> model.refused(queue, bodies.get(i));
            }
        }
    }

    private Message message(Draft draft, int i, List<String> bodies) {
        long end = i + 1 < bodies.size()
                ? draft.logOffset(i + 1)
                : test.store.log().appendedOffset();
        return new Message(draft.queueOffset(i), bodies.get(i), draft.storeTimestamp(i), end);
    }

    private void change(Step.Change change) throws Exception {
        String value = Integer.toString(change.value());
        byte[] bytes = (change.key() + "=" + value).getBytes(UTF_8);
        if (isDone(test.store.append(view, bytes))) {
            model.changed(change.key(), value, test.store.log().appendedOffset());
        } else {
            model.changeRefused(change.key(), value);
        }
    }

    private void remove(String topic) throws Exception {
        if (isDone(test.store.queues().remove(topic))) {
            model.removed(topic);
        } else {
            model.removalRefused(topic);
        }
    }

    private static boolean isDone(CompletableFuture<Void> future) throws InterruptedException, TimeoutException {
        try {
            future.get(10, TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException e) {
            return false;
        }
    }

    /** A disk that fails while something is read is no failure of the store, if it reads when the disk is well. */
    private void reading(Runnable read) {
        try {
            read.run();
        } catch (UncheckedIOException e) {
            heal();
            read.run();
        }
    }

    private void read(Step.Read read) {
        NavigableMap<Long, Message> expected = model.messages(read.topic() + "/" + read.queueId());
        ConsumeQueue queue = test.queue(read.topic(), read.queueId());
        long from = queue.minOffset() + (long) (read.place() * (queue.maxOffset() - queue.minOffset()));
        Map<Long, String> found = Served.bodies(test.store, queue, from, read.count());
        same(queue + " from " + from, bodies(expected.subMap(from, from + read.count())), found);
    }

    private void byTime(Step.ByTime step) {
        NavigableMap<Long, Message> messages = model.messages(step.topic() + "/" + step.queueId());
        if (messages.isEmpty() || messages.values().stream().anyMatch(message -> message.timestamp() < 0)) {
            return; // when those were stored that came back is not known
        }
        List<Message> all = List.copyOf(messages.values());
        long timestamp = all.get((int) (step.place() * all.size())).timestamp() + step.millisBeside();
        long expected = step.boundary() == Boundary.LOWER
                ? all.stream()
                        .filter(message -> message.timestamp() >= timestamp)
                        .mapToLong(Message::queueOffset)
                        .min()
                        .orElse(messages.lastKey() + 1)
                : all.stream()
                        .filter(message -> message.timestamp() <= timestamp)
                        .mapToLong(Message::queueOffset)
                        .max()
                        .orElse(messages.firstKey());
        long found = test.queue(step.topic(), step.queueId()).offsetByTime(timestamp, step.boundary());
        require(found == expected, step + " at " + timestamp + " gives " + found + ", must be " + expected);
    }

    private void check() {
        for (String topic : Steps.TOPICS) {
            for (int id = 0; id < Steps.QUEUES; id++) {
                same(topic + "/" + id, bodies(model.messages(topic + "/" + id)), found(topic, id));
            }
        }
        same("view", model.values(), values());
    }

    private void restart() {
        try {
            test.store.close();
        } catch (StoreException e) {
            require(isOneLine(e), "not one line: " + e.getMessage());
            test.disk.restartProcess();
        }
        open(Long.MAX_VALUE);
    }

    private void kill() {
        test.disk.restartProcess();
        test.end();
        open(Long.MAX_VALUE);
    }

    private void cutPower(Step.PowerCut cut) {
        long flushed = test.store.log().flushedOffset();
        long durable = sync ? Long.MAX_VALUE - 1 : flushed; // what is acknowledged is on disk
        test.disk.crash(PowerCut.random(new Random(cut.seed()), cut.survival()));
        test.end();
        open(durable);
    }

    /** Starts; if a fault keeps it from that, it says so, and starts when that is over. */
    private void open(long durableTo) {
        try {
            test.open();
        } catch (StoreException e) {
            require(isOneLine(e), "not one line: " + e.getMessage());
            heal();
            test.open();
        }
        heal();
        for (String topic : Steps.TOPICS) {
            for (int id = 0; id < Steps.QUEUES; id++) {
                model.takeOver(topic + "/" + id, found(topic, id), durableTo);
            }
        }
        model.takeOver(values(), durableTo);
        model.started();
    }

    private void heal() {
        test.disk.heal();
        test.disk.spaceLeft(Long.MAX_VALUE);
    }

    private Map<Long, String> found(String topic, int queueId) {
        ConsumeQueue queue = test.store.queues().get(topic, queueId);
        return queue == null ? Map.of() : Served.bodies(test.store, queue);
    }

    private Map<String, String> values() {
        Map<String, String> values = new TreeMap<>();
        new String(view.snapshot(), UTF_8)
                .lines()
                .forEach(line ->
                        values.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1)));
        return values;
    }

    private static Map<Long, String> bodies(Map<Long, Message> messages) {
        Map<Long, String> bodies = new TreeMap<>();
        messages.forEach((offset, message) -> bodies.put(offset, message.body()));
        return bodies;
    }

    private static <K> void same(String what, Map<K, String> expected, Map<K, String> found) {
        for (Map.Entry<K, String> entry : expected.entrySet()) {
            String other = found.get(entry.getKey());
            require(
                    entry.getValue().equals(other),
                    what + ": " + entry.getKey() + " is '" + StoreModel.name(other) + "', must be '"
                            + StoreModel.name(entry.getValue()) + "'");
        }
        require(expected.size() == found.size(), what + ": has " + found.keySet() + ", must have " + expected.keySet());
    }

    private static boolean isOneLine(StoreException e) {
        return e.getMessage() != null && e.getMessage().lines().count() == 1;
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
