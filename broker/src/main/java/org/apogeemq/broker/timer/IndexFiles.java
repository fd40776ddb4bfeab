package org.apogeemq.broker.timer;

import java.io.IOException;
import java.nio.file.Path;
import org.apogeemq.store.disk.Disk;
import org.apogeemq.store.timer.TimerIndex;

/**
 * Where the index of timers is, and how much of it is in memory.
 *
 * @param root data folder
 * @param inMemory timers that are kept in memory before they go to a file, 1 or more
 */
public record IndexFiles(Disk disk, Path root, int inMemory) {
    /** So many are written to a file in some milliseconds. */
    public static final int IN_MEMORY = 1 << 16;

    public IndexFiles {
        if (inMemory < 1) {
            throw new IllegalArgumentException("timers in memory are " + inMemory + ", must be 1 or more");
        }
    }

    TimerIndex open(long fromKey) throws IOException {
        return TimerIndex.open(disk, root.resolve("apogee").resolve("timers"), inMemory, fromKey);
    }
}
