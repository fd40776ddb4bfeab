package org.apogeemq.cli.screen;

import java.io.PrintWriter;
import java.util.function.IntConsumer;
import org.apogeemq.cli.grammar.Console;

/**
 * Shows how far long work is: a bar on a terminal, else a line at each tenth; nothing of work that is short. On
 * standard error, so that what a command prints stays clean. Confined to one thread.
 */
public final class Progress implements IntConsumer {
    private static final int SHORT = 200;
    private static final int TENTHS = 10;
    private static final int BAR_MAX = 40;

    private final PrintWriter err;
    private final boolean terminal;
    private final String what;
    private final long total;
    private final int steps;
    private int shown = -1;

    /**
     * @param what is done, such as {@code messages read}
     * @param total how much there is to do
     */
    public Progress(Console console, String what, long total) {
        err = console.err();
        terminal = console.isTerminal();
        this.what = what;
        this.total = total;
        steps = terminal ? Math.clamp(console.window().columns() - 45, TENTHS, BAR_MAX) : TENTHS;
    }

    /** So much is done. */
    @Override
    public void accept(int done) {
        at(done);
    }

    /** So much is done. */
    public void at(long done) {
        if (total < SHORT) {
            return;
        }
        int step = (int) (Math.min(done, total) * steps / total);
        if (step == shown) {
            return;
        }
        shown = step;
        String text = Shown.whole(done) + " of " + Shown.whole(total) + " " + what;
        if (terminal) {
            err.print("\r[" + "#".repeat(step) + "-".repeat(steps - step) + "] " + text + "\033[K");
        } else if (step > 0) {
            err.println(text);
        }
        err.flush();
    }

    /** Leaves the line of the bar. */
    public void end() {
        if (terminal && shown >= 0) {
            err.print("\r\033[K");
            err.flush();
        }
    }
}
