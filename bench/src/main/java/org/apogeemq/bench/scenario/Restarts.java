package org.apogeemq.bench.scenario;

import java.nio.file.Path;
import java.util.List;
import org.apogeemq.bench.load.Clients;
import org.apogeemq.bench.load.Filler;
import org.apogeemq.bench.peers.Peer;
import org.apogeemq.bench.report.Figures;
import org.apogeemq.bench.report.Metric;

/**
 * Stores that grow, each time killed under load, and the time until they serve again: from the start of the process to
 * the first send that is acknowledged. The page cache survives a kill; what was in it is there for the next process.
 */
public final class Restarts {
    private static final long BYTES_PER_MEGABYTE = 1_000_000;
    private static final String TOPIC = "bench-restart";

    private final List<Peer> peers;
    private final Sizes sizes;
    private final Path folder;
    private final Progress progress;
    private final Figures figures;
    private int nextPort;

    /**
     * Sizes of the stores.
     *
     * @param rounds visits to each peer, each with a fresh store
     * @param megabytes log at each kill, growing
     * @param repeats kills at each size
     */
    public record Sizes(int rounds, List<Integer> megabytes, int repeats) {
        public Sizes {
            megabytes = List.copyOf(megabytes);
            if (rounds < 1 || repeats < 1) {
                throw new IllegalArgumentException(
                        "rounds are " + rounds + ", repeats " + repeats + ", each must be 1 or more");
            }
            if (megabytes.isEmpty()
                    || megabytes.getFirst() < 1
                    || !megabytes.equals(megabytes.stream().sorted().toList())) {
                throw new IllegalArgumentException("sizes are " + megabytes + " MB, must be above 0 and growing");
            }
        }
    }

    /** Compares {@code peers}; nothing is started yet. */
    public Restarts(List<Peer> peers, Sizes sizes, Path folder, int firstPort, Progress progress) {
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
                Path data = folder.resolve("restarts");
                Folders.fresh(data);
                try {
                    visit(peer, new Host(peer, data, nextPort));
                } finally {
                    Folders.delete(data);
                }
            }
        }
        return figures;
    }

    private void visit(Peer peer, Host host) throws Exception {
        Host.Started running = host.start();
        long megabytes = 0;
        try {
            for (int wanted : sizes.megabytes()) {
                for (int i = 0; i < sizes.repeats(); i++) {
                    // at least a twentieth more each time, so that there is load when it is killed
                    long more = Math.max(wanted - megabytes, Math.max(1, wanted / 20));
                    megabytes += more;
                    killUnderLoad(running, more);
                    running = host.start();
                    note(peer, wanted, running.firstSendMillis());
                }
            }
        } finally {
            running.close();
            nextPort = host.nextPort();
        }
    }

    private static void killUnderLoad(Host.Started running, long megabytes) throws Exception {
        Clients clients = running.clients();
        try (Filler filler = new Filler(clients, TOPIC)) {
            filler.awaitBytes(megabytes * BYTES_PER_MEGABYTE);
            running.close();
        }
    }

    private void note(Peer peer, int megabytes, double millis) {
        String size = megabytes >= 1_000 ? megabytes / 1_000.0 + " GB" : megabytes + " MB";
        progress.step(peer.name(), "%s, killed under load: first send after %.0f ms".formatted(size, millis));
        figures.add(peer.name(), new Metric("after kill -9 under load", "first send, log of " + size, "ms"), millis);
    }
}
