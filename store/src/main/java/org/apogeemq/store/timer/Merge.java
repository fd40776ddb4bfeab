package org.apogeemq.store.timer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apogeemq.store.disk.Disk;

/**
 * Makes one file of several, leaving out what was given out before it began. Made and adopted by the thread of the
 * index; {@link #run} on any thread, once.
 */
public final class Merge {
    private final Disk disk;
    private final Path folder;
    private final List<RunList.Entry> sources;
    private final long id;
    private final long fromKey;
    private final Predicate<TimerEntry> unwanted;
    private long entries;
    private volatile boolean stopped;

    /** @param fromKey timers with a lower key are left out, and those that are {@code unwanted} */
    Merge(Disk disk, Path folder, List<RunList.Entry> sources, long id, long fromKey, Predicate<TimerEntry> unwanted) {
        this.unwanted = unwanted;
        this.disk = disk;
        this.folder = folder;
        this.sources = sources;
        this.id = id;
        this.fromKey = fromKey;
    }

    /** Does it, which may take seconds. */
    public void run() throws IOException {
        List<Run> runs = new ArrayList<>();
        try (RunWriter writer = new RunWriter(disk, folder, id)) {
            for (RunList.Entry source : sources) {
                Run run = new Run(disk, folder, source.id(), source.timers());
                runs.add(run);
                run.seek(fromKey, -1);
            }
            for (Run first = first(runs); first != null; first = first(runs)) {
                if (stopped) {
                    throw new IOException("merging timers was stopped");
                }
                if (!unwanted.test(first.head())) {
                    writer.add(first.head());
                }
                first.advance();
            }
            entries = writer.finish();
        } finally {
            for (Run run : runs) {
                run.close();
            }
        }
    }

    /** Has it fail soon. Any thread. */
    public void stop() {
        stopped = true;
    }

    List<RunList.Entry> sources() {
        return sources;
    }

    long id() {
        return id;
    }

    /** Timers of the new file. */
    long entries() {
        return entries;
    }

    /** The run whose next timer is first; {@code null} if all are at their ends. */
    // hot
    static Run first(List<Run> runs) {
        Run first = null;
        for (int i = 0; i < runs.size(); i++) {
            Run run = runs.get(i);
            if (!run.isAtEnd() && (first == null || first.head().isAfter(run.head().key, run.head().logOffset))) {
                first = run;
            }
        }
        return first;
    }
}
