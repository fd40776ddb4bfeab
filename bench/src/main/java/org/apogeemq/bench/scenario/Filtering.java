package org.apogeemq.bench.scenario;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apogeemq.bench.load.Sender;
import org.apogeemq.bench.load.Stock;
import org.apogeemq.bench.peers.Peer;
import org.apogeemq.bench.proc.CpuTime;
import org.apogeemq.bench.report.Figures;
import org.apogeemq.bench.report.Metric;
import org.apogeemq.bench.wire.FilteredReader;

/**
 * What it costs the server to read a backlog of which one message in a hundred passes: by a tag, and by expressions in
 * SQL. Each filter has a topic of its own with the same messages, so that for each there is a first time.
 */
public final class Filtering {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double MILLION = 1e6;
    private static final int BATCH = 32;
    private static final int WARM_UP_READS = 5;
    private static final long JOIN_SECONDS_MAX = 10;
    private static final long QUIET_SECONDS = 3; // until the server has done what it does by itself after a send

    private final List<Peer> peers;
    private final Sizes sizes;
    private final Path folder;
    private final Progress progress;
    private final Figures figures;
    private int nextPort;

    /** The filters; each lets one message in a hundred of {@link Stock} through. */
    private enum Kind {
        TAG("TAG", "t7", "tag"),
        EQUALITY("SQL92", "region = 'r7'", "SQL, property = text"),
        RANGE("SQL92", "price >= 990", "SQL, numeric range"),
        COMBINED("SQL92", "region IN ('r7', 'r8') AND price BETWEEN 250 AND 749", "SQL, IN and BETWEEN");

        private final String type;
        private final String expression;
        private final String label;

        Kind(String type, String expression, String label) {
            this.type = type;
            this.expression = expression;
            this.label = label;
        }

        String topic() {
            return "bench-filter-" + name();
        }

        /** Another expression of the same kind, so that a server that remembers has to look at messages again. */
        String variant(int number) {
            return this == TAG ? expression : "customer <> 'x%d' AND %s".formatted(number, expression);
        }
    }

    /**
     * Sizes of the load.
     *
     * @param rounds visits to each peer
     * @param messages of each topic, written before somebody has subscribed, and again after that
     * @param warmUp messages of a topic that is read before
     * @param bodyBytes length of a body
     * @param again reads of what was read before
     */
    public record Sizes(int rounds, int messages, int warmUp, int bodyBytes, int again) {
        public Sizes {
            if (rounds < 1 || messages < BATCH || warmUp < BATCH || bodyBytes < 1 || again < 1) {
                throw new IllegalArgumentException(
                        "rounds are %d, bytes %d, further reads %d, must be 1 or more; messages are %d and %d, %d or more"
                                .formatted(rounds, bodyBytes, again, messages, warmUp, BATCH));
            }
            messages -= messages % BATCH;
            warmUp -= warmUp % BATCH;
        }
    }

    /** Compares {@code peers}; nothing is started yet. */
    public Filtering(List<Peer> peers, Sizes sizes, Path folder, int firstPort, Progress progress) {
        this.peers = List.copyOf(peers);
        this.sizes = sizes;
        this.folder = folder;
        this.progress = progress;
        nextPort = firstPort;
        figures = new Figures(peers.stream().map(Peer::name).toList());
    }

    /** Measures all and returns the figures. */
    public Figures run() throws Exception {
        for (int round = 1; round <= sizes.rounds(); round++) {
            for (Peer peer : peers) {
                progress.step(peer.name(), "round " + round + " of " + sizes.rounds());
                Path data = folder.resolve("filter");
                Folders.fresh(data);
                Host host = new Host(peer, data, nextPort);
                try (Host.Started running = host.start();
                        Stock stock = new Stock(running.clients(), sizes.bodyBytes())) {
                    visit(new Visited(peer, running, stock));
                } finally {
                    nextPort = host.nextPort();
                    Folders.delete(data);
                }
            }
        }
        return figures;
    }

    private record Visited(Peer peer, Host.Started running, Stock stock) {
        CpuTime cpu() throws IOException {
            return running.server().processes().cpu();
        }
    }

    private record Total(FilteredReader.Read read, double cpu, double wall) {
        Total plus(Total more) {
            return new Total(read.plus(more.read), cpu + more.cpu, wall + more.wall);
        }

        @Override
        public String toString() {
            return "%d of %d in %d pulls, CPU %.2f s".formatted(read.delivered(), read.scanned(), read.pulls(), cpu);
        }
    }

