package org.apogeemq.bench.scenario;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apogeemq.bench.load.Clients;
import org.apogeemq.bench.load.FirstMessage;
import org.apogeemq.bench.load.Sender;
import org.apogeemq.bench.peers.Peer;
import org.apogeemq.bench.peers.RunningServer;
import org.apogeemq.bench.proc.CpuTime;
import org.apogeemq.bench.proc.Memory;
import org.apogeemq.bench.proc.ProcessGroup;
import org.apogeemq.bench.report.Figures;
import org.apogeemq.bench.report.Metric;

/** The scenarios asked for, in their order, on one server that runs. */
final class Visit {
    private static final double NANOS_PER_MILLISECOND = 1e6;
    private static final double BYTES_PER_MEGABYTE = 1e6;

    private final Peer peer;
    private final RunningServer server;
    private final ProcessGroup processes;
    private final Clients clients;
    private final Settings settings;
    private final Figures figures;
    private final Progress progress;

    Visit(Peer peer, RunningServer server, Clients clients, Settings settings, Figures figures, Progress progress)
            throws IOException {
        this.peer = peer;
        this.server = server;
        this.processes = server.processes();
        this.clients = clients;
        this.settings = settings;
        this.figures = figures;
        this.progress = progress;
    }

    void measure(List<Scenario> scenarios, FirstMessage.Passed passed) throws Exception {
        boolean idle = scenarios.contains(Scenario.IDLE);
        if (scenarios.contains(Scenario.STARTUP) && peer.startable()) {
            noteStart("first send accepted", passed.sentAtNanos());
            noteStart("first message through", passed.receivedAtNanos());
        }
        if (idle) {
            idle("idle after start");
        }
        if (!Set.of(Scenario.STARTUP).containsAll(scenarios)) {
            try (Sender sender = new Sender(clients)) {
                Loads loads = new Loads(peer.name(), processes, clients, sender, settings, figures, progress);
                loads(scenarios, loads);
            }
        }
        if (idle) {
            idle("idle after load");
        }
    }

    private void loads(List<Scenario> scenarios, Loads loads) throws Exception {
        say("warm-up");
        loads.warmUp();
        for (Scenario scenario : Scenario.values()) {
            if (scenarios.contains(scenario)) {
                switch (scenario) {
                    case STARTUP, IDLE -> {} // not a load
                    case SEND -> {
                        say("single sends");
                        loads.send();
                    }
                    case BATCH -> {
                        say("batches");
                        loads.batch();
                    }
                    case READ -> {
                        say("backlog reads");
                        loads.read();
                    }
                    case LATENCY -> {
                        say("end-to-end latency");
                        loads.latency();
                    }
                    case TOPICS -> {
                        say("few queues and many");
                        loads.topics();
                    }
                }
            }
        }
    }

    /** Leaves the server alone for a while, then notes its memory and what CPU it takes all the same. */
    private void idle(String scenario) throws IOException, InterruptedException {
        say(scenario);
        TimeUnit.NANOSECONDS.sleep(settings.settle().toNanos());
        Memory memory = processes.memory();
        CpuTime before = processes.cpu();
        TimeUnit.NANOSECONDS.sleep(settings.idle().toNanos());
        double seconds = processes.cpu().since(before).seconds();
        note(scenario, "RSS", "MB", memory.resident() / BYTES_PER_MEGABYTE);
        note(scenario, "RssAnon", "MB", memory.anonymous() / BYTES_PER_MEGABYTE);
        note(scenario, "CPU", "% of a core", 100 * seconds / settings.idle().toSeconds());
    }

    private void noteStart(String name, long atNanos) {
        note("process start", name, "ms", (atNanos - server.startedAtNanos()) / NANOS_PER_MILLISECOND);
    }

    private void note(String scenario, String name, String unit, double value) {
        figures.add(peer.name(), new Metric(scenario, name, unit), value);
    }

    private void say(String what) {
        progress.step(peer.name(), what);
    }
}
