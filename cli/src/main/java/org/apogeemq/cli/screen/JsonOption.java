package org.apogeemq.cli.screen;

import org.apogeemq.cli.grammar.Arguments;
import org.apogeemq.cli.grammar.Console;
import org.apogeemq.cli.grammar.Grammar;
import org.apogeemq.protocol.json.JsonWriter;

/** The option for programs that read what a command prints; the same for every command that answers a question. */
public final class JsonOption {
    private static final String NAME = "--json";

    private JsonOption() {}

    /** Adds the option to a command's grammar. */
    public static Grammar in(Grammar grammar) {
        return grammar.flag(NAME, "Print JSON, on one line; times in ms, names of fields stay as they are.");
    }

    /** Whether JSON is wanted. */
    public static boolean wanted(Arguments arguments) {
        return arguments.has(NAME);
    }

    /** Prints what was written. */
    public static void print(JsonWriter json, Console console) {
        console.out().println(json);
        console.out().flush();
    }
}
