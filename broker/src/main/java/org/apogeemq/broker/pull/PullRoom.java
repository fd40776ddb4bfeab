package org.apogeemq.broker.pull;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import org.apogeemq.broker.filter.OutcomeMemory;
import org.apogeemq.broker.filter.Outcomes;
import org.apogeemq.broker.filter.QueueOutcomes;
import org.apogeemq.broker.filter.SqlFilters;
import org.apogeemq.broker.group.Groups;
import org.apogeemq.broker.group.Members;
import org.apogeemq.broker.metrics.BrokerCounters;
import org.apogeemq.broker.offset.Offsets;
import org.apogeemq.broker.topic.Topics;
import org.apogeemq.store.log.CommitLog;
import org.apogeemq.store.queue.ConsumeQueue;
import org.apogeemq.time.Clock;
import org.apogeemq.time.Scheduler;

/** What the lanes of pulls share. Thread-safe. */
public final class PullRoom {
    private final Pull pull;
    private final CommitLog log;
    private final Clock clock;
    private final Executor coldReads;
    private final BrokerCounters counters;
    private final DamagedRecords damaged;
    private final OutcomeMemory outcomes;
    private final LookAhead lookAhead;
    private final List<PullLane> lanes = new CopyOnWriteArrayList<>();
    // Replaced while the broker runs.
    private volatile PullConfig config;

    /**
     * What a pull needs to know of topics, groups, members and progress.
     *
     * @param topics topics there are
     * @param groups settings of the groups
     * @param members who is online and subscribes to what
     * @param offsets progress of the groups
     * @param sqlFilters which expressions are taken
     */
    public record Tables(Topics topics, Groups groups, Members members, Offsets offsets, SqlFilters sqlFilters) {}

    /**
     * @param coldReads runs reads that may wait for the disk; refuses when too many wait
     * @param aheadReads runs what looks at messages before they are pulled; the same
     */
    public PullRoom(
            PullConfig config,
            Tables tables,
            CommitLog log,
            Clock clock,
            Scheduler scheduler,
            Executor coldReads,
            Executor aheadReads,
            BrokerCounters counters) {
        this.config = config;
        this.log = log;
        this.clock = clock;
        this.coldReads = coldReads;
        this.counters = counters;
        outcomes = OutcomeMemory.fitting(Runtime.getRuntime().maxMemory());
        lookAhead = new LookAhead(log, outcomes, clock, scheduler, aheadReads);
        damaged = new DamagedRecords(log, clock, counters);
        pull = new Pull(config, tables);
        Duration step = Duration.ofMillis(WaitingPulls.STEP_MILLIS);
        scheduler.every(step, step, () -> lanes.forEach(PullLane::tick));
    }

    /** Goes by other limits from now on. */
    public void change(PullConfig changed) {
        config = changed;
        pull.change(changed);
    }

    /** A lane for one event loop, given as how to run there. */
    public PullLane lane(PullAnswers answers, Executor loop) {
        var lane = new PullLane(pull, this, answers, loop);
        lanes.add(lane);
        return lane;
    }

    /** Pulls that wait at the moment. */
    public int waiting() {
        return lanes.stream().mapToInt(PullLane::waitingCount).sum();
    }

    /** Those who wait for {@code queue}: kept by the queue itself, so that they go when it is removed. */
    QueueWaiters waiters(ConsumeQueue queue) {
        return queue.watcher() instanceof QueueWaiters present ? present : watch(queue);
    }

    /** What is known of the messages of the queue of {@code call} and its expression; null: nothing is remembered. */
    Outcomes outcomes(PullCall call) {
        QueueOutcomes known = waiters(call.queue).outcomes();
        lookAhead.follow(call.queue, known);
        return known.of(call.sql, nowMillis());
    }

    /** Lets the pulls of {@code group} that wait for {@code queue} look again. Any thread. */
    public void recheck(ConsumeQueue queue, String group) {
        if (queue.watcher() instanceof QueueWaiters present) {
            present.wake(group);
        }
    }

    private synchronized QueueWaiters watch(ConsumeQueue queue) {
        if (queue.watcher() instanceof QueueWaiters present) {
            return present; // another loop was first
        }
        var created = new QueueWaiters(queue.watcher(), new QueueOutcomes(outcomes));
        queue.watcher(created);
        return created;
    }

    PullConfig config() {
        return config;
    }

    CommitLog log() {
        return log;
    }

    BrokerCounters counters() {
        return counters;
    }

    DamagedRecords damaged() {
        return damaged;
    }

    Executor coldReads() {
        return coldReads;
    }

    long nowMillis() {
        return clock.monotonicNanos() / 1_000_000;
    }
}
