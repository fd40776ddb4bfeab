package org.apogeemq.server.command;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apogeemq.cli.CommandFailure;
import org.apogeemq.cli.SendCommand;
import org.apogeemq.cli.TailCommand;
import org.apogeemq.cli.grammar.Command;
import org.apogeemq.cli.grammar.Console;
import org.apogeemq.cli.grammar.Grammar;
import org.apogeemq.cli.grammar.Help;
import org.apogeemq.cli.grammar.NearestName;
import org.apogeemq.cli.grammar.WrongUseException;
import org.apogeemq.server.settings.BadSettingException;
import org.apogeemq.server.wiring.StartFailure;
import org.slf4j.LoggerFactory;

/** The command line: finds the command, runs it, says what went wrong in one line. */
public final class Apogee {
    private static final String PROGRAM = "bin/apogee";
    private static final String SUMMARY = "A message queue that speaks the RocketMQ protocol.";
    private static final String MORE = """
        The first minute:
          bin/apogee up                       starts name server and broker, data in ./data
          bin/apogee tail orders              in a second window: shows what arrives
          bin/apogee send orders 'hello'      in a third one

        Exit codes: 0 done, 1 failed, 2 wrong use or setting.
        Environment: JAVA_HOME (a JDK 25 or newer), APOGEE_JAVA_OPTS (options of the Java virtual machine),
        NAMESRV_ADDR (name servers, host:port, separated by ';').
        """;

    private static final int FAILED = 1;
    private static final int WRONG_USE = 2;
    private static final int WIDTH_DEFAULT = 100;
    private static final String NAME_SERVER_DEFAULT = "127.0.0.1:9876";

    /** A command's name, of one word or more, and how it is made: only the one that is used is. */
    private record Entry(String name, Supplier<Command> made) {
        List<String> words() {
            return List.of(name.split(" "));
        }

        boolean isNamedBy(List<String> texts) {
            List<String> words = words();
            return texts.size() >= words.size()
                    && texts.subList(0, words.size()).equals(words);
        }
    }

    private final Console console;
    private final List<Entry> entries;

    /** @param out for what a command was asked to print; errors and notices go to {@code err} */
    public Apogee(PrintStream out, PrintStream err) {
        console = Console.of(out, err, terminalWidth());
        String configured = System.getenv("NAMESRV_ADDR");
        String nameServers = configured == null || configured.isBlank() ? NAME_SERVER_DEFAULT : configured;
        entries = List.of(
                new Entry("up", UpCommand::new),
                new Entry("nameserver", NameServerCommand::new),
                new Entry("broker", () -> new BrokerCommand(configured)),
                new Entry("send", () -> new SendCommand(nameServers)),
                new Entry("tail", () -> new TailCommand(nameServers)),
                new Entry("config", ConfigCommand::new),
                new Entry("store check", StoreCheckCommand::new),
                new Entry("store export", StoreExportCommand::new));
    }

    /** The width the start script found, else one that fits most. */
    private static int terminalWidth() {
        String columns = System.getenv("COLUMNS");
        return columns != null && columns.matches("[0-9]{2,4}")
                ? Math.clamp(Integer.parseInt(columns), 60, 160)
                : WIDTH_DEFAULT;
    }

    /** Runs the command these arguments name and returns its exit code. */
    public int run(String... arguments) {
        List<String> texts = List.of(arguments);
        if (texts.isEmpty()) {
            return help(WRONG_USE);
        }
        String first = texts.get(0);
        for (Entry entry : entries) {
            if (entry.isNamedBy(texts)) {
                return run(entry.made.get(), texts.subList(entry.words().size(), texts.size()));
            }
        }
        return switch (first) {
            case "-h", "--help", "help" -> help(0);
            case "-V", "--version" -> {
                console.out().println(Version.words());
                yield 0;
            }
            default -> unknown(texts);
        };
    }

    private int help(int code) {
        List<Grammar> grammars = new ArrayList<>();
        entries.forEach(entry -> grammars.add(entry.made.get().grammar()));
        Help.print(PROGRAM, SUMMARY, grammars, MORE, console);
        return code;
    }

    private int unknown(List<String> texts) {
        List<String> names = entries.stream().map(Entry::name).toList();
        boolean inGroup = names.stream().anyMatch(known -> known.startsWith(texts.get(0) + " "));
        String name = String.join(" ", texts.subList(0, inGroup ? Math.min(2, texts.size()) : 1));
        String hint = NearestName.of(name, names)
                .map(meant -> ", did you mean " + meant + "?")
                .orElse("");
        console.err().println("apogee: there is no command '" + name + "'" + hint + "; see " + PROGRAM + " --help");
        return WRONG_USE;
    }

    private int run(Command command, List<String> texts) {
        Grammar grammar = command.grammar();
        if (texts.contains("-h") || texts.contains("--help")) {
            Help.print(PROGRAM, grammar, console);
            return 0;
        }
        try {
            return command.run(grammar.read(texts), console);
        } catch (WrongUseException e) {
            String help = PROGRAM + " " + grammar.name() + " --help";
            console.err().println("apogee " + grammar.name() + ": " + e.getMessage() + "; see " + help);
            return WRONG_USE;
        } catch (BadSettingException e) {
            console.err().println("apogee: " + e.getMessage());
            return WRONG_USE;
        } catch (StartFailure | CommandFailure e) {
            console.err().println("apogee: " + e.getMessage());
            return FAILED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FAILED;
        } catch (RuntimeException e) { // the last line of the main thread: a defect of ours
            console.err().println("apogee: unexpected " + e + "; please report it, with this:");
            LoggerFactory.getLogger(Apogee.class).error("command {} failed", grammar.name(), e);
            return FAILED;
        }
    }
}
