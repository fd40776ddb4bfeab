package org.apogeemq.cli.screen;

import java.util.Optional;
import java.util.regex.Pattern;
import org.apogeemq.cli.grammar.Arguments;
import org.apogeemq.cli.grammar.Grammar;

/** What commands take that show a list of things with names. */
public final class ListOptions {
    private static final String PATTERN = "PATTERN";
    private static final String ALL = "--all";
    private static final String NAMES = "--names";

    private ListOptions() {}

    /** Adds them to a command's grammar. */
    public static Grammar in(Grammar grammar) {
        return grammar.optional(PATTERN, "Only names with this in them; with * for any signs, names that look like it.")
                .flag(ALL, "Those of the system too.")
                .flag(NAMES, "Names alone, one a line.");
    }

    /** Whether the thing called {@code name} is to be shown. */
    public static boolean wants(Arguments arguments, String name, boolean isOfTheSystem) {
        Optional<String> pattern = arguments.text(PATTERN);
        return (!isOfTheSystem || arguments.has(ALL)) && (pattern.isEmpty() || matches(pattern.get(), name));
    }

    /** Whether nothing but names is wanted. */
    public static boolean onlyNames(Arguments arguments) {
        return arguments.has(NAMES);
    }

    /** Whether a name has {@code pattern} in it, or looks like it if it has a {@code *}. */
    static boolean matches(String pattern, String name) {
        if (!pattern.contains("*")) {
            return name.contains(pattern);
        }
        String expression = Pattern.quote(pattern).replace("*", "\\E.*\\Q");
        return name.matches(expression);
    }
}
