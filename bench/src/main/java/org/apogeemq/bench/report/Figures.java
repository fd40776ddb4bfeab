package org.apogeemq.bench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All measurements of a run, in the order in which their metrics first appeared. Confined to one thread. */
public final class Figures {
    private final List<String> peers;
    private final Map<Metric, Map<String, List<Double>>> values = new LinkedHashMap<>();

    /** Figures of these peers, in the order of the table's columns. */
    public Figures(List<String> peers) {
        this.peers = List.copyOf(peers);
    }

    /** Adds one round's measurement. */
    public void add(String peer, Metric metric, double value) {
        if (!peers.contains(peer)) {
            throw new IllegalArgumentException("peer is " + peer + ", must be one of " + peers);
        }
        values.computeIfAbsent(metric, _ -> new LinkedHashMap<>())
                .computeIfAbsent(peer, _ -> new ArrayList<>())
                .add(value);
    }

    /** The peers, one column each. */
    public List<String> peers() {
        return peers;
    }

    /** The metrics, one line each. */
    public List<Metric> metrics() {
        return List.copyOf(values.keySet());
    }

    /** What was measured of {@code peer}, a number a round; empty if nothing was. */
    public List<Double> of(String peer, Metric metric) {
        return List.copyOf(values.getOrDefault(metric, Map.of()).getOrDefault(peer, List.of()));
    }

    /** Spread over the rounds, if there are any. */
    public Optional<Spread> spread(String peer, Metric metric) {
        List<Double> measured = of(peer, metric);
        return measured.isEmpty() ? Optional.empty() : Optional.of(Spread.of(measured));
    }

    /** Median of the first peer over that of {@code other}, if both were measured and the divisor is not 0. */
    public Optional<Double> ratio(Metric metric, String other) {
        Optional<Spread> above = spread(peers.getFirst(), metric);
        Optional<Spread> below = spread(other, metric);
        if (above.isEmpty() || below.isEmpty() || below.get().median() == 0) {
            return Optional.empty();
        }
        return Optional.of(above.get().median() / below.get().median());
    }
}
