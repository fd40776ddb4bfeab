package org.apogeemq.chaos;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.apogeemq.chaos.consumers.ConsumersOptions;
import org.apogeemq.chaos.consumers.ConsumersRun;
import org.apogeemq.chaos.kill.KillRun;
import org.apogeemq.chaos.kill.Options;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command line of {@code bin/chaos}. Exit code 0: every promise kept; 1: not; 2: wrong arguments. */
@Command(
        name = "chaos",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = {"Tries what Apogee promises on the packaged program while it is killed.%n"})
public final class Chaos {
    private static final int HELP_COLUMNS = 110;

    private Chaos() {}

    /** Which modes of flushing are tried. */
    enum Flush {
        sync(List.of("SYNC_FLUSH")),
        async(List.of("ASYNC_FLUSH")),
        both(List.of("ASYNC_FLUSH", "SYNC_FLUSH"));

        private final List<String> settings;

        Flush(List<String> settings) {
            this.settings = settings;
        }
    }

    /** Runs the command line and ends the JVM with its exit code, which also ends the clients' threads. */
    public static void main(String[] args) {
        CommandLine line = new CommandLine(new Chaos()).setUsageHelpWidth(HELP_COLUMNS);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        System.exit(args.length == 0 ? line.execute("--help") : line.execute(args));
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = {
                "Kills the program with SIGKILL at random moments, hundreds of times, under load.%n",
                "Apache's unmodified clients send single messages, batches, in order, asynchronously and one-way, to"
                    + " topics of 1 to 16 queues; a group reads. The program is killed while it serves, when it has"
                    + " just become ready and while it starts, and is started again on the same folder. Everything is"
                    + " read back: every acknowledged message must be there, at the queue offset that was"
                    + " acknowledged, once (or as often as its client sent it), unaltered and in order; queues have no"
                    + " gaps; what anybody has read stays; the group's progress does not go back.%n",
                "Settings (size of segments and queue files, flushing, checkpoints) change from store to store. The"
                    + " seed decides all that is drawn by lot. What is found ends the run, keeps the data folder, and"
                    + " is printed with a command that repeats it.%n"
            })
    int kill(@Mixin KillOptions options) throws InterruptedException {
        return new KillRun(options.options(), System.out::println).run().isEmpty() ? 0 : 1;
    }

    @Command(
            mixinStandardHelpOptions = true,
            description = {
                "Kills orderly consumers with SIGKILL at random moments while messages come.%n",
                "Consumers in processes of their own, with Apache's unmodified client, share 16 queues with the"
                    + " messages of 1,000 keys. They are killed, leave in order and join. Each writes down what it"
                    + " begins and ends: the messages of a key must come in their order and none may be missing, and"
                    + " no two consumers may be at work in one queue at a time.%n"
            })
    int consumers(@Mixin ConsumerOptions options) throws Exception {
        return new ConsumersRun(options.options(), System.out::println).run().isEmpty() ? 0 : 1;
    }

    /** The options of {@code consumers}. Written by picocli, read once. */
    static final class ConsumerOptions {
        @Option(
                names = "--steps",
                paramLabel = "N",
                defaultValue = "100",
                description = "How often one is killed, leaves or joins. Default ${DEFAULT-VALUE}.")
        int steps;

        @Option(names = "--seed", paramLabel = "N", description = "Seed. Default: another one each time.")
        Long seed;

        @Option(
                names = "--check-every",
                paramLabel = "N",
                defaultValue = "10",
                description = "Steps between checks of everything. Default ${DEFAULT-VALUE}.")
        int checkEvery;

        @Option(
                names = "--members",
                paramLabel = "N",
                defaultValue = "4",
                description = "Most consumers at a time. Default ${DEFAULT-VALUE}.")
        int members;

        @Option(
                names = "--lock",
                paramLabel = "MS",
                defaultValue = "10000",
                description = "How long a lock outlives a kill (rebalanceLockMaxLiveTime). Default ${DEFAULT-VALUE};"
                        + " a machine that stops a process for half as long breaks the promise.")
        int lockMillis;

        @Option(names = "--data", paramLabel = "DIR", description = "Where logs lie. Default: the build folder.")
        Path data;

        private ConsumersOptions options() {
            long drawn = seed != null ? seed : ThreadLocalRandom.current().nextInt(1_000_000);
            return new ConsumersOptions(steps, checkEvery, members, lockMillis, drawn, data);
        }
    }

    /** The options of {@code kill}. Written by picocli, read once. */
    static final class KillOptions {
        @Option(names = "--rounds", paramLabel = "N", defaultValue = "300", description = "Starts of the program.")
        int rounds;

        @Option(names = "--seed", paramLabel = "N", description = "Seed. Default: another one each time.")
        Long seed;

        @Option(
                names = "--flush",
                paramLabel = "MODE",
                defaultValue = "both",
                description = "${COMPLETION-CANDIDATES}; both take turns. Default ${DEFAULT-VALUE}.")
        Flush flush;

        @Option(
                names = "--per-store",
                paramLabel = "N",
                defaultValue = "25",
                description = "Rounds until a new folder is begun. Default ${DEFAULT-VALUE}.")
        int perStore;

        @Option(
                names = "--check-every",
                paramLabel = "N",
                defaultValue = "8",
                description = "Rounds between checks of everything. Default ${DEFAULT-VALUE}.")
        int checkEvery;

        @Option(names = "--first-store", paramLabel = "N", defaultValue = "0", description = "Repeats a part.")
        int firstStore;

        @Option(names = "--data", paramLabel = "DIR", description = "Where stores lie. Default: the build folder.")
        Path data;

        private Options options() {
            long drawn = seed != null ? seed : ThreadLocalRandom.current().nextInt(1_000_000);
            return new Options(rounds, perStore, checkEvery, drawn, firstStore, flush.settings, data);
        }
    }
}
