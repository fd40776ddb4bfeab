package org.apogeemq.cli.grammar;

import java.util.List;

/** Help texts, as wide as the console. */
public final class Help {
    private static final int MEANING_COLUMN = 30;
    private static final String ALWAYS = "  -h, --help";

    private Help() {}

    /** The help of one command of {@code program}. */
    public static void print(String program, Grammar grammar, Console console) {
        var usage = new StringBuilder("Usage: ").append(program).append(' ').append(grammar.name());
        for (Grammar.Word word : grammar.words()) {
            if (!word.isOption()) {
                usage.append(word.required() ? " " + word.name() : " [" + word.name() + "]");
            }
        }
        console.out().println(usage.append(" [options]"));
        console.out().println();
        console.out().println(grammar.summary());
        console.out().println();
        for (Grammar.Word word : grammar.words()) {
            entry("  " + word.shown(), word.meaning(), console);
        }
        entry(ALWAYS, "This text.", console);
        if (!grammar.more().isEmpty()) {
            console.out().println();
            console.out().print(grammar.more());
        }
        console.out().flush();
    }

    /** The help of the program itself. */
    public static void print(String program, String summary, List<Grammar> commands, String more, Console console) {
        console.out().println("Usage: " + program + " COMMAND [arguments] [options]");
        console.out().println();
        console.out().println(summary);
        console.out().println();
        for (Grammar command : commands) {
            entry("  " + command.name(), command.summary().lines().findFirst().orElse(""), console);
        }
        entry(ALWAYS, "This text; behind a command, more about it.", console);
        entry("  -V, --version", "The version of the program and of its Java.", console);
        console.out().println();
        console.out().print(more);
        console.out().flush();
    }

    /** The help of some of the commands, whose names begin alike. */
    public static void print(String program, String begin, List<Grammar> commands, Console console) {
        console.out().println("Usage: " + program + " " + begin + " COMMAND [arguments] [options]");
        console.out().println();
        for (Grammar command : commands) {
            entry("  " + command.name(), command.summary().lines().findFirst().orElse(""), console);
        }
        console.out().println();
        console.out().println("--help behind each says more about it.");
        console.out().flush();
    }

    /** A name, and its meaning in a column of its own, broken at blanks. */
    private static void entry(String name, String meaning, Console console) {
        var line = new StringBuilder(name);
        if (line.length() >= MEANING_COLUMN) {
            console.out().println(line);
            line.setLength(0);
        }
        for (String word : meaning.split(" ")) {
            if (line.length() > MEANING_COLUMN && line.length() + 1 + word.length() > console.width()) {
                console.out().println(line);
                line.setLength(0);
            }
            if (line.length() < MEANING_COLUMN) {
                line.repeat(' ', MEANING_COLUMN - line.length());
            } else {
                line.append(' ');
            }
            line.append(word);
        }
        console.out().println(line);
    }
}
