package org.apogeemq.broker.pull;

import java.util.ArrayList;
import java.util.List;

/**
 * The pulls that wait on one event loop, by the time until which they may: a wheel of linked lists, so that putting in
 * and taking out cost the same however many wait. Confined to the event loop.
 */
final class WaitingPulls {
    static final long STEP_MILLIS = 250;
    private static final int BUCKETS = 256;
    /** Longest wait the wheel can hold; clients ask for 15 to 20 s. */
    static final long WAIT_MILLIS_MAX = STEP_MILLIS * (BUCKETS - 2);

    private final PullCall[] heads = new PullCall[BUCKETS];
    private long step;
    private int size;

    WaitingPulls(long nowMillis) {
        step = nowMillis / STEP_MILLIS;
    }

    void add(PullCall call, long nowMillis) {
        if (size == 0) {
            step = nowMillis / STEP_MILLIS; // nobody turned the wheel while it was empty
        }
        long wait = Math.min(call.suspendMillis, WAIT_MILLIS_MAX);
        // A step early: the wheel is turned once a step, and a client must have its answer before its own time is over.
        long due = Math.max(step + 1, (nowMillis + wait) / STEP_MILLIS - 1);
        int bucket = (int) (due % BUCKETS);
        call.bucket = bucket;
        call.previous = null;
        call.next = heads[bucket];
        if (call.next != null) {
            call.next.previous = call;
        }
        heads[bucket] = call;
        size++;
    }

    void remove(PullCall call) {
        if (call.previous != null) {
            call.previous.next = call.next;
        } else {
            heads[call.bucket] = call.next;
        }
        if (call.next != null) {
            call.next.previous = call.previous;
        }
        call.previous = null;
        call.next = null;
        call.bucket = -1;
        size--;
    }

    /** Takes out all whose time is over. */
    List<PullCall> due(long nowMillis) {
        List<PullCall> due = new ArrayList<>();
        long now = nowMillis / STEP_MILLIS;
        // After a pause longer than the wheel every bucket is due once.
        for (long last = Math.min(now, step + BUCKETS); step < last; step++) {
            int bucket = (int) ((step + 1) % BUCKETS);
            while (heads[bucket] != null) {
                PullCall call = heads[bucket];
                remove(call);
                due.add(call);
            }
        }
        step = now;
        return due;
    }

    int size() {
        return size;
    }
}
