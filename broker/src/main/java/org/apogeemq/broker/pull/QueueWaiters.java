package org.apogeemq.broker.pull;

import java.util.ArrayList;
import java.util.List;
import org.apogeemq.broker.filter.QueueOutcomes;
import org.apogeemq.store.queue.ConsumeQueue;

/**
 * The pulls that wait for one queue, and what is known of its messages and expressions. Added to and taken from by
 * event loops, woken by the log's owner; the lock is held for a look through the list.
 */
final class QueueWaiters implements ConsumeQueue.Watcher {
    private final ConsumeQueue.Watcher before;
    private final QueueOutcomes outcomes;
    // Guarded by this.
    private final List<PullCall> waiting = new ArrayList<>(2);
    // Written under the lock, read without.
    private volatile int count;

    /** @param before who is told first; {@code null}: nobody */
    QueueWaiters(ConsumeQueue.Watcher before, QueueOutcomes outcomes) {
        this.before = before;
        this.outcomes = outcomes;
    }

    /** What is known of the queue's messages. */
    QueueOutcomes outcomes() {
        return outcomes;
    }

    synchronized void add(PullCall call) {
        waiting.add(call);
        count = waiting.size();
    }

    /** Takes {@code call} out; false if it was woken before. */
    synchronized boolean remove(PullCall call) {
        boolean removed = waiting.remove(call);
        count = waiting.size();
        return removed;
    }

    // hot: called for every record of a watched queue
    @Override
    public void arrived(ConsumeQueue queue, long queueOffset, long tagsCode) {
        if (before != null) {
            before.arrived(queue, queueOffset, tagsCode);
        }
        if (count > 0) {
            wake(tagsCode);
        }
    }

    @Override
    public void removed(ConsumeQueue queue) {
        if (before != null) {
            before.removed(queue);
        }
        wakeAll();
        outcomes.forget();
    }

    private synchronized void wakeAll() {
        waiting.forEach(call -> call.lane.wake(call));
        waiting.clear();
        count = 0;
    }

    /** Wakes the pulls of one group. */
    synchronized void wake(String group) {
        for (int i = waiting.size() - 1; i >= 0; i--) {
            PullCall call = waiting.get(i);
            if (call.group.equals(group)) {
                waiting.remove(i);
                call.lane.wake(call);
            }
        }
        count = waiting.size();
    }

    private synchronized void wake(long tagsCode) {
        for (int i = waiting.size() - 1; i >= 0; i--) {
            PullCall call = waiting.get(i);
            if (call.filter.matches(tagsCode)) {
                waiting.remove(i);
                call.lane.wake(call);
            }
        }
        count = waiting.size();
    }
}
