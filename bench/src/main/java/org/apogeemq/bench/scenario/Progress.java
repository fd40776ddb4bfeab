package org.apogeemq.bench.scenario;

import java.io.PrintStream;
import java.util.concurrent.TimeUnit;

/** Says what is being done, a line a step, with the seconds since the run began. */
public final class Progress {
    private final PrintStream out;
    private final long startNanos = System.nanoTime();

    /** Begins to count now. */
    public Progress(PrintStream out) {
        this.out = out;
    }

    /** Seconds since the run began. */
    public long seconds() {
        return TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startNanos);
    }

    void step(String peer, String what) {
        out.printf("%4d s  %s: %s%n", seconds(), peer, what);
    }
}
