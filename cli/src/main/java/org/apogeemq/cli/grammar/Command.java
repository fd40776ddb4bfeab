package org.apogeemq.cli.grammar;

/** One thing the program can be told to do. */
public interface Command {
    /** What it takes. */
    Grammar grammar();

    /**
     * Does it, and returns the exit code.
     *
     * @param arguments what the user wrote, read by {@link #grammar}
     */
    int run(Arguments arguments, Console console) throws InterruptedException;
}
