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
import org.apogeemq.bench.peers.Peer;
import org.apogeemq.bench.proc.ProcessGroup;
import org.apogeemq.bench.report.Figures;
import org.apogeemq.bench.report.Json;
import org.apogeemq.bench.report.Table;
import org.apogeemq.bench.scenario.Progress;
import org.apogeemq.bench.scenario.Rounds;
import org.apogeemq.bench.scenario.Scenario;
import org.apogeemq.bench.scenario.Settings;

/** One run from options to printed table. */
final class Run {
    private static final String APACHE_VERSION = "5.5.0";

    private Run() {}

    static int of(List<Scenario> scenarios, Options options) throws Exception {
        Settings settings = options.settings();
        List<Peer> peers = peers(options);
        Path build = options.home.resolve(options.build).toAbsolutePath().normalize();
        Path data = options.data == null ? build.resolve("runs") : options.data.toAbsolutePath();
        Progress progress = new Progress(System.err);
        Figures figures = new Rounds(peers, scenarios, settings, data, options.firstPort, progress).run();
        Map<String, String> run = describe(scenarios, settings, progress.seconds());
        System.out.println();
        run.forEach((key, value) -> System.out.printf("%s: %s%n", key, value));
        System.out.println();
        System.out.print(Table.of(figures));
        if (options.json != null) {
            Files.writeString(options.json, Json.of(run, figures));
        }
        return 0;
    }

    private static List<Peer> peers(Options options) throws IOException {
        if (options.nameServer != null) {
            if (options.pids == null) {
                throw new IllegalArgumentException("--nameserver needs --pid, the processes whose CPU is counted");
            }
            String name = options.only == null ? options.nameServer : options.only.name();
            return List.of(new AlreadyRunning(name, options.nameServer, new ProcessGroup(options.pids)));
        }
        Path home = options.home.toAbsolutePath().normalize();
        List<Peer> peers = new ArrayList<>();
        if (options.only != Options.Only.apache) {
            peers.add(new Apogee(options.apogeeCommand, home));
        }
        if (options.only != Options.Only.apogee) {
            Path java = options.apacheJava == null ? Machine.java() : options.apacheJava;
            Path classPath = home.resolve(options.build).resolve("apache.classpath");
            if (!Files.isReadable(classPath)) {
                throw new IOException(
                        "no class path of Apache's servers in " + classPath + "; start the bench by bin/bench");
            }
            peers.add(new Apache(java, classPath, options.apacheOptions, APACHE_VERSION));
        }
        return peers;
    }

    private static Map<String, String> describe(List<Scenario> scenarios, Settings settings, long seconds) {
        Map<String, String> run = new LinkedHashMap<>();
        run.put("machine", Machine.description());
        run.put("scenarios", scenarios.toString().toLowerCase(Locale.ROOT));
        run.put("settings", settings.toString());
        run.put("seconds", Long.toString(seconds));
        return run;
    }
}
