package org.apogeemq.broker.send;

import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apogeemq.broker.delay.DelayLevels;
import org.apogeemq.broker.group.Groups;
import org.apogeemq.broker.order.QueueLocks;
import org.apogeemq.broker.timer.TimerRules;
import org.apogeemq.broker.topic.Topics;
import org.apogeemq.store.log.Draft;
import org.apogeemq.time.Clock;
import org.apogeemq.time.Entropy;

/** Opens a lane of sends for each event loop. Thread-safe. */
public final class SendRoom {
    private final SendConfig config;
    private final Tables tables;
    private final Send send;
    private final Clock clock;
    private final Entropy entropy;

    /**
     * What sends are checked against, and where they go.
     *
     * @param log takes drafts for the log's writer
     */
    public record Tables(
            Topics topics,
            Groups groups,
            QueueLocks locks,
            DelayLevels delays,
            TimerRules timers,
            Consumer<Draft> log) {}

    public SendRoom(SendConfig config, Tables tables, Clock clock, Entropy entropy) {
        this.config = config;
        this.tables = tables;
        this.clock = clock;
        this.entropy = entropy;
        send = new Send(config, tables.topics(), tables.groups(), tables.locks(), clock, entropy);
    }

    /** Goes by another limit of messages from now on; what lanes write into messages stays as it was at the start. */
    public void change(SendConfig changed) {
        send.change(changed);
    }

    /** A lane for one event loop, given as how to run there and how to tell that one is there. */
    public SendLane lane(SendAnswers answers, Executor loop, BooleanSupplier onLoop) {
        var keys = new UniqueKeys(entropy, clock.wallMillis());
        return new SendLane(send, config, tables, keys, answers, loop, onLoop);
    }
}
