package org.apogeemq.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apogeemq.bench.load.SendersAs;
import org.apogeemq.bench.peers.Apache;
import org.apogeemq.bench.peers.Apogee;
import org.apogeemq.bench.peers.Durability;
import org.apogeemq.bench.scenario.ColdRead;
import org.apogeemq.bench.scenario.Consumers;
import org.apogeemq.bench.scenario.Filtering;
import org.apogeemq.bench.scenario.Restarts;
import org.apogeemq.bench.scenario.Settings;
import org.apogeemq.bench.scenario.SyncFlush;
import picocli.CommandLine.Option;

/** The options every sub-command takes. Written by picocli, read once. */
final class Options {
    /** Which one is measured. */
    enum Only {
        apogee,
        apache,
        kafka
    }

    @Option(names = "--only", description = "Measure only one: ${COMPLETION-CANDIDATES} (kafka: sync only).")
    Only only;

    @Option(
            names = "--nameserver",
            paramLabel = "HOST:PORT",
            description = "Drive a server that already runs, instead of starting any. Needs --pid.")
    String nameServer;

    @Option(
            names = "--pid",
            paramLabel = "PID",
            split = ",",
            description = "Process ids of the server that already runs, separated by commas.")
    List<Long> pids;

    @Option(names = "--quick", description = "A small run that shows whether all works; figures are rough.")
    boolean quick;

    @Option(names = "--rounds", paramLabel = "N", description = "Visits to each server. Default 3, quick 1.")
    Integer rounds;

    @Option(
            names = "--body",
            paramLabel = "BYTES",
            split = ",",
            defaultValue = "1024,100",
            description = "Body sizes. Where one size is measured, the first. Default ${DEFAULT-VALUE}.")
    List<Integer> bodies;

    @Option(
            names = "--messages",
            paramLabel = "N",
            description = "Messages measured of each load; of batches twice as many. Default 300000, quick 60000.")
    Integer messages;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            description = "Messages sent and read before measuring. Default 100000, quick 30000.")
    Integer warmUp;

    @Option(
            names = "--sync-messages",
            paramLabel = "N",
            description = "Messages measured of synchronous sends. Default 20000, quick 4000.")
    Integer syncMessages;

    @Option(
            names = "--in-flight",
            paramLabel = "N",
            defaultValue = "256",
            description = "Most single sends without an answer. Default ${DEFAULT-VALUE}.")
    int inFlight;

    @Option(
            names = "--batch-size",
            paramLabel = "N",
            defaultValue = "32",
            description = "Messages a batch. Default ${DEFAULT-VALUE}.")
    int batchSize;

    @Option(
            names = "--batches-in-flight",
            paramLabel = "N",
            defaultValue = "32",
            description = "Most batches without an answer. Default ${DEFAULT-VALUE}.")
    int batchesInFlight;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "2000",
            description = "Messages a second of the latency measurement. Default ${DEFAULT-VALUE}.")
    int rate;

    @Option(
            names = "--latency-seconds",
            paramLabel = "S",
            description = "Length of the latency measurement; half as long a warm-up precedes it. Default 20, quick 5.")
    Integer latencySeconds;

    @Option(
            names = "--settle-seconds",
            paramLabel = "S",
            description = "Time a server is left alone before it is called idle. Default 15, quick 3.")
    Integer settleSeconds;

    @Option(
            names = "--idle-seconds",
            paramLabel = "S",
            description = "Time over which idle CPU is taken. Default 10, quick 3.")
    Integer idleSeconds;

    @Option(
            names = "--apogee-command",
            paramLabel = "COMMAND",
            defaultValue = Apogee.COMMAND,
            description = "What starts Apogee, run in --home. Default: ${DEFAULT-VALUE}")
    String apogeeCommand;

    @Option(
            names = "--apache-java",
            paramLabel = "FILE",
            description = "The java program that runs Apache's servers. Default: the one that runs the bench.")
    Path apacheJava;

    @Option(
            names = "--apache-options",
            paramLabel = "OPTIONS",
            defaultValue = Apache.BROKER_OPTIONS,
            description = "JVM options of Apache's broker. Default: ${DEFAULT-VALUE}")
    String apacheOptions;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where data folders are made. Default: the build folder.")
    Path data;

    @Option(
            names = "--first-port",
            paramLabel = "PORT",
            defaultValue = "21000",
            description = "Where the search for free ports begins. Default ${DEFAULT-VALUE}.")
    int firstPort;

    @Option(names = "--json", paramLabel = "FILE", description = "Also write every measurement to this file.")
    Path json;

    @Option(names = "--home", paramLabel = "DIR", defaultValue = ".", hidden = true)
    Path home;

    @Option(names = "--build", paramLabel = "DIR", defaultValue = "bench/target", hidden = true)
    Path build;

    Settings settings() {
        return new Settings(
                chosen(rounds, 1, 3),
                bodies,
                chosen(messages, 60_000, 300_000),
                chosen(warmUp, 30_000, 100_000),
                chosen(syncMessages, 4_000, 20_000),
                inFlight,
                batchSize,
                batchesInFlight,
                rate,
                Duration.ofSeconds(Math.max(1, chosen(latencySeconds, 5, 20) / 2)),
                Duration.ofSeconds(chosen(latencySeconds, 5, 20)),
                Duration.ofSeconds(chosen(settleSeconds, 3, 15)),
                Duration.ofSeconds(chosen(idleSeconds, 3, 10)));
    }

    SyncFlush.Sizes syncFlush(List<Integer> senders, Integer seconds, SendersAs as, Durability durability) {
        return new SyncFlush.Sizes(
                chosen(rounds, 1, 3),
                bodies.getFirst(),
                senders,
                chosen(null, 2, 10),
                chosen(seconds, 2, 10),
                as,
                durability);
    }

    Consumers.Sizes consumers() {
        return new Consumers.Sizes(
                chosen(rounds, 1, 3), chosen(null, 2_000, 20_000), chosen(null, 200, 2_000), chosen(null, 100, 1_000));
    }

    Filtering.Sizes filtering() {
        return new Filtering.Sizes(
                chosen(rounds, 1, 3),
                chosen(messages, 100_000, 500_000),
                chosen(warmUp, 50_000, 100_000),
                bodies.getFirst(),
                10);
    }

    Restarts.Sizes restarts(List<Integer> megabytes, int repeats) {
        return new Restarts.Sizes(chosen(rounds, 1, 1), megabytes, repeats);
    }

    ColdRead.Sizes coldRead(Integer megabytes) {
        return new ColdRead.Sizes(chosen(rounds, 1, 1), chosen(megabytes, 500, 4_000), chosen(warmUp, 30_000, 100_000));
    }

    private int chosen(Integer given, int ifQuick, int otherwise) {
        if (given != null) {
            return given;
        }
        return quick ? ifQuick : otherwise;
    }
}
