package org.apogeemq.bench;

import java.util.List;
import org.apogeemq.bench.load.SendersAs;
import org.apogeemq.bench.peers.Durability;
import org.apogeemq.bench.scenario.Scenario;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bin/bench}: Apogee and Apache RocketMQ side by side. One sub-command a scenario. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Measures Apogee and Apache RocketMQ side by side, with Apache's unmodified client.%n",
            "Starts each server in turn as a child process, in a fresh data folder on ports of its own, drives it,"
                + " reads what its processes used from /proc, and stops it before the other is started. Prints a table"
                + " of medians (least .. greatest) and the ratio Apogee / Apache.%n",
            "Try first: bin/bench all --quick%n",
            "The append path inside the process: bin/bench append (JMH; its options follow, such as -h or -l)%n",
            "A store with 8 to 50,000 queues: bin/bench queues [MESSAGES [QUEUES...]]%n"
        })
public final class Bench {
    private static final int HELP_COLUMNS = 110;

    private Bench() {}

    /** Runs the command line and ends the JVM with its exit code, which also ends the clients' threads. */
    public static void main(String[] args) {
        CommandLine line = new CommandLine(new Bench()).setUsageHelpWidth(HELP_COLUMNS);
        line.setExecutionExceptionHandler((failure, command, _) -> {
            command.getErr().println("bench: " + reason(failure));
            return command.getCommandSpec().exitCodeOnExecutionException();
        });
        System.exit(line.execute(args));
    }

    private static String reason(Exception failure) {
        String said = failure.getMessage() == null ? failure.toString() : failure.getMessage();
        return failure.getCause() == null ? said : said + "\n  because: " + failure.getCause();
    }

    @Command(mixinStandardHelpOptions = true, description = "Single sends: async with bounded in-flight, and sync.")
    int send(@Mixin Options options) throws Exception {
        return Run.of(List.of(Scenario.SEND), options);
    }

    @Command(mixinStandardHelpOptions = true, description = "Sends in batches.")
    int batch(@Mixin Options options) throws Exception {
        return Run.of(List.of(Scenario.BATCH), options);
    }

    @Command(mixinStandardHelpOptions = true, description = "Reads a backlog with a push consumer, at full speed.")
    int read(@Mixin Options options) throws Exception {
        return Run.of(List.of(Scenario.READ), options);
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "End-to-end latency at a fixed rate, counted from when each message was due (open loop).")
    int latency(@Mixin Options options) throws Exception {
        return Run.of(List.of(Scenario.LATENCY), options);
    }

    @Command(mixinStandardHelpOptions = true, description = "From process start to the first message through.")
    int startup(@Mixin Options options) throws Exception {
        return Run.of(List.of(Scenario.STARTUP), options);
    }

    @Command(mixinStandardHelpOptions = true, description = "Memory and CPU while idle, before and after load.")
    int idle(@Mixin Options options) throws Exception {
        return Run.of(List.of(Scenario.IDLE), options);
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Reads a backlog of which one message in a hundred passes: by a tag, and by SQL.")
    int filter(@Mixin Options options) throws Exception {
        return Run.filtering(options.filtering(), options);
    }

    @Command(mixinStandardHelpOptions = true, description = "Single sends to 8 queues and to 10,000, in turn.")
    int topics(@Mixin Options options) throws Exception {
        return Run.of(List.of(Scenario.TOPICS), options);
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "20,000 pulls that wait at once, and a group of 1,000 members that grows and shrinks.")
    int consumers(@Mixin Options options) throws Exception {
        return Run.consumers(options.consumers(), options);
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Sends acknowledged when the disk has them, by 1, 8 and 64 waiting senders; Kafka as well.")
    int sync(
            @Mixin Options options,
            @Option(
                            names = "--senders",
                            paramLabel = "N",
                            split = ",",
                            defaultValue = "1,8,64",
                            description = "Numbers of senders. Default ${DEFAULT-VALUE}.")
                    List<Integer> senders,
            @Option(
                            names = "--seconds",
                            paramLabel = "S",
                            description = "Length of each measurement. Default 10, quick 2.")
                    Integer seconds,
            @Option(
                            names = "--senders-as",
                            paramLabel = "KIND",
                            defaultValue = "THREADS",
                            description = "${COMPLETION-CANDIDATES}: the cheaper they are, the more of the machine the"
                                    + " servers get. WIRE has no client at all; without Kafka. Default"
                                    + " ${DEFAULT-VALUE}.")
                    SendersAs as,
            @Option(
                            names = "--unflushed",
                            description = "Servers answer before the disk has it: what the load itself can do at most.")
                    boolean unflushed)
            throws Exception {
        Durability durability = unflushed ? Durability.MEMORY : Durability.DISK;
        return Run.syncFlush(options.syncFlush(senders, seconds, as, durability), options);
    }

    @Command(
            name = "small-restart",
            mixinStandardHelpOptions = true,
            description = "A small store killed under load: from process start to the first acknowledged send.")
    int smallRestart(
            @Mixin Options options,
            @Option(
                            names = "--repeats",
                            paramLabel = "N",
                            defaultValue = "5",
                            description = "Kills. Default ${DEFAULT-VALUE}.")
                    int repeats)
            throws Exception {
        return Run.restarts(options.restarts(List.of(200), repeats), options);
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Growing stores killed under load: from process start to the first acknowledged send."
                    + " With the defaults 25 GB of disk.")
    int recovery(
            @Mixin Options options,
            @Option(
                            names = "--megabytes",
                            paramLabel = "MB",
                            split = ",",
                            defaultValue = "1000,10000,20000",
                            description = "Sizes of the log at the kills. Default ${DEFAULT-VALUE}.")
                    List<Integer> megabytes,
            @Option(
                            names = "--repeats",
                            paramLabel = "N",
                            defaultValue = "1",
                            description = "Kills at each size. Default ${DEFAULT-VALUE}.")
                    int repeats)
            throws Exception {
        return Run.restarts(options.restarts(megabytes, repeats), options);
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = "Reads a backlog that is on the disk only, beside a plain read of the same files.")
    int cold(
            @Mixin Options options,
            @Option(
                            names = "--megabytes",
                            paramLabel = "MB",
                            description = "Log that is read. Default 4000, quick 500.")
                    Integer megabytes)
            throws Exception {
        return Run.coldRead(options.coldRead(megabytes), options);
    }

    @Command(mixinStandardHelpOptions = true, description = "Start, idle, sends, batches, reads and latency.")
    int all(@Mixin Options options) throws Exception {
        return Run.of(Scenario.all(), options);
    }
}
