package org.apogeemq.bench.load;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * What a client saw of one load.
 *
 * @param messages messages that went through
 * @param failed messages that were refused, timed out or never arrived
 * @param nanos time from the first to the last
 * @param latencies nanoseconds each request took, of the requests that went through; empty where nothing was timed
 * @param firstFailure what the first of the failed was told, empty if none failed
 */
public record LoadResult(long messages, long failed, long nanos, Histogram latencies, String firstFailure) {
    /** One minute, in nanoseconds: a request that takes longer has failed anyway. */
    public static final long LATENCY_HIGHEST_NANOS = TimeUnit.SECONDS.toNanos(60);

    /** Significant digits kept of a latency. */
    public static final int LATENCY_DIGITS = 3;

    private static final double NANOS_PER_SECOND = 1e9;

    public LoadResult {
        if (nanos <= 0) {
            throw new IllegalArgumentException("nanos is " + nanos + ", must be above 0");
        }
    }

    /** Messages a second. */
    public double rate() {
        return messages * NANOS_PER_SECOND / nanos;
    }

    /** A latency in microseconds, at {@code percentile} in [0, 100]. */
    public double latencyMicros(double percentile) {
        return latencies.getValueAtPercentile(percentile) / 1e3;
    }
}
