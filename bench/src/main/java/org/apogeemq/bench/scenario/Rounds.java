package org.apogeemq.bench.scenario;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apogeemq.bench.load.Clients;
import org.apogeemq.bench.load.FirstMessage;
import org.apogeemq.bench.load.Sender;
import org.apogeemq.bench.peers.Durability;
import org.apogeemq.bench.peers.Peer;
import org.apogeemq.bench.peers.Ports;
import org.apogeemq.bench.peers.RunningServer;
import org.apogeemq.bench.report.Figures;

/** Visits the peers in turn, round after round: A, B, A, B. Only one server runs at a time. Used by one thread. */
public final class Rounds {
    private static final Duration READY_LIMIT = Duration.ofSeconds(60);
    private static final int REHEARSAL_MESSAGES = 2_000;

    private final List<Peer> peers;
    private final List<Scenario> scenarios;
    private final Settings settings;
    private final Path folder;
    private final Progress progress;
    private int nextPort;
    private int visits;

    /**
     * Rounds over {@code peers}; nothing is started yet.
     *
     * @param folder where data folders are made; each is deleted after its visit
     * @param firstPort where the search for free ports begins
     * @param progress takes a line a step
     */
    public Rounds(
            List<Peer> peers,
            List<Scenario> scenarios,
            Settings settings,
            Path folder,
            int firstPort,
            Progress progress) {
        this.peers = List.copyOf(peers);
        this.scenarios = List.copyOf(scenarios);
        this.settings = settings;
        this.folder = folder;
        this.nextPort = firstPort;
        this.progress = progress;
    }

    /** Measures all and returns the figures. The first thing that goes wrong ends the run. */
    public Figures run() throws Exception {
        Figures figures = new Figures(peers.stream().map(Peer::name).toList());
        if (scenarios.contains(Scenario.STARTUP)) {
            for (Peer peer : peers) {
                say(peer, "rehearsal");
                stay(peer, (server, passed, clients) -> rehearse(clients));
            }
        }
        for (int round = 1; round <= settings.rounds(); round++) {
            for (Peer peer : peers) {
                say(peer, "round " + round + " of " + settings.rounds());
                stay(
                        peer,
                        (server, passed, clients) -> new Visit(peer, server, clients, settings, figures, progress)
                                .measure(scenarios, passed));
            }
        }
        return figures;
    }

    /** What is done while a server runs. */
    private interface Stay {
        void with(RunningServer server, FirstMessage.Passed passed, Clients clients) throws Exception;
    }

    private void stay(Peer peer, Stay stay) throws Exception {
        Ports ports = Ports.free(nextPort);
        nextPort = ports.next();
        Path data = folder.resolve("visit-" + ++visits);
        Folders.fresh(data);
        Clients clients = new Clients(peer.nameServer(ports), "bench-" + visits);
        FirstMessage knock = new FirstMessage(clients); // before the server, so that the client's own start is over
        try (RunningServer server = peer.start(data, ports, Durability.MEMORY)) {
            FirstMessage.Passed passed;
            try (knock) {
                passed = knock.pass();
            }
            server.awaitReady(READY_LIMIT);
            stay.with(server, passed, clients);
            say(peer, "stopping");
        }
        Folders.delete(data);
    }

    /** A first start reads its files from the disk and finds a cold client: it is not noted. */
    private static void rehearse(Clients clients) throws Exception {
        try (Sender sender = new Sender(clients)) {
            sender.createTopic("bench-rehearsal");
            sender.sync("bench-rehearsal", 1024, REHEARSAL_MESSAGES);
        }
    }

    private void say(Peer peer, String what) {
        progress.step(peer.name(), what);
    }
}
