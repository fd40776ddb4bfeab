package org.apogeemq.broker.stats;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.apogeemq.time.Clock;
import org.apogeemq.time.Scheduler;

/**
 * All series of a broker. What event loops count is here a second later at most. Thread-safe; nothing here waits.
 *
 * <p>There are at most as many series as was said; what comes on top is not counted, queues first. {@link #uncounted}
 * tells how often that was so.
 */
public final class Statistics {
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration SWEEP = Duration.ofMinutes(10);
    /** About what a series takes, with its key. */
    private static final int SERIES_BYTES = 1_024;
    /** Of the heap, series take at most one part in so many. */
    private static final int HEAP_SHARE = 16;

    private static final int SERIES_MOST = 60_000;
    private static final int SERIES_LEAST = 1_000;
    /** Queues get at most one series in so many. */
    private static final int QUEUE_SHARE = 3;

    private final Clock clock;
    private final long startNanos;
    private final int seriesMax;
    private final Map<SeriesKey, Series> series = new ConcurrentHashMap<>();
    private final List<LoopTally> tallies = new CopyOnWriteArrayList<>();
    private final AtomicLong queueSeries = new AtomicLong();
    private final AtomicLong uncounted = new AtomicLong();

    /** @param seriesMax most series, 1 or more */
    public Statistics(Clock clock, Scheduler scheduler, int seriesMax) {
        if (seriesMax < 1) {
            throw new IllegalArgumentException("seriesMax is " + seriesMax + ", must be 1 or more");
        }
        this.clock = clock;
        this.seriesMax = seriesMax;
        startNanos = clock.monotonicNanos();
        scheduler.every(TICK, TICK, () -> tallies.forEach(LoopTally::tick));
        scheduler.every(SWEEP, SWEEP, this::sweep);
    }

    /** As many series as fit into a heap of that size without being felt. */
    public static int fitting(long heapBytes) {
        return (int) Math.clamp(heapBytes / HEAP_SHARE / SERIES_BYTES, SERIES_LEAST, SERIES_MOST);
    }

    /** What one event loop counts into, given as how to run there. */
    public LoopTally tally(Executor loop) {
        var tally = new LoopTally(this, loop);
        tallies.add(tally);
        return tally;
    }

    /** A member of {@code group} has sent a message of {@code topic} back, to get it again later. */
    public void sentBack(String topic, String group) {
        add(SeriesKey.sentBack(topic, group), 1, 0, 1, 0);
    }

    /** Messages a second that producers stored in a topic, over the last minute. */
    public double putsPerSecond(String topic) {
        return messagesPerSecond(SeriesKey.put(topic));
    }

    /** Messages a second that a group got of a topic, over the last minute. */
    public double getsPerSecond(String topic, String group) {
        return messagesPerSecond(SeriesKey.get(topic, group));
    }

    /**
     * The series that administrators call so, or null if nothing was counted: {@code TOPIC_PUT_NUMS} with a topic,
     * {@code GROUP_GET_NUMS} with {@code topic@group}, and others in {@code StatsName}.
     *
     * @param cluster key of the series of the whole broker
     */
    public Statistic find(String name, String key, String cluster) {
        StatsName wanted = StatsName.parse(name, key, cluster);
        Series found = wanted == null ? null : series.get(wanted.key());
        return found == null ? null : wanted.read(found, nowMillis());
    }

    /** How often something was not counted because there are too many series. */
    public long uncounted() {
        return uncounted.get();
    }

    /** Drops the series of a topic that is gone. */
    public void forgetTopic(String topic) {
        forget(key -> key.topic().equals(topic));
    }

    /** Drops the series of a group that is gone. */
    public void forgetGroup(String group) {
        forget(key -> key.group().equals(group));
    }

    /** Number of series at the moment. */
    int size() {
        return series.size();
    }

    void add(SeriesKey key, long messages, long bytes, long requests, long millis) {
        long now = nowMillis();
        series.compute(key, (same, present) -> {
            Series found = present == null ? begin(key, now) : present;
            if (found != null) {
                found.add(now, messages, bytes, requests);
                found.addMillis(now, millis);
            }
            return found;
        });
    }

    private Series begin(SeriesKey key, long now) {
        boolean full = series.size() >= seriesMax || key.isOfQueue() && queueSeries.get() >= seriesMax / QUEUE_SHARE;
        if (full) {
            uncounted.incrementAndGet();
            return null;
        }
        if (key.isOfQueue()) {
            queueSeries.incrementAndGet();
        }
        return new Series(now);
    }

    /** Forgets series that say nothing any more; those of queues after an hour, as there are many. */
    private void sweep() {
        long now = nowMillis();
        for (SeriesKey key : series.keySet()) {
            Window window = key.isOfQueue() ? Window.HOUR : Window.DAY;
            series.computeIfPresent(key, (same, present) -> present.isIdle(now, window.millis()) ? drop(key) : present);
        }
    }

    private void forget(Predicate<SeriesKey> gone) {
        for (SeriesKey key : series.keySet()) {
            if (gone.test(key)) {
                series.computeIfPresent(key, (same, present) -> drop(key));
            }
        }
    }

    private Series drop(SeriesKey key) {
        if (key.isOfQueue()) {
            queueSeries.decrementAndGet();
        }
        return null;
    }

    private double messagesPerSecond(SeriesKey key) {
        Series found = series.get(key);
        return found == null ? 0 : found.messages(Window.MINUTE, nowMillis()).perSecond();
    }

    private long nowMillis() {
        return (clock.monotonicNanos() - startNanos) / 1_000_000;
    }
}
