package org.apogeemq.store.timer;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** Looks through the timers in the files of an index, in order, without taking them out. One thread. */
public final class TimerScan implements Closeable {
    private final List<Run> runs;

    TimerScan(List<Run> runs) {
        this.runs = runs;
    }

    /** The next timer; {@code null} at the end. Valid until {@link #advance}. */
    public TimerEntry head() {
        Run first = Merge.first(runs);
        return first == null ? null : first.head();
    }

    /** Goes on behind it. */
    public void advance() throws IOException {
        Merge.first(runs).advance();
    }

    @Override
    public void close() throws IOException {
        for (Run run : runs) {
            run.close();
        }
    }
}
