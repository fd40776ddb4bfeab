package org.apogeemq.broker.metrics;

import java.util.concurrent.atomic.LongAdder;

/**
 * How long things took, as counts of ranges that get wider by a fifth at most; what took longer than two minutes counts
 * as that long. Figures are those of the last minute or two. Any thread, no lock; adding allocates nothing.
 */
public final class Latencies {
    private static final int UNIT_SHIFT = 10; // about a microsecond
    private static final int STEPS_SHIFT = 2;
    private static final int STEPS = 1 << STEPS_SHIFT;
    private static final int RANGES = 26 * STEPS;
    private static final double MILLI_NANOS = 1e6;

    private final LongAdder[] counts = new LongAdder[RANGES];
    // The counts at the last two turns of the minute.
    private volatile long[] last = new long[RANGES];
    private volatile long[] before = new long[RANGES];

    /** Without any. */
    public Latencies() {
        for (int i = 0; i < RANGES; i++) {
            counts[i] = new LongAdder();
        }
    }

    /** So many things took so long. */
    // hot
    public void add(long nanos, int things) {
        counts[range(nanos)].add(things);
    }

    /** A minute is over. Called by one thread. */
    public void turn() {
        long[] now = totals();
        before = last;
        last = now;
    }

    /** Within how many ms a share in 0..1 was done; 0 if there was nothing. */
    public double millis(double share) {
        long[] now = totals();
        long[] from = before;
        long all = 0;
        for (int i = 0; i < RANGES; i++) {
            all += now[i] - from[i];
        }
        long wanted = (long) Math.ceil(all * share);
        long seen = 0;
        for (int i = 0; i < RANGES && all > 0; i++) {
            seen += now[i] - from[i];
            if (seen >= wanted) {
                return endNanos(i) / MILLI_NANOS;
            }
        }
        return 0;
    }

    /** How many took at least {@code fromMillis} and less than {@code toMillis}, since the start. */
    long between(long fromMillis, long toMillis) {
        long sum = 0;
        for (int i = 0; i < RANGES; i++) {
            double end = endNanos(i) / MILLI_NANOS;
            if (end > fromMillis && end <= toMillis) {
                sum += counts[i].sum();
            }
        }
        return sum;
    }

    private long[] totals() {
        long[] totals = new long[RANGES];
        for (int i = 0; i < RANGES; i++) {
            totals[i] = counts[i].sum();
        }
        return totals;
    }

    /** The first ranges are one unit wide, then there are {@link #STEPS} for each doubling. */
    static int range(long nanos) {
        long units = Math.max(0, nanos) >>> UNIT_SHIFT;
        if (units < STEPS) {
            return (int) units;
        }
        int doublings = 63 - Long.numberOfLeadingZeros(units);
        int step = (int) (units >>> (doublings - STEPS_SHIFT)) & (STEPS - 1);
        return Math.min(RANGES - 1, (doublings - STEPS_SHIFT + 1) * STEPS + step);
    }

    /** Where a range ends. */
    static long endNanos(int range) {
        if (range < STEPS) {
            return (range + 1L) << UNIT_SHIFT;
        }
        int doublings = range / STEPS - 1;
        return (STEPS + range % STEPS + 1L) << doublings << UNIT_SHIFT;
    }
}
