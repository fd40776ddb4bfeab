package org.apogeemq.server.command;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apogeemq.cli.Commands;
import org.apogeemq.cli.CompletionCommand;
import org.apogeemq.cli.grammar.Command;
import org.apogeemq.cli.grammar.CommandFailure;
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
    private static final int ROWS_DEFAULT = 24;
    private static final String NAME_SERVER_DEFAULT = "127.0.0.1:9876";

    /** A command's name, of one word or more, and how it is made: only the one that is used is. */
    private record Entry(String name, Supplier<Command> made) {
        List<String> words() {
            return List.of(name.split(" "));
        }

        boolean isNamedBy(List<String> texts) {
            return beginsWith(texts) == words().size();
        }

        /** How many of the first texts are the first words of the name. */
        int beginsWith(List<String> texts) {
            List<String> words = words();
            int same = 0;
            while (same < words.size() && same < texts.size() && words.get(same).equals(texts.get(same))) {
                same++;
            }
            return same;
        }
    }

    private final Console console;
    private final List<Entry> entries;

    /** @param out for what a command was asked to print; errors and notices go to {@code err} */
    public Apogee(PrintStream out, PrintStream err) {
        console = Console.of(out, err, textWidth());
        String configured = System.getenv("NAMESRV_ADDR");
        String nameServers = configured == null || configured.isBlank() ? NAME_SERVER_DEFAULT : configured;
        entries = new ArrayList<>(List.of(
                new Entry("up", UpCommand::new),
                new Entry("nameserver", NameServerCommand::new),
                new Entry("broker", () -> new BrokerCommand(configured))));
        Commands.NAMES.forEach(name -> entries.add(new Entry(name, () -> Commands.made(name, nameServers))));
        entries.add(new Entry("config", ConfigCommand::new));
        entries.add(new Entry("completion", () -> new CompletionCommand(() -> grammars(entries))));
        entries.add(new Entry("store check", StoreCheckCommand::new));
        entries.add(new Entry("store export", StoreExportCommand::new));
    }

    /** The width the start script found, else one that fits most. */
    private static int textWidth() {
        return Math.clamp(number("COLUMNS", WIDTH_DEFAULT), 60, 160);
    }

    /** What the start script found out about the terminal, and whether there is one. */
    private static Console.Window window() {
        int columns = number("COLUMNS", Integer.MAX_VALUE);
        java.io.Console terminal = System.console();
        return terminal == null || !terminal.isTerminal()
                ? new Console.Window(columns, 0, question -> null)
                : new Console.Window(
                        columns, number("LINES", ROWS_DEFAULT), question -> terminal.readLine("%s", question));
    }

    private static int number(String variable, int without) {
        String value = System.getenv(variable);
        return value != null && value.matches("[0-9]{2,4}") ? Integer.parseInt(value) : without;
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
                return run(entry, texts.subList(entry.words().size(), texts.size()));
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
        Help.print(PROGRAM, SUMMARY, grammars(entries), MORE, console);
        return code;
    }

    private static List<Grammar> grammars(List<Entry> entries) {
        return entries.stream().map(entry -> entry.made.get().grammar()).toList();
    }

    /** What was typed is no command: the help of those that begin so, if that was asked for, else what was meant. */
    private int unknown(List<String> texts) {
        int known = entries.stream()
                .mapToInt(entry -> entry.beginsWith(texts))
                .max()
                .orElse(0);
        List<Entry> near = entries.stream()
                .filter(entry -> entry.beginsWith(texts) == known)
                .toList();
        List<String> rest = texts.subList(known, texts.size());
        if (known > 0 && (rest.contains("-h") || rest.contains("--help"))) {
            String begin = String.join(" ", texts.subList(0, known));
            Help.print(PROGRAM, begin, grammars(near), console);
            return 0;
        }
        String name = String.join(" ", texts.subList(0, Math.min(known + 1, texts.size())));
        List<String> names = near.stream().map(Entry::name).toList();
        String hint = NearestName.of(name, names)
                .map(meant -> ", did you mean " + meant + "?")
                .orElse(known == 0 ? "" : ", there are: " + String.join(", ", names));
        console.err().println("apogee: there is no command '" + name + "'" + hint + "; see " + PROGRAM + " --help");
        return WRONG_USE;
    }

    /** To look for a terminal takes longer than all else here, so a server does without. */
    private Console seen(Entry entry) {
        return Commands.NAMES.contains(entry.name)
                ? new Console(console.out(), console.err(), console.width(), window())
                : console;
    }

    private int run(Entry entry, List<String> texts) {
        Command command = entry.made.get();
        Grammar grammar = command.grammar();
        if (texts.contains("-h") || texts.contains("--help")) {
            Help.print(PROGRAM, grammar, console);
            return 0;
        }
        try {
            return command.run(grammar.read(texts), seen(entry));
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
