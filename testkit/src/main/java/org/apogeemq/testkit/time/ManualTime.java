package org.apogeemq.testkit.time;

import java.time.Duration;
import java.util.PriorityQueue;
import org.apogeemq.time.Clock;
import org.apogeemq.time.Scheduler;

/** A clock and scheduler that move only when told. Tasks run in due order on the thread that calls {@link #advance}. */
public final class ManualTime implements Clock, Scheduler {
    private final PriorityQueue<Task> tasks = new PriorityQueue<>();
    private long wallMillis = 1_795_160_000_000L;
    private long nanos;
    private long sequence;

    @Override
    public synchronized long wallMillis() {
        return wallMillis;
    }

    @Override
    public synchronized long monotonicNanos() {
        return nanos;
    }

    @Override
    public synchronized Scheduled after(Duration delay, Runnable task) {
        return add(new Task(nanos + delay.toNanos(), 0, task, sequence++));
    }

    @Override
    public synchronized Scheduled every(Duration first, Duration period, Runnable task) {
        return add(new Task(nanos + first.toNanos(), period.toNanos(), task, sequence++));
    }

    /** Moves both clocks by {@code step}, running on the way what becomes due. */
    public void advance(Duration step) {
        long until = monotonicNanos() + step.toNanos();
        for (Task task = nextDue(until); task != null; task = nextDue(until)) {
            task.action.run();
        }
        moveTo(until);
    }

    /** Sets the wall clock forward, or back, by {@code step}; the other clock does not notice. */
    public synchronized void jump(Duration step) {
        wallMillis += step.toMillis();
    }

    private synchronized Task nextDue(long until) {
        Task task = tasks.peek();
        while (task != null && task.cancelled) {
            tasks.remove();
            task = tasks.peek();
        }
        if (task == null || task.dueNanos > until) {
            return null;
        }
        tasks.remove();
        moveTo(Math.max(nanos, task.dueNanos));
        if (task.periodNanos > 0) {
            task.dueNanos += task.periodNanos;
            tasks.add(task);
        }
        return task;
    }

    private synchronized void moveTo(long target) {
        wallMillis += target / 1_000_000 - nanos / 1_000_000;
        nanos = target;
    }

    private Scheduled add(Task task) {
        tasks.add(task);
        return () -> task.cancelled = true;
    }

    private static final class Task implements Comparable<Task> {
        private final long periodNanos;
        private final Runnable action;
        private final long order;
        private long dueNanos;
        private volatile boolean cancelled;

        Task(long dueNanos, long periodNanos, Runnable action, long order) {
            this.dueNanos = dueNanos;
            this.periodNanos = periodNanos;
            this.action = action;
            this.order = order;
        }

        @Override
        public int compareTo(Task other) {
            int byTime = Long.compare(dueNanos, other.dueNanos);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }
}
