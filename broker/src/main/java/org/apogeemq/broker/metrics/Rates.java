package org.apogeemq.broker.metrics;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Locale;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;
import org.apogeemq.time.Clock;
import org.apogeemq.time.Scheduler;

/**
 * How fast the counters grow and how far they were last midnight: one sample every ten seconds, ten minutes kept.
 * Thread-safe.
 */
public final class Rates {
    /** The spans rates are told for. */
    static final int[] SPAN_SECONDS = {10, 60, 600};

    private static final Duration PERIOD = Duration.ofSeconds(10);
    private static final int SAMPLES_MAX = 61;

    private final BrokerCounters counters;
    private final Clock clock;
    private final LongFunction<LocalDate> dayOf;
    private final Deque<CounterSample> samples = new ArrayDeque<>(SAMPLES_MAX);

    // Guarded by samples.
    private LocalDate today;
    private CounterSample yesterdayMorning;
    private CounterSample todayMorning;

    /** @param dayOf the day a wall time in ms falls on where the broker stands */
    public Rates(BrokerCounters counters, Clock clock, Scheduler scheduler, LongFunction<LocalDate> dayOf) {
        this.counters = counters;
        this.clock = clock;
        this.dayOf = dayOf;
        CounterSample start = now();
        samples.add(start);
        yesterdayMorning = start;
        todayMorning = start;
        today = dayOf.apply(clock.wallMillis());
        scheduler.every(PERIOD, PERIOD, this::sample);
    }

    /** A count a second over the last 10, 60 and 600 seconds, each number followed by a blank. */
    String text(ToLongFunction<CounterSample> count) {
        CounterSample now = now();
        StringBuilder text = new StringBuilder();
        for (int seconds : SPAN_SECONDS) {
            text.append(String.format(Locale.ROOT, "%.2f ", perSecond(count, now, seconds)));
        }
        return text.toString();
    }

    /** The counters at the beginning of today; those at start if the broker started today. */
    CounterSample todayMorning() {
        synchronized (samples) {
            return todayMorning;
        }
    }

    /** The counters at the beginning of yesterday. */
    CounterSample yesterdayMorning() {
        synchronized (samples) {
            return yesterdayMorning;
        }
    }

    CounterSample now() {
        return CounterSample.of(counters, clock.monotonicNanos());
    }

    private double perSecond(ToLongFunction<CounterSample> count, CounterSample now, int seconds) {
        CounterSample then =
                sampleBefore(now.nanos() - Duration.ofSeconds(seconds).toNanos());
        double elapsedSeconds = (now.nanos() - then.nanos()) / 1e9;
        return elapsedSeconds <= 0 ? 0 : (count.applyAsLong(now) - count.applyAsLong(then)) / elapsedSeconds;
    }

    /** The newest sample not younger than {@code nanos} wants it, or the oldest there is. */
    private CounterSample sampleBefore(long nanos) {
        synchronized (samples) {
            Iterator<CounterSample> newestFirst = samples.descendingIterator();
            CounterSample sample = newestFirst.next();
            while (sample.nanos() - nanos > 0 && newestFirst.hasNext()) {
                sample = newestFirst.next();
            }
            return sample;
        }
    }

    private void sample() {
        CounterSample sample = now();
        LocalDate day = dayOf.apply(clock.wallMillis());
        synchronized (samples) {
            if (samples.size() == SAMPLES_MAX) {
                samples.removeFirst();
            }
            samples.add(sample);
            if (!day.equals(today)) {
                today = day;
                yesterdayMorning = todayMorning;
                todayMorning = sample;
            }
        }
    }
}
