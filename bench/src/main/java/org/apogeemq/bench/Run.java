package org.apogeemq.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apogeemq.bench.peers.AlreadyRunning;
import org.apogeemq.bench.peers.Apache;
import org.apogeemq.bench.peers.Apogee;
import org.apogeemq.bench.peers.Kafka;
import org.apogeemq.bench.peers.Peer;
import org.apogeemq.bench.proc.ProcessGroup;
import org.apogeemq.bench.report.Figures;
import org.apogeemq.bench.report.Json;
import org.apogeemq.bench.report.Table;
import org.apogeemq.bench.scenario.ColdRead;
import org.apogeemq.bench.scenario.Consumers;
import org.apogeemq.bench.scenario.Filtering;
import org.apogeemq.bench.scenario.Progress;
import org.apogeemq.bench.scenario.Restarts;
import org.apogeemq.bench.scenario.Rounds;
import org.apogeemq.bench.scenario.Scenario;
import org.apogeemq.bench.scenario.Settings;
import org.apogeemq.bench.scenario.SyncFlush;

/** One run from options to printed table. */
final class Run {
    private static final String APACHE_VERSION = "5.5.0";
    private static final String KAFKA_VERSION = "4.3.1";

    private final Options options;
    private final Path home;
    private final Path build;
    private final Path data;
    private final Progress progress = new Progress(System.err);

    private Run(Options options) {
        this.options = options;
        home = options.home.toAbsolutePath().normalize();
        build = home.resolve(options.build).normalize();
        data = options.data == null ? build.resolve("runs") : options.data.toAbsolutePath();
    }

    /** Scenarios on servers that acknowledge when the operating system has a message. */
    static int of(List<Scenario> scenarios, Options options) throws Exception {
        Settings settings = options.settings();
        Run run = new Run(options);
        Figures figures = new Rounds(run.peers(), scenarios, settings, run.data, options.firstPort, run.progress).run();
        return run.print(scenarios.toString().toLowerCase(Locale.ROOT), settings, figures);
    }

    /** Sync flush, Kafka included. */
    static int syncFlush(SyncFlush.Sizes sizes, Options options) throws Exception {
        Run run = new Run(options);
        List<Peer> peers = new ArrayList<>(run.peers());
        if (options.only == null || options.only == Options.Only.kafka) {
            peers.add(new Kafka(Machine.java(), run.classPath("kafka"), KAFKA_VERSION));
        }
        Figures figures = new SyncFlush(peers, sizes, run.data, options.firstPort, run.progress).run();
        return run.print("[sync]", sizes, figures);
    }

    /** Stores killed under load and started again. */
    static int restarts(Restarts.Sizes sizes, Options options) throws Exception {
        Run run = new Run(options);
        Figures figures = new Restarts(run.peers(), sizes, run.data, options.firstPort, run.progress).run();
        return run.print("[restarts]", sizes, figures);
    }

    /** Reads of a backlog that is on the disk only. */
    static int coldRead(ColdRead.Sizes sizes, Options options) throws Exception {
        Run run = new Run(options);
        Figures figures = new ColdRead(run.peers(), sizes, run.data, options.firstPort, run.progress).run();
        return run.print("[cold]", sizes, figures);
    }

    /** Consumers that wait, and a large group. */
    static int consumers(Consumers.Sizes sizes, Options options) throws Exception {
        Run run = new Run(options);
        Figures figures = new Consumers(run.peers(), sizes, run.data, options.firstPort, run.progress).run();
        return run.print("[consumers]", sizes, figures);
    }

    /** Reads of a backlog through filters. */
    static int filtering(Filtering.Sizes sizes, Options options) throws Exception {
        Run run = new Run(options);
        Figures figures = new Filtering(run.peers(), sizes, run.data, options.firstPort, run.progress).run();
        return run.print("[filter]", sizes, figures);
    }

    private int print(String scenarios, Record settings, Figures figures) throws IOException {
        Map<String, String> run = new LinkedHashMap<>();
        run.put("machine", Machine.description());
        run.put("scenarios", scenarios);
        run.put("settings", settings.toString());
        run.put("seconds", Long.toString(progress.seconds()));
        System.out.println();
        run.forEach((key, value) -> System.out.printf("%s: %s%n", key, value));
        System.out.println();
        System.out.print(Table.of(figures));
        if (options.json != null) {
            Files.writeString(options.json, Json.of(run, figures));
        }
        return 0;
    }

    /** Apogee and Apache RocketMQ, or what was asked for. */
    private List<Peer> peers() throws IOException {
        if (options.nameServer != null) {
            if (options.pids == null) {
                throw new IllegalArgumentException("--nameserver needs --pid, the processes whose CPU is counted");
            }
            String name = options.only == null ? options.nameServer : options.only.name();
            return List.of(new AlreadyRunning(name, options.nameServer, new ProcessGroup(options.pids)));
        }
        List<Peer> peers = new ArrayList<>();
        if (options.only == null || options.only == Options.Only.apogee) {
            peers.add(new Apogee(options.apogeeCommand, home));
        }
        if (options.only == null || options.only == Options.Only.apache) {
            Path java = options.apacheJava == null ? Machine.java() : options.apacheJava;
            peers.add(new Apache(java, classPath("apache"), options.apacheOptions, APACHE_VERSION));
        }
        return peers;
    }

    private Path classPath(String peer) throws IOException {
        Path file = build.resolve(peer + ".classpath");
        if (!Files.isReadable(file)) {
            throw new IOException(
                    "no class path of " + peer + "'s servers in " + file + "; start the bench by bin/bench");
        }
        return file;
    }
}
