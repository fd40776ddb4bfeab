package org.apogeemq.chaos.consumers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apogeemq.chaos.consumers.Steps.Step;
import org.apogeemq.chaos.consumers.Steps.What;
import org.apogeemq.testkit.order.OrderCheck;
import org.apogeemq.testkit.order.Worker;
import org.apogeemq.testkit.process.ApogeeProcess;
import org.apogeemq.testkit.process.DataFolders;
import org.apogeemq.testkit.server.Server;

/** A whole run: one program, one topic of 16 queues, one group whose members come and go. Used by one thread. */
public final class ConsumersRun {
    private static final int QUEUES = 16;
    private static final String TOPIC = "chaos-ordered";
    private static final String GROUP = "chaos-orderly";
    private static final int SHOWN_MAX = 25;
    private static final int LOOK_MILLIS = 200;
    private static final long CATCH_UP_SECONDS = 120;

    private final ConsumersOptions options;
    private final Consumer<String> console;
    private final Steps steps;
    private final Path folder;
    private final List<Worker> workers = new ArrayList<>();
    private final Map<What, Integer> counts = new EnumMap<>(What.class);
    private OrderCheck check = OrderCheck.of(List.of());

    /** @param console gets a line for each step and the report */
    public ConsumersRun(ConsumersOptions options, Consumer<String> console) throws IOException {
        this.options = options;
        this.console = console;
        steps = new Steps(options.seed(), options.members());
        folder = options.data() == null
                ? DataFolders.create("chaos-consumers")
                : Files.createDirectories(options.data().resolve("consumers"));
    }

    /**
     * Runs it. If nothing is found, the logs of all workers are removed.
     *
     * @return what was found; empty if every promise was kept
     */
    public List<String> run() throws Exception {
        console.accept("seed %d, %d steps, at most %d consumers, locks live %d ms after a kill"
                .formatted(options.seed(), options.steps(), options.members(), options.lockMillis()));
        List<String> found = new ArrayList<>();
        try (var apogee = ApogeeProcess.up()
                .data(folder.resolve("data"))
                .set("rebalanceLockMaxLiveTime", options.lockMillis())
                .start()) {
            Server.of(apogee).createTopic(TOPIC, QUEUES);
            try (var sender = new KeySender(apogee.nameServerAddress(), TOPIC)) {
                underLoad(apogee, sender);
            } catch (IllegalStateException e) {
                found.add(e.toString());
            } finally {
                workers.forEach(Worker::close);
            }
        }
        found.addAll(check.faults());
        report(found);
        return found;
    }

    private void underLoad(ApogeeProcess apogee, KeySender sender) throws InterruptedException {
        join(apogee);
        join(apogee);
        for (int step = 1; step <= options.steps() && check.faults().isEmpty(); step++) {
            take(step, apogee);
            if (step % options.checkEvery() == 0) {
                awaitAll(sender.rounds());
            }
        }
        awaitAll(sender.stop());
    }

    private void take(int number, ApogeeProcess apogee) throws InterruptedException {
        List<Worker> present = workers.stream().filter(Worker::isAlive).toList();
        Step step = steps.next(present.size());
        counts.merge(step.what(), 1, Integer::sum);
        String name = switch (step.what()) {
            case JOINS -> join(apogee).name();
            case KILLED -> {
                present.get(step.member()).kill9();
                yield present.get(step.member()).name();
            }
            case LEAVES -> {
                present.get(step.member()).terminate();
                yield present.get(step.member()).name();
            }
        };
        console.accept("%4d/%d  %-12s %-6s  then %4d ms"
                .formatted(number, options.steps(), name, step.what(), step.pauseMillis()));
        new CountDownLatch(1).await(step.pauseMillis(), TimeUnit.MILLISECONDS);
    }

    private Worker join(ApogeeProcess apogee) {
        String name = "consumer-" + workers.size();
        // What a client goes by stands to the lock's life as with the defaults: 30 s and 20 s to 60 s, or safer.
        List<String> java = List.of(
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Duser.home=" + System.getProperty("user.home"),
                "-Drocketmq.log.root=" + folder.resolve("client-logs"),
                "-Drocketmq.client.rebalance.lockMaxLiveTime=" + options.lockMillis() / 3,
                "-Drocketmq.client.rebalance.lockInterval=" + options.lockMillis() / 10);
        var program = List.of(OrderlyConsumer.class.getName(), apogee.nameServerAddress(), GROUP, TOPIC);
        Worker worker = Worker.launch(name, folder, java, program);
        workers.add(worker);
        return worker.awaitStarted();
    }

    /** Waits until every key has come as far, and looks at all that was done. */
    private void awaitAll(int rounds) throws InterruptedException {
        long deadline = System.nanoTime()
                + TimeUnit.SECONDS.toNanos(CATCH_UP_SECONDS)
                + TimeUnit.MILLISECONDS.toNanos(options.lockMillis());
        look();
        while (rounds > 0 && check.faults().isEmpty() && check.keysAt(rounds - 1) < KeySender.KEYS) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("%d of %d keys have not come to message %d within %d s"
                        .formatted(
                                KeySender.KEYS - check.keysAt(rounds - 1),
                                KeySender.KEYS,
                                rounds - 1,
                                CATCH_UP_SECONDS + TimeUnit.MILLISECONDS.toSeconds(options.lockMillis())));
            }
            new CountDownLatch(1).await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            look();
        }
        console.accept("           %,d messages of %,d keys: %s"
                .formatted(
                        rounds * (long) KeySender.KEYS,
                        KeySender.KEYS,
                        check.faults().isEmpty() ? "all as it should be" : "NOT as it should be"));
    }

    private void look() {
        check = OrderCheck.of(
                workers.stream().flatMap(worker -> worker.work().stream()).toList());
    }

    private void report(List<String> found) {
        console.accept("%d killed, %d left, %d joined; %,d messages came again"
                .formatted(
                        counts.getOrDefault(What.KILLED, 0),
                        counts.getOrDefault(What.LEAVES, 0),
                        counts.getOrDefault(What.JOINS, 0) + 2,
                        check.repeated()));
        if (found.isEmpty()) {
            console.accept("no key out of order, never two at once in a queue, nothing missed");
            DataFolders.delete(folder);
            return;
        }
        console.accept("FOUND %d violations, of which the first are:".formatted(found.size()));
        found.stream().limit(SHOWN_MAX).forEach(fault -> console.accept("  " + fault));
        console.accept("logs and data are kept: " + folder);
        console.accept("to repeat: bin/chaos consumers --seed %d --steps %d --check-every %d --members %d --lock %d"
                .formatted(
                        options.seed(),
                        options.steps(),
                        options.checkEvery(),
                        options.members(),
                        options.lockMillis()));
    }
}
