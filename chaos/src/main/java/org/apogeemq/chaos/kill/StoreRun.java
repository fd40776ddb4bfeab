package org.apogeemq.chaos.kill;

import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apogeemq.chaos.history.Bodies;
import org.apogeemq.chaos.history.Checker;
import org.apogeemq.chaos.history.History;
import org.apogeemq.chaos.history.MessageName;
import org.apogeemq.chaos.history.Progress;
import org.apogeemq.chaos.history.QueueContents;
import org.apogeemq.chaos.history.Sent;
import org.apogeemq.chaos.history.Sightings;
import org.apogeemq.chaos.history.Violation;
import org.apogeemq.chaos.history.Violation.Kind;
import org.apogeemq.chaos.load.Load;

/** The life of one data folder: started and ended round after round, under load, and checked. Used by one thread. */
final class StoreRun implements AutoCloseable {
    private static final int FIRST_ANSWER_SECONDS = 20;
    private static final int NEW_TOPIC_EVERY = 3;
    /** Progress of groups is stored once a second; the rest is for a busy machine. */
    private static final long PROGRESS_STORED_NANOS = TimeUnit.SECONDS.toNanos(3);

    private final Plan plan;
    private final Figures figures;
    private final Consumer<String> console;
    private final Program program;
    private final History history = new History();
    private final Progress progress = new Progress(PROGRESS_STORED_NANOS);
    private final Sightings sightings = new Sightings();
    private final Queue<Violation> violations = new ConcurrentLinkedQueue<>();
    private final Load.Parts parts;
    private Load load;
    private int rounds;
    private long acknowledgedBefore;
    private Figures.StoreCounts counts = new Figures.StoreCounts(0, 0, 0, 0, 0);

    StoreRun(String label, long seed, Path data, String flush, Figures figures, Consumer<String> console) {
        plan = new Plan(seed);
        Plan.Settings settings = plan.settings(flush);
        this.figures = figures;
        this.console = console;
        program = new Program(data, settings);
        parts = new Load.Parts(label, seed, new Bodies(seed), history, progress, sightings, violations::add);
        console.accept(label + ": " + settings);
    }

    /** Starts it for the first time, makes topics, begins to send, and ends it as drawn. */
    void first(String title) throws Exception {
        program.launch();
        program.awaitReady();
        load = new Load(program.server(), parts);
        load.startSending();
        load.startReading();
        Plan.Round round = plan.round();
        program.letRun(round.millis());
        end(title, round);
    }

    /** One more start and end. */
    void round(String title) throws Exception {
        Plan.Round round = plan.round();
        if (++rounds % NEW_TOPIC_EVERY == 0) {
            load.anotherTopic();
        }
        CompletableFuture<Long> answer = history.nextAcknowledgement();
        program.launch();
        if (round.end() == Plan.End.KILLED_WHILE_STARTING) {
            program.letRun(round.millis());
            end(title, round);
            return;
        }
        figures.ready(millisSinceStart(program.awaitReady()));
        underLoad(title, round, answer);
    }

    private void underLoad(String title, Plan.Round round, CompletableFuture<Long> answer) throws Exception {
        load.startReading();
        if (round.end() != Plan.End.KILLED_WHEN_READY) {
            try {
                long first = answer.get(FIRST_ANSWER_SECONDS, TimeUnit.SECONDS);
                figures.firstAcknowledged(millisSinceStart(first));
            } catch (TimeoutException e) {
                violations.add(new Violation(
                        Kind.PROGRAM,
                        "ready, but nothing was acknowledged within %d s".formatted(FIRST_ANSWER_SECONDS)));
            }
        }
        program.letRun(round.millis());
        end(title, round);
    }

    private void end(String title, Plan.Round round) throws InterruptedException {
        long now = System.nanoTime();
        boolean stops = round.end() == Plan.End.STOPPED;
        if (stops) {
            program.stop();
        } else {
            program.kill();
        }
        load.stopReading();
        if (stops) {
            progress.stopped(now);
        } else {
            progress.killed(now);
        }
        figures.ended(round.end());
        long acknowledged = history.acknowledged();
        console.accept("%s  %-21s after %4d ms  %,9d acknowledged (+%,d)"
                .formatted(title, round.end(), round.millis(), acknowledged, acknowledged - acknowledgedBefore));
        acknowledgedBefore = acknowledged;
    }

    /** Starts it without load, reads and checks everything; it goes on running. */
    void check(String title) throws Exception {
        load.stopSending();
        program.launch();
        program.awaitReady();
        List<QueueContents> queues = load.readAll();
        long messages =
                queues.stream().mapToLong(queue -> queue.messages().size()).sum();
        int before = violations.size();
        violations.addAll(Checker.check(history.sent(), queues));
        violations.addAll(sightings.compare(queues));
        figures.checked(messages);
        String result = violations.size() == before ? "all as it should be" : "NOT as it should be";
        console.accept("%s  checked %,d messages in %d queues: %s".formatted(title, messages, queues.size(), result));
        counts = counts(queues);
    }

    /** Kills it after {@link #check}, and begins to send again. */
    void goOn() {
        program.kill();
        load.startSending();
    }

    /** Counts as of the last {@link #check}. */
    Figures.StoreCounts counts() {
        return counts;
    }

    /** What was found so far. */
    Collection<Violation> violations() {
        return violations;
    }

    /** The last lines of the program. */
    String output() {
        return program.output();
    }

    @Override
    public void close() {
        if (load != null) {
            load.close(); // before the program: each client would wait for it for seconds
        }
        program.close();
    }

    private Figures.StoreCounts counts(List<QueueContents> queues) {
        Set<MessageName> stored = new HashSet<>();
        queues.forEach(queue -> queue.messages().forEach(message -> stored.add(message.name())));
        long unanswered = 0;
        long oneWay = 0;
        long oneWayStored = 0;
        for (Sent message : history.sent()) {
            if (message.isOneWay()) {
                oneWay++;
                oneWayStored += stored.contains(message.name()) ? 1 : 0;
            } else if (message.acknowledgement() == null) {
                unanswered++;
            }
        }
        return new Figures.StoreCounts(
                history.acknowledged(), unanswered, oneWay, oneWayStored, Checker.repeated(queues));
    }

    private long millisSinceStart(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos - program.startedNanos());
    }
}
