package org.apogeemq.cli.grammar;

import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/**
 * Where a command prints, in UTF-8 whatever the locale says.
 *
 * @param out what the command was asked to print
 * @param err errors and notices
 * @param width columns at which texts are broken
 * @param window what can be seen of a table, and who looks
 */
public record Console(PrintWriter out, PrintWriter err, int width, Window window) {
    /**
     * What can be seen at once.
     *
     * @param columns characters a line of a table may have; {@link Integer#MAX_VALUE} if it goes to a file or program
     * @param rows lines of the terminal; 0 if there is none
     * @param person who can be asked
     */
    public record Window(int columns, int rows, Person person) {
        /** No terminal and nobody there. */
        public static final Window NONE = new Window(Integer.MAX_VALUE, 0, question -> null);
    }

    /** Someone who answers. */
    @FunctionalInterface
    public interface Person {
        /** The line that was typed; null if nobody is there. */
        String answer(String question);
    }

    /** A console on these streams, without a terminal. */
    public static Console of(PrintStream out, PrintStream err, int width) {
        return of(out, err, width, Window.NONE);
    }

    /** A console on these streams. */
    public static Console of(PrintStream out, PrintStream err, int width, Window window) {
        return new Console(writer(out), writer(err), width, window);
    }

    /** Whether what is printed is looked at as it comes, and may be changed in place. */
    public boolean isTerminal() {
        return window.rows > 0;
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }
}
