package org.apogeemq.broker.pull;

import java.io.UncheckedIOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apogeemq.broker.face.RefusedException;
import org.apogeemq.broker.metrics.BrokerCounters;
import org.apogeemq.store.log.CommitLog;
import org.apogeemq.store.queue.QueueEntries;

/** The pulls of one event loop: read at once, or kept waiting until there is something. Confined to the event loop. */
public final class PullLane {
    private final Pull pull;
    private final PullRoom room;
    private final CommitLog log;
    private final PullAnswers answers;
    private final Executor loop;
    private final BrokerCounters counters;
    // Made anew when an answer may hold more messages than before.
    private Gatherer gatherer;
    private PullResult result;
    private final WaitingPulls waiting;
    // Filled by any thread, emptied by the loop.
    private final Queue<PullCall> woken = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean wakeScheduled = new AtomicBoolean();
    // Counts how often the woken were looked at.
    private long round;
    // Written by the loop, read by the ticking timer.
    private volatile int waitingCount;

    PullLane(Pull pull, PullRoom room, PullAnswers answers, Executor loop) {
        this.pull = pull;
        this.room = room;
        this.answers = answers;
        this.loop = loop;
        log = room.log();
        counters = room.counters();
        makeRoom();
        waiting = new WaitingPulls(room.nowMillis());
    }

    /**
     * Answers {@code call} now, or when there is something or its time is over.
     *
     * @return false if its group does not exist yet; nothing was done
     * @throws org.apogeemq.broker.face.RefusedException if it is refused
     */
    public boolean accept(PullCall call) {
        if (!pull.check(call)) {
            return false;
        }
        if (call.sql != null) {
            call.outcomes = room.outcomes(call);
        }
        if (pull.isCold(call)) {
            readCold(call);
            return true;
        }
        makeRoom();
        pull.read(call, gatherer, result);
        boolean nothingYet = result.status() == PullResult.Status.OFFSET_OVERFLOW_ONE
                || result.status() == PullResult.Status.NO_MESSAGE_IN_QUEUE;
        if (nothingYet && call.has(PullCall.SUSPEND)) {
            parkNew(call);
        } else {
            answer(call);
        }
        return true;
    }

    /** Tells the lane that time has passed. Any thread. */
    void tick() {
        if (waitingCount > 0) {
            loop.execute(this::expire);
        }
    }

    /** Number of pulls that wait here. Any thread. */
    int waitingCount() {
        return waitingCount;
    }

    /** {@code call} has something to get. Any thread. */
    void wake(PullCall call) {
        woken.add(call);
        if (wakeScheduled.compareAndSet(false, true)) {
            try {
                loop.execute(this::answerWoken);
            } catch (RejectedExecutionException ended) {
                woken.clear(); // the loop has ended, and with it who called; the log's owner must not suffer
            }
        }
    }

    private void makeRoom() {
        int wanted = room.config().messagesMax();
        if (gatherer == null || wanted > result.capacity()) {
            gatherer = new Gatherer(log, new QueueEntries(wanted), new HotSieve(log));
            result = new PullResult(wanted);
        }
    }

    private void parkNew(PullCall call) {
        if (!room.config().longPolling()) {
            call.suspendMillis = room.config().shortPolling().toMillis();
        }
        call.waitsUntilMillis = room.nowMillis() + call.suspendMillis;
        call.lane = this;
        call.waiters = room.waiters(call.queue);
        park(call);
    }

    /**
     * If nothing of what has arrived passes the expression of {@code call}, lets it wait for the rest of its time,
     * behind that: it is not answered for messages it does not get.
     */
    private boolean parkAgain(PullCall call) {
        boolean nothingForIt = result.status() == PullResult.Status.NO_MATCHED_MESSAGE && !result.isOutOfSight();
        call.suspendMillis = call.waitsUntilMillis - room.nowMillis();
        if (call.sql == null || !nothingForIt || call.suspendMillis < WaitingPulls.STEP_MILLIS) {
            return false;
        }
        call.hasPassedOver = true;
        call.offset = result.nextOffset();
        park(call);
        return true;
    }

