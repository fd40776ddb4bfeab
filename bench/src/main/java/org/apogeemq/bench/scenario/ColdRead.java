package org.apogeemq.bench.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.apogeemq.bench.load.Backlog;
import org.apogeemq.bench.load.Clients;
import org.apogeemq.bench.load.Filler;
import org.apogeemq.bench.load.LoadResult;
import org.apogeemq.bench.load.OpenLoop;
import org.apogeemq.bench.load.Sender;
import org.apogeemq.bench.peers.Peer;
import org.apogeemq.bench.proc.CpuTime;
import org.apogeemq.bench.proc.PageCache;
import org.apogeemq.bench.proc.ProcessGroup;
import org.apogeemq.bench.report.Figures;
import org.apogeemq.bench.report.Metric;

/**
 * A backlog that is on the disk only: filled, the server stopped, the kernel made to forget its files, the server
 * started and warmed with other messages, then read by a push consumer. Beside it, the same files read by a plain loop.
 */
public final class ColdRead {
    private static final long BYTES_PER_MEGABYTE = 1_000_000;
    private static final int BODY_BYTES = 1024;
    private static final int IN_FLIGHT = 256;
    private static final int BESIDE_RATE = 2_000;
    private static final int BESIDE_SECONDS = 5;
    private static final String TOPIC = "bench-cold";
    private static final String SCENARIO = "cold backlog read, 1 KiB";

    private final List<Peer> peers;
    private final Sizes sizes;
    private final Path folder;
    private final Progress progress;
    private final Figures figures;
    private int nextPort;
    private int besides;

    /**
     * Sizes of the load.
     *
     * @param rounds visits to each peer
     * @param megabytes of log that are read
     * @param warmUp messages sent and read before
     */
    public record Sizes(int rounds, int megabytes, int warmUp) {
        public Sizes {
            if (rounds < 1 || megabytes < 1 || warmUp < 1) {
                throw new IllegalArgumentException("rounds are " + rounds + ", megabytes " + megabytes + ", warm-up "
                        + warmUp + ", each must be 1 or more");
            }
        }
    }

    /** Compares {@code peers}; nothing is started yet. */
    public ColdRead(List<Peer> peers, Sizes sizes, Path folder, int firstPort, Progress progress) {
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
                Path data = folder.resolve("cold");
                Folders.fresh(data);
                try {
                    visit(peer, data);
                } finally {
                    Folders.delete(data);
                }
            }
        }
        return figures;
    }

    private void visit(Peer peer, Path data) throws Exception {
        Host host = new Host(peer, data, nextPort);
        long bytes = sizes.megabytes() * BYTES_PER_MEGABYTE;
        long messages;
        try (Host.Started running = host.start();
                Filler filler = new Filler(running.clients(), TOPIC)) {
            filler.awaitBytes(bytes);
            messages = filler.messages();
        }
        PageCache.drop(data);
        note(peer, "the same files read by a loop", "MB/s", PageCache.readRate(log(data), bytes) / BYTES_PER_MEGABYTE);
        PageCache.drop(data);
        try (Host.Started running = host.start()) {
            warmUp(running);
            progress.step(peer.name(), "reading " + messages + " messages");
            read(peer, running, messages);
        }
        PageCache.drop(data);
        beside(peer, host, "which is on the disk only", messages);
        beside(peer, host, "which is in memory", messages);
        nextPort = host.nextPort();
    }

    /** What the read of a backlog does to messages that are sent and read at a fixed rate meanwhile. */
    private void beside(Peer peer, Host host, String where, long messages) throws Exception {
        try (Host.Started running = host.start();
                Sender sender = new Sender(running.clients());
                ExecutorService reading = Executors.newSingleThreadExecutor()) {
            warmUp(running);
            progress.step(peer.name(), "end to end beside a backlog " + where);
            Clients clients = running.clients();
            String group = "bench-beside-" + ++besides; // a new one each time, which has read nothing yet
            String topic = "bench-beside";
            sender.createTopic(topic); // before the consumer asks for its route
            new OpenLoop(BODY_BYTES, BESIDE_RATE, BESIDE_SECONDS).run(clients, sender, topic, () -> {});
            LoadResult result = new OpenLoop(BODY_BYTES, BESIDE_RATE, BESIDE_SECONDS)
                    .run(clients, sender, topic, () -> reading.submit(() -> readAgain(running, group, messages)));
            String scenario =
                    "end to end at %d/s, 1 KiB, beside the read of a backlog %s".formatted(BESIDE_RATE, where);
            for (String percentile : List.of("50", "99", "99.9")) {
                Metric metric = new Metric(scenario, "p" + percentile, "µs");
                figures.add(peer.name(), metric, result.latencyMicros(Double.parseDouble(percentile)));
            }
            figures.add(peer.name(), new Metric(scenario, "failed", "messages"), result.failed());
        }
    }

    private static LoadResult readAgain(Host.Started running, String group, long messages) throws Exception {
        return Backlog.read(running.clients(), group, TOPIC, messages, () -> {});
    }

    private static Path log(Path data) {
        return data.resolve("data").resolve("commitlog");
    }

    private void warmUp(Host.Started running) throws Exception {
        try (Sender sender = new Sender(running.clients())) {
            sender.createTopic("bench-warm");
            LoadResult sent = sender.async("bench-warm", BODY_BYTES, sizes.warmUp(), IN_FLIGHT);
            Backlog.read(running.clients(), "bench-warm", "bench-warm", sent.messages(), () -> {});
        }
    }

    private void read(Peer peer, Host.Started running, long messages) throws Exception {
        ProcessGroup processes = running.server().processes();
        AtomicReference<CpuTime> before = new AtomicReference<>();
        LoadResult result =
                Backlog.read(running.clients(), "bench-cold", TOPIC, messages, () -> before.set(cpu(processes)));
        CpuTime used = cpu(processes).since(before.get());
        note(peer, "read by a push consumer, bodies", "MB/s", result.rate() * BODY_BYTES / BYTES_PER_MEGABYTE);
        note(peer, "throughput", "messages/s", result.rate());
        note(peer, "server CPU", "s/million", used.seconds() * 1e6 / Math.max(1, result.messages()));
        note(peer, "failed", "messages", result.failed());
    }

    private static CpuTime cpu(ProcessGroup processes) {
        try {
            return processes.cpu();
        } catch (IOException gone) {
            throw new UncheckedIOException("a server process ended under load", gone);
        }
    }

    private void note(Peer peer, String name, String unit, double value) {
        figures.add(peer.name(), new Metric(SCENARIO, name, unit), value);
    }
}
