package org.apogeemq.cli.screen;

import java.util.Locale;
import org.apogeemq.cli.grammar.Arguments;
import org.apogeemq.cli.grammar.CommandFailure;
import org.apogeemq.cli.grammar.Console;
import org.apogeemq.cli.grammar.Grammar;
import org.apogeemq.cli.grammar.WrongUseException;

/** The options of commands that change what cannot be changed back: to be told first, and not to be asked. */
public final class Confirmation {
    private static final String YES = "--yes";
    private static final String DRY_RUN = "--dry-run";

    private Confirmation() {}

    /** Adds the options to a command's grammar. */
    public static Grammar in(Grammar grammar) {
        return grammar.flag(DRY_RUN, "Show what would be done, and do nothing.")
                .flag(YES, "Do not ask. Without a terminal nothing is done unless this is given.");
    }

    /** Whether nothing is to be done. */
    public static boolean isDryRun(Arguments arguments) {
        return arguments.has(DRY_RUN);
    }

    /** Whether nobody is to be asked. */
    public static boolean isGiven(Arguments arguments) {
        return arguments.has(YES);
    }

    /**
     * Asks, unless told not to.
     *
     * @throws WrongUseException if nobody is there to be asked
     * @throws CommandFailure if the answer is not yes
     */
    public static void ask(String question, Arguments arguments, Console console) {
        if (arguments.has(YES)) {
            return;
        }
        console.out().flush();
        String answer = console.window().person().answer(question + " [y/N] ");
        if (answer == null) {
            throw new WrongUseException("nobody is here to be asked '" + question + "'; " + YES + " says yes, "
                    + DRY_RUN + " shows what would be done");
        }
        String word = answer.strip().toLowerCase(Locale.ROOT);
        if (!word.equals("y") && !word.equals("yes")) {
            throw new CommandFailure("nothing was changed");
        }
    }
}
