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
 * @param width columns of the terminal
 */
public record Console(PrintWriter out, PrintWriter err, int width) {
    /** A console on these streams. */
    public static Console of(PrintStream out, PrintStream err, int width) {
        return new Console(writer(out), writer(err), width);
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }
}
