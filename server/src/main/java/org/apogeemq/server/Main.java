package org.apogeemq.server;

import org.apogeemq.server.command.Apogee;

/** The entry point. */
public final class Main {
    private Main() {}

    /** Runs one command and ends the process with its exit code: 0 done, 1 failed, 2 wrong use. */
    public static void main(String[] arguments) {
        System.exit(new Apogee(System.out, System.err).run(arguments));
    }
}