    private void visit(Visited visited) throws Exception {
        try (Sender sender = new Sender(visited.running().clients())) {
            sender.createTopic("bench-filter-warm");
            for (Kind kind : Kind.values()) {
                sender.createTopic(kind.topic());
            }
        }
        visited.stock().fill("bench-filter-warm", sizes.warmUp());
        warmUp(visited, 0);
        for (Kind kind : Kind.values()) {
            fill(visited, kind, "sends before there is a subscription");
        }
        warmUp(visited, WARM_UP_READS);
        List<FilteredReader> readers = new ArrayList<>();
        try {
            for (Kind kind : Kind.values()) {
                readers.add(join(kind, visited, kind.topic(), kind.expression));
            }
            read(visited, readers, "older than the subscription, first read", 1);
            readers.forEach(FilteredReader::rewind);
            read(visited, readers, "read again", sizes.again());
            for (Kind kind : Kind.values()) {
                fill(visited, kind, "sends to a topic with a subscription");
            }
            read(visited, readers, "written since the subscription, first read", 1);
        } finally {
            for (FilteredReader reader : readers) {
                reader.close();
            }
        }
    }

    /** Reads of a topic that is not measured, each with another expression: of young messages, and again when old. */
    private void warmUp(Visited visited, int firstVariant) throws Exception {
        progress.step(visited.peer().name(), "warm-up");
        for (Kind kind : Kind.values()) {
            for (int i = 0; i < WARM_UP_READS; i++) {
                try (FilteredReader reader = join(kind, visited, "bench-filter-warm", kind.variant(firstVariant + i))) {
                    reader.read();
                    reader.rewind();
                    reader.read();
                }
            }
        }
    }

    private static FilteredReader join(Kind kind, Visited visited, String topic, String expression) throws Exception {
        String group = "group-%s-%s-%x".formatted(topic, kind, expression.hashCode());
        FilteredReader reader = new FilteredReader(visited.running().clients(), group, topic, kind.type, expression);
        long since = System.nanoTime();
        while (!reader.hasJoined()) {
            if (System.nanoTime() - since > TimeUnit.SECONDS.toNanos(JOIN_SECONDS_MAX)) {
                throw new IOException(
                        "the group of " + kind.label + " has no members after " + JOIN_SECONDS_MAX + " s");
            }
            TimeUnit.MILLISECONDS.sleep(1);
        }
        return reader;
    }

    private void fill(Visited visited, Kind kind, String scenario) throws Exception {
        progress.step(visited.peer().name(), scenario + ", " + kind.label);
        CpuTime before = visited.cpu();
        visited.stock().fill(kind.topic(), sizes.messages());
        TimeUnit.SECONDS.sleep(QUIET_SECONDS);
        double cpu = visited.cpu().since(before).seconds();
        note(visited, scenario, kind.label + ": server CPU", "s/million", cpu * MILLION / sizes.messages());
    }

    /** Reads to the end of each topic in turn, so many times; from where the readers are, then from the begin. */
    private void read(Visited visited, List<FilteredReader> readers, String scenario, int times) throws Exception {
        Total[] totals = new Total[Kind.values().length];
        for (int time = 0; time < times; time++) {
            for (Kind kind : Kind.values()) {
                FilteredReader reader = readers.get(kind.ordinal());
                if (time > 0) {
                    reader.rewind();
                }
                CpuTime before = visited.cpu();
                long began = System.nanoTime();
                FilteredReader.Read read = reader.read();
                double wall = (System.nanoTime() - began) / NANOS_PER_SECOND;
                Total one = new Total(read, visited.cpu().since(before).seconds(), wall);
                totals[kind.ordinal()] = time == 0 ? one : totals[kind.ordinal()].plus(one);
            }
        }
        for (Kind kind : Kind.values()) {
            Total total = totals[kind.ordinal()];
            double scanned = total.read().scanned();
            progress.step(visited.peer().name(), "%s, %s: %s".formatted(scenario, kind.label, total));
            note(visited, scenario, kind.label + ": CPU", "s/million scanned", total.cpu() * MILLION / scanned);
            note(
                    visited,
                    scenario,
                    kind.label + ": CPU",
                    "µs/delivered",
                    total.cpu() * MILLION / total.read().delivered());
            note(visited, scenario, kind.label + ": time", "s/million scanned", total.wall() * MILLION / scanned);
            if (kind != Kind.TAG) {
                note(visited, scenario, kind.label + ": CPU by that of the tag", "", total.cpu() / totals[0].cpu());
            }
        }
    }

    private void note(Visited visited, String scenario, String name, String unit, double value) {
        figures.add(visited.peer().name(), new Metric("one in a hundred, " + scenario, name, unit), value);
    }
}
