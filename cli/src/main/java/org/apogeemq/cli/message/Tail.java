package org.apogeemq.cli.message;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.apogeemq.cli.grammar.CommandFailure;
import org.apogeemq.cli.reach.Remote;
import org.apogeemq.cli.reach.TopicRoute;
import org.apogeemq.protocol.command.RemotingCommand;
import org.apogeemq.protocol.record.MessageQueue;
import org.apogeemq.protocol.record.StoredMessage;
import org.apogeemq.time.Scheduler;

/**
 * Shows the messages of a topic as they arrive. One thread does everything, the one that calls {@link #run}: answers
 * and timers only leave it a task, so a slow terminal slows down the asking.
 */
final class Tail {
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration LATER = Duration.ofSeconds(30);

    /** One task a queue and one for the route at most; queues of a topic are a few thousand at worst. */
    private static final int TASKS_MAX = 1 << 16;

    /** Where to begin. */
    enum From {
        FIRST,
        LAST
    }

    /**
     * What is to be shown.
     *
     * @param tags tag expression
     * @param count end after so many messages; {@link Long#MAX_VALUE} for never
     */
    record Wanted(String topic, String tags, From from, long count) {}

    /** What is told of what is seen. */
    interface Screen {
        /** Shows a message; false if nobody looks any more. */
        boolean message(String brokerName, StoredMessage message);

        /** Something the user should know that is no message. */
        void notice(String text);
    }

    private final Remote remote;
    private final Scheduler scheduler;
    private final Wanted wanted;
    private final Screen screen;
    private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>(TASKS_MAX);

    // Confined to the thread in run.
    private final Map<MessageQueue, QueueReader> readers = new HashMap<>();
    private From from;
    private boolean found;
    private boolean missed;
    private long left;

    Tail(Remote remote, Scheduler scheduler, Wanted wanted, Screen screen) {
        this.remote = remote;
        this.scheduler = scheduler;
        this.wanted = wanted;
        this.screen = screen;
        from = wanted.from();
        left = wanted.count();
    }

    /**
     * Shows messages until as many as wanted were shown, nobody looks any more, or the thread is interrupted.
     *
     * @throws CommandFailure if the queue cannot be reached at the start
     */
    void run() throws InterruptedException {
        look();
        while (left > 0) {
            tasks.take().run();
        }
    }

    /** Finds queues that are not read yet. */
    private void look() {
        Optional<TopicRoute> route = remote.route(wanted.topic());
        if (route.isEmpty()) {
            if (!missed) {
                screen.notice("there is no topic " + wanted.topic() + " yet; waiting for its first message");
            }
            missed = true;
        } else {
            found = true;
            From begin = missed ? From.FIRST : from;
            route.get().readable(wanted.topic()).forEach((queue, broker) -> read(queue, broker, begin));
            from = From.FIRST; // a queue that appears later has only messages that nobody has seen
        }
        later(found ? LATER : SOON, this::lookAgain);
    }

    private void lookAgain() {
        try {
            look();
        } catch (CommandFailure e) {
            screen.notice(e.getMessage());
            later(SOON, this::lookAgain);
        }
    }

    private void read(MessageQueue queue, String broker, From begin) {
        QueueReader known = readers.get(queue);
        if (known != null) {
            known.moveTo(broker);
            return;
        }
        var reader = new QueueReader(remote, queue, broker, wanted.tags());
        switch (begin) {
            case FIRST -> reader.toFirst();
            case LAST -> reader.toLast();
        }
        readers.put(queue, reader);
        ask(reader);
    }

    private void ask(QueueReader reader) {
        reader.ask()
                .whenComplete((answer, failure) -> tasks.add(() -> {
                    if (failure == null) {
                        show(reader, answer);
                    } else {
                        later(SOON, () -> ask(reader));
                    }
                }));
    }

    private void show(QueueReader reader, RemotingCommand answer) {
        List<StoredMessage> messages;
        try {
            messages = reader.take(answer);
        } catch (CommandFailure e) {
            screen.notice(e.getMessage());
            readers.remove(reader.queue()); // found again with the next look at the route, if it is still there
            return;
        }
        for (StoredMessage message : messages) {
            if (left > 0) {
                left = screen.message(reader.queue().brokerName(), message) ? left - 1 : 0;
            }
        }
        if (left > 0) {
            ask(reader);
        }
    }

    private void later(Duration delay, Runnable task) {
        scheduler.after(delay, () -> tasks.add(task));
    }
}
