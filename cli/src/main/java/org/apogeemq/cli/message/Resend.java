package org.apogeemq.cli.message;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apogeemq.cli.grammar.CommandFailure;
import org.apogeemq.cli.reach.Session;
import org.apogeemq.cli.screen.Progress;

/**
 * Sends dead letters again, each at most once however often it is interrupted and run: each message that is made says
 * from which letter, and before a letter is sent its topic is searched for that. Many are under way at once, but
 * letters of one sharding key go one after the other. Confined to one thread.
 */
final class Resend {
    private static final int TRIES_MAX = 3;
    private static final int UNDER_WAY_MAX = 16;
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);

    /** Where a letter goes. */
    interface Target {
        /** The topic it is sent to; null if the letter does not say. */
        String topic(DeadLetter letter);

        /** The topic the consumer is to be told, if the letter goes to the group's retries; else null. */
        String retryOf(DeadLetter letter);
    }

    /**
     * What is to be done.
     *
     * @param again whether letters are sent that were sent before
     * @param max so many are sent at most
     * @param dryRun whether nothing is sent
     */
    record Order(MessageFilter filter, Target target, boolean again, long max, boolean dryRun) {}

    /**
     * What was done.
     *
     * @param sent now, or would be
     * @param before were sent by an earlier run
     * @param homeless do not say where they came from
     */
    record Outcome(long sent, long before, long homeless) {}

    private final DeadLetters letters;
    private final Sender sender;
    private final Session session;
    private final Order order;
    private final Consumer<DeadLetter> onSent;
    private long sent;
    private long before;
    private long homeless;

    /** @param onSent told of each letter that was sent, or would be */
    Resend(DeadLetters letters, Sender sender, Session session, Order order, Consumer<DeadLetter> onSent) {
        this.letters = letters;
        this.sender = sender;
        this.session = session;
        this.order = order;
        this.onSent = onSent;
    }

    /**
     * Sends what the scan gives.
     *
     * @param mark told of letters that need not be looked at again; null if that is not to be remembered
     * @throws CommandFailure if a letter cannot be sent, or nobody can say whether it was; the letters before it were
     */
    Outcome run(TopicScan scan, ResendMark mark, Progress progress) throws InterruptedException {
        try (var lines = new Lines(order.dryRun ? 0 : UNDER_WAY_MAX)) {
            return run(scan, mark, progress, lines);
        }
    }

    private Outcome run(TopicScan scan, ResendMark mark, Progress progress, Lines lines) throws InterruptedException {
        long read = 0;
        List<DeadLetter> batch = DeadLetters.batch(scan);
        while (!batch.isEmpty() && sent < order.max) {
            deal(
                    batch.stream()
                            .filter(letter -> order.filter.passes(letter.found()))
                            .toList(),
                    mark,
                    lines);
            if (mark != null) {
                mark.write();
            }
            read += batch.size();
            progress.at(read);
            batch = DeadLetters.batch(scan);
        }
        return new Outcome(sent, before, homeless);
    }

    private void deal(List<DeadLetter> batch, ResendMark mark, Lines lines) throws InterruptedException {
        List<String> targets = new ArrayList<>();
        batch.forEach(letter -> targets.add(order.target.topic(letter)));
        boolean[] wereSent = order.again ? new boolean[batch.size()] : letters.wereSent(batch, targets);
        long room = order.max - sent;
        for (int i = 0; i < batch.size() && lines.size() < room; i++) {
            DeadLetter letter = batch.get(i);
            String topic = targets.get(i);
            if (topic != null && !wereSent[i]) {
                String key = letter.orderKey() == null ? null : topic + '\n' + letter.orderKey();
                lines.add(key, letter, () -> send(letter, topic));
            }
        }
        CommandFailure failure = order.dryRun ? null : lines.run();
        for (int i = 0; i < batch.size() && sent < order.max; i++) {
            DeadLetter letter = batch.get(i);
            if (targets.get(i) == null) {
                homeless++;
                continue;
            }
            if (wereSent[i]) {
                before++;
            } else if (order.dryRun || lines.isDone(letter)) {
                sent++;
                onSent.accept(letter);
            } else {
                continue;
            }
            if (mark != null) {
                mark.sent(letter.found());
            }
        }
        lines.clear();
        if (failure != null) {
            throw new CommandFailure(
                    failure.getMessage() + "; " + sent + " letters were sent: run this again, none is" + " sent twice");
        }
    }

    /** Sends one letter; when it is not known whether that worked, its topic is asked before it is tried again. */
    private void send(DeadLetter letter, String topic) throws InterruptedException {
        for (int tries = 1; ; tries++) {
            try {
                sender.send(letter.outgoing(topic, order.target.retryOf(letter)));
                return;
            } catch (CommandFailure e) {
                if (tries == TRIES_MAX) {
                    throw new CommandFailure(letter.found().place() + ": " + e.getMessage());
                }
            }
            session.pause(BETWEEN_TRIES);
            if (!order.again && letters.wereSent(List.of(letter), List.of(topic))[0]) {
                return;
            }
        }
    }
}
