package org.apogeemq.bench.scenario;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.rocketmq.common.message.MessageQueue;
import org.apogeemq.bench.load.Clients;
import org.apogeemq.bench.load.LoadResult;
import org.apogeemq.bench.load.Sender;
import org.apogeemq.bench.peers.Peer;
import org.apogeemq.bench.proc.CpuTime;
import org.apogeemq.bench.proc.Memory;
import org.apogeemq.bench.report.Figures;
import org.apogeemq.bench.report.Metric;
import org.apogeemq.bench.wire.GroupCrowd;
import org.apogeemq.bench.wire.ParkedPulls;

/** What consumers cost that do nothing but wait, and what a large group costs while it grows and shrinks. */
public final class Consumers {
    private static final int BODY_BYTES = 1024;
    private static final int SHARE = 10; // connections a group
    private static final double NANOS_PER_MILLISECOND = 1e6;
    private static final String TOPIC = "bench-wait-";

    private final List<Peer> peers;
    private final Sizes sizes;
    private final Path folder;
    private final Progress progress;
    private final Figures figures;
    private int nextPort;

    /**
     * Sizes of the load.
     *
     * @param rounds visits to each peer
     * @param pulls that wait at once, a multiple of 8: half of them each of two groups, four a topic
     * @param wakes messages that wake two of them each
     * @param members of one group
     */
    public record Sizes(int rounds, int pulls, int wakes, int members) {
        public Sizes {
            if (rounds < 1 || pulls < 2 * Clients.QUEUES || pulls % (2 * Clients.QUEUES) != 0) {
                throw new IllegalArgumentException(
                        "rounds are %d, must be 1 or more; pulls are %d, must be a multiple of %d"
                                .formatted(rounds, pulls, 2 * Clients.QUEUES));
            }
            if (wakes < 1 || members < 2) {
                throw new IllegalArgumentException(
                        "wakes are " + wakes + ", must be 1 or more; members are " + members + ", must be 2 or more");
            }
        }
    }

    /** Compares {@code peers}; nothing is started yet. */
    public Consumers(List<Peer> peers, Sizes sizes, Path folder, int firstPort, Progress progress) {
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
                Path data = folder.resolve("consumers");
                Folders.fresh(data);
                Host host = new Host(peer, data, nextPort);
                try (Host.Started running = host.start()) {
                    parked(peer, running);
                    group(peer, running);
                } finally {
                    nextPort = host.nextPort();
                    Folders.delete(data);
                }
            }
        }
        return figures;
    }

    private void parked(Peer peer, Host.Started running) throws Exception {
        String scenario = "%,d pulls that wait".formatted(sizes.pulls());
        try (Sender sender = new Sender(running.clients());
                ParkedPulls pulls = new ParkedPulls(running.clients())) {
            List<MessageQueue> queues = new ArrayList<>();
            for (int i = 0; i < sizes.pulls() / 2 / Clients.QUEUES; i++) {
                sender.createTopic(TOPIC + i);
                queues.addAll(pulls.queues(TOPIC + i));
            }
            Memory before = memory(running);
            pulls.park(queues, List.of("bench-wait-a", "bench-wait-b"), SHARE);
            Memory after = memory(running);
            note(
                    peer,
                    scenario,
                    "RssAnon a pull",
                    "bytes",
                    1.0 * (after.anonymous() - before.anonymous()) / sizes.pulls());
            CpuTime cpu = running.server().processes().cpu();
            TimeUnit.SECONDS.sleep(SHARE);
            double idle = running.server().processes().cpu().since(cpu).seconds();
            note(peer, scenario, "CPU while they wait", "% of a core", 100 * idle / SHARE);

            pulls.wake(queues, sizes.wakes(), 2, BODY_BYTES);
            LoadResult result = pulls.wake(queues, sizes.wakes(), 2, BODY_BYTES);
            note(peer, scenario, "from send to answer, p50", "µs", result.latencyMicros(50));
            note(peer, scenario, "from send to answer, p99", "µs", result.latencyMicros(99));
            note(peer, scenario, "not woken", "messages", result.failed());
            progress.step(peer.name(), "p99 %.0f µs".formatted(result.latencyMicros(99)));
        }
    }

    private void group(Peer peer, Host.Started running) throws Exception {
        String scenario = "a group of %,d members".formatted(sizes.members());
        try (GroupCrowd crowd = new GroupCrowd(running.clients(), "bench-crowd", TOPIC + 0)) {
            CpuTime before = running.server().processes().cpu();
            long all = crowd.join(sizes.members());
            note(peer, scenario, "all have joined and know of all", "ms", all / NANOS_PER_MILLISECOND);
            CpuTime used = running.server().processes().cpu().since(before);
            note(peer, scenario, "- server CPU", "s", used.seconds());
            note(peer, scenario, "all know of one that left", "ms", crowd.leave() / NANOS_PER_MILLISECOND);
            note(peer, scenario, "all know of one that came", "ms", crowd.join(1) / NANOS_PER_MILLISECOND);
            progress.step(peer.name(), "joined in %.0f ms".formatted(all / NANOS_PER_MILLISECOND));
        }
    }

    private static Memory memory(Host.Started running) throws IOException {
        return running.server().processes().memory();
    }

    private void note(Peer peer, String scenario, String name, String unit, double value) {
        figures.add(peer.name(), new Metric(scenario, name, unit), value);
    }
}
