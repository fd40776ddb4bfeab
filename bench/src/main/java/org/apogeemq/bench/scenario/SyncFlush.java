package org.apogeemq.bench.scenario;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apogeemq.bench.load.Clients;
import org.apogeemq.bench.load.ClosedLoop;
import org.apogeemq.bench.load.KafkaSyncSend;
import org.apogeemq.bench.load.LoadResult;
import org.apogeemq.bench.load.RocketSyncSend;
import org.apogeemq.bench.load.SendersAs;
import org.apogeemq.bench.load.SyncSend;
import org.apogeemq.bench.load.SyncSenders;
import org.apogeemq.bench.peers.Durability;
import org.apogeemq.bench.peers.Peer;
import org.apogeemq.bench.peers.Ports;
import org.apogeemq.bench.peers.RunningServer;
import org.apogeemq.bench.proc.CpuTime;
import org.apogeemq.bench.proc.DiskRate;
import org.apogeemq.bench.report.Figures;
import org.apogeemq.bench.report.Metric;
import org.apogeemq.bench.wire.WireSenders;

/**
 * Messages that are acknowledged when the disk has them: senders that wait for each answer, in growing numbers, on a
 * server that flushes before it answers. What the disk itself can do is measured beside it, in every round.
 */
public final class SyncFlush {
    private static final Duration READY_LIMIT = Duration.ofSeconds(60);
    private static final String TOPIC = "bench-sync-flush";
    private static final long BREATH_MILLIS = 1_000;
    private static final double PER_MILLION = 1e6;

    private final List<Peer> peers;
    private final Sizes sizes;
    private final Path folder;
    private final Progress progress;
    private final Figures figures;
    private int nextPort;
    private int visits;

    /**
     * Sizes of the load.
     *
     * @param rounds visits to each peer
     * @param bodyBytes of each message
     * @param senders numbers of senders, one measurement each
     * @param warmUpSeconds before the first measurement, with the most senders
     * @param seconds of each measurement
     * @param as how senders are made
     * @param durability what servers wait for before they answer
     */
    public record Sizes(
            int rounds,
            int bodyBytes,
            List<Integer> senders,
            int warmUpSeconds,
            int seconds,
            SendersAs as,
            Durability durability) {
        public Sizes {
            senders = List.copyOf(senders);
            if (rounds < 1 || seconds < 1 || warmUpSeconds < 0 || bodyBytes < 1) {
                throw new IllegalArgumentException("rounds " + rounds + ", seconds " + seconds + ", body " + bodyBytes
                        + ": each must be 1 or more; warm-up seconds " + warmUpSeconds + ": must be 0 or more");
            }
            if (senders.isEmpty() || senders.stream().anyMatch(count -> count < 1)) {
                throw new IllegalArgumentException("senders are " + senders + ", must be numbers of 1 or more");
            }
        }
    }

    /** Compares {@code peers}; nothing is started yet. */
    public SyncFlush(List<Peer> peers, Sizes sizes, Path folder, int firstPort, Progress progress) {
        this.peers = sizes.as() == SendersAs.WIRE
                ? peers.stream()
                        .filter(peer -> peer.wire() == Peer.Wire.ROCKETMQ)
                        .toList()
                : List.copyOf(peers);
        this.sizes = sizes;
        this.folder = folder;
        this.progress = progress;
        nextPort = firstPort;
        figures = new Figures(this.peers.stream().map(Peer::name).toList());
    }

    /** Measures all and returns the figures. */
    public Figures run() throws Exception {
        for (int round = 1; round <= sizes.rounds(); round++) {
            for (Peer peer : peers) {
                progress.step(peer.name(), "round " + round + " of " + sizes.rounds());
                disk(peer);
                visit(peer);
            }
        }
        return figures;
    }

    /** The disk alone, just before the peer: it is shared with others on most virtual machines, and varies. */
    private void disk(Peer peer) throws IOException {
        Folders.fresh(folder);
        for (DiskRate.Kind kind : DiskRate.Kind.values()) {
            DiskRate rate = DiskRate.measure(folder.resolve("disk"), kind);
            String scenario = "the disk alone, before the round of this peer";
            note(peer, scenario, "4 KiB + fdatasync, " + kind.text(), "1/s", rate.perSecond());
        }
    }

    private void visit(Peer peer) throws Exception {
        Ports ports = Ports.free(nextPort);
        nextPort = ports.next();
        Path data = folder.resolve("sync-" + ++visits);
        Folders.fresh(data);
        try (RunningServer server = peer.start(data, ports, sizes.durability())) {
            server.awaitReady(READY_LIMIT);
            try (ClosedLoop load = senders(peer, ports)) {
                load.createTopic();
                int most = sizes.senders().stream()
                        .mapToInt(Integer::intValue)
                        .max()
                        .orElseThrow();
                if (sizes.warmUpSeconds() > 0) {
                    load.run(most, sizes.warmUpSeconds());
                }
                for (int senders : sizes.senders()) {
                    measure(peer, server, load, senders);
                }
            }
        } finally {
            Folders.delete(data);
        }
    }

    private ClosedLoop senders(Peer peer, Ports ports) throws Exception {
        Clients clients = new Clients(peer.nameServer(ports), "bench-sync-" + visits);
        return switch (sizes.as()) {
            case THREADS -> new SyncSenders(send(peer, ports, clients), TOPIC, sizes.bodyBytes(), Thread.ofPlatform());
            case VIRTUAL_THREADS ->
                new SyncSenders(send(peer, ports, clients), TOPIC, sizes.bodyBytes(), Thread.ofVirtual());
            case WIRE -> new WireSenders(clients, TOPIC, sizes.bodyBytes());
        };
    }

    private static SyncSend send(Peer peer, Ports ports, Clients clients) throws Exception {
        return switch (peer.wire()) {
            case ROCKETMQ -> new RocketSyncSend(clients.producer());
            case KAFKA -> new KafkaSyncSend(peer.nameServer(ports));
        };
    }

    private void measure(Peer peer, RunningServer server, ClosedLoop load, int senders) throws Exception {
        TimeUnit.MILLISECONDS.sleep(BREATH_MILLIS);
        CpuTime before = server.processes().cpu();
        LoadResult result = load.run(senders, sizes.seconds());
        CpuTime used = server.processes().cpu().since(before);
        String kind = sizes.durability() == Durability.DISK ? "sync flush" : "no flush";
        String scenario = "%s, %d waiting senders, %s".formatted(kind, senders, Loads.size(sizes.bodyBytes()));
        if (result.messages() == 0) {
            throw new IOException(scenario + ": nothing went through: " + result.firstFailure());
        }
        note(peer, scenario, "throughput", "messages/s", result.rate());
        note(peer, scenario, "round trip p50", "µs", result.latencyMicros(50));
        note(peer, scenario, "round trip p99", "µs", result.latencyMicros(99));
        note(peer, scenario, "round trip p99.9", "µs", result.latencyMicros(99.9));
        note(peer, scenario, "server CPU", "s/million", used.seconds() / (result.messages() / PER_MILLION));
        note(peer, scenario, "failed", "messages", result.failed());
        progress.step(
                peer.name(),
                "%d senders: %.0f/s, p99 %.1f ms%s"
                        .formatted(
                                senders,
                                result.rate(),
                                result.latencyMicros(99) / 1e3,
                                result.failed() == 0 ? "" : ", first failure: " + result.firstFailure()));
    }

    private void note(Peer peer, String scenario, String name, String unit, double value) {
        figures.add(peer.name(), new Metric(scenario, name, unit), value);
    }
}