    private void park(PullCall call) {
        waiting.add(call, room.nowMillis());
        waitingCount = waiting.size();
        call.waiters.add(call);
        // What arrived between the read and here has told nobody.
        boolean somethingNew = call.queue.maxOffset() > call.offset || pull.isMoved(call);
        if (somethingNew && call.waiters.remove(call)) {
            wake(call);
        }
    }

    private void answerWoken() {
        wakeScheduled.set(false);
        round++;
        for (PullCall call = woken.poll(); call != null; call = woken.poll()) {
            if (call.round == round) {
                woken.add(call); // it waits on and was woken again: others have their turn first
                break;
            }
            call.round = round;
            if (call.bucket >= 0) {
                waiting.remove(call);
            }
            readAndAnswer(call, false);
        }
        waitingCount = waiting.size();
    }

    private void expire() {
        for (PullCall call : waiting.due(room.nowMillis())) {
            if (call.waiters.remove(call)) { // else it is among the woken
                readAndAnswer(call, true);
            }
        }
        waitingCount = waiting.size();
    }

    private void readAndAnswer(PullCall call, boolean isOverdue) {
        try {
            pull.checkAgain(call);
            if (pull.isCold(call)) {
                readCold(call);
                return;
            }
            makeRoom();
            pull.read(call, gatherer, result);
            if (isOverdue || !parkAgain(call)) {
                answer(call);
            }
        } catch (UncheckedIOException e) {
            answers.unreadable(call, room.damaged().unreadable(call, e));
        } catch (RefusedException refused) {
            answers.refused(call, refused);
        } catch (Throwable failure) { // one that cannot be answered must not keep the others waiting
            answers.failed(call, failure);
        }
    }

    private void answer(PullCall call) {
        if (result.isOutOfSight()) {
            readCold(call);
        } else if (result.messages() == 0) {
            if (call.hasPassedOver && result.status() == PullResult.Status.OFFSET_OVERFLOW_ONE) {
                result.end(PullResult.Status.NO_MATCHED_MESSAGE, result.nextOffset());
            }
            counters.missed();
            answers.completed(call, result);
        } else if (result.isHot(log) && answers.completed(call, result)) {
            counters.found(result.messages(), result.bytes());
        } else {
            readCold(call);
        }
    }

    /** Lets a thread that may wait for the disk read, and check each record: it is old, or not what it should be. */
    private void readCold(PullCall call) {
        call.tookMillis = room.nowMillis(); // for the moment since when
        try {
            room.coldReads().execute(() -> {
                var found = new PullResult(room.config().messagesMax());
                try {
                    readCold(call, found);
                } catch (UncheckedIOException e) {
                    String why = room.damaged().unreadable(call, e);
                    onLoop(call, () -> answers.unreadable(call, why));
                    return;
                } catch (Throwable failure) { // whatever it is, the client must hear of it
                    onLoop(call, () -> answers.failed(call, failure));
                    return;
                }
                onLoop(call, () -> answerRead(call, found));
            });
        } catch (RejectedExecutionException full) {
            answers.busy(call);
        }
    }

    private void readCold(PullCall call, PullResult found) {
        var entries = new QueueEntries(found.capacity());
        pull.read(call, new Gatherer(log, entries, new ColdSieve(log)), found);
        if (found.messages() > 0) {
            found.fetch(log, room.damaged(), call);
        }
    }

    private void answerRead(PullCall call, PullResult found) {
        call.tookMillis = room.nowMillis() - call.tookMillis;
        counters.getTook(call.tookMillis * 1_000_000);
        if (found.messages() > 0) {
            counters.found(found.messages(), found.bytes());
        } else {
            counters.missed();
        }
        answers.completed(call, found);
    }

    /** Runs {@code answer} on the loop, if that has not ended, and with it who called. */
    private void onLoop(PullCall call, Runnable answer) {
        try {
            loop.execute(() -> {
                try {
                    answer.run();
                } catch (Throwable failure) { // nobody else would tell the client
                    answers.failed(call, failure);
                }
            });
        } catch (RejectedExecutionException ended) {
            woken.clear(); // nobody is left who could be answered
        }
    }
}
