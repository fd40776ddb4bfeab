package org.apogeemq.bench.report;

import java.util.List;

/** Least, middle and greatest of a few measurements. Of an even number, the middle is the mean of the middle two. */
public record Spread(double min, double median, double max) {
    /**
     * The spread of {@code values}.
     *
     * @throws IllegalArgumentException if there are none
     */
    public static Spread of(List<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("values is empty, must hold at least one measurement");
        }
        List<Double> sorted = values.stream().sorted().toList();
        int upper = sorted.size() / 2;
        int lower = (sorted.size() - 1) / 2;
        return new Spread(sorted.getFirst(), (sorted.get(lower) + sorted.get(upper)) / 2, sorted.getLast());
    }
}
