package org.apogeemq.server.command;

import java.io.PrintWriter;
import org.apogeemq.cli.grammar.Console;
import org.apogeemq.store.check.CheckProgress;

/** Shows how far a check is: a bar on a terminal, else a line at each tenth of a store that is not small. */
final class CheckBar implements CheckProgress {
    private static final long SMALL_BYTES = 256L << 20;
    private static final int TENTHS = 10;

    private final PrintWriter err;
    private final boolean terminal;
    private final int width;
    private int shown = -1;

    CheckBar(Console console) {
        err = console.err();
        terminal = System.console() != null && System.console().isTerminal();
        width = Math.max(console.width() - 40, 10);
    }

    @Override
    public void at(long done, long total) {
        if (total < SMALL_BYTES) {
            return;
        }
        int steps = terminal ? width : TENTHS;
        int step = (int) (Math.min(done, total) * (double) steps / total);
        if (step == shown) {
            return;
        }
        shown = step;
        String mib = (done >> 20) + " of " + (total >> 20) + " MiB";
        if (terminal) {
            err.print("\r[" + "#".repeat(step) + "-".repeat(width - step) + "] " + mib + " ");
        } else {
            err.println("checked " + mib);
        }
        err.flush();
    }

    /** Leaves the line of the bar. */
    void end() {
        if (terminal && shown >= 0) {
            err.print("\r" + " ".repeat(width + 38) + "\r");
            err.flush();
        }
    }
}
