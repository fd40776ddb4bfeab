package org.apogeemq.store.timer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apogeemq.store.disk.Disk;
import org.apogeemq.store.disk.DiskFile;

/**
 * Makes the index durable as it was when this was made; then files that are no longer of it are deleted. {@link #run}
 * on any thread, once, each only when the one before is over.
 */
public final class Saving {
    private final Disk disk;
    private final Path folder;
    private final RunList list;
    private final List<Path> fresh;
    private final List<Path> unused;

    Saving(Disk disk, Path folder, RunList list, List<Path> fresh, List<Path> unused) {
        this.disk = disk;
        this.folder = folder;
        this.list = list;
        this.fresh = fresh;
        this.unused = unused;
    }

    /** Does it. May wait for the disk. */
    public void run() throws IOException {
        for (Path path : fresh) {
            try (DiskFile file = disk.open(path)) {
                file.force();
            }
        }
        list.write(disk, folder);
        for (Path path : unused) {
            disk.delete(path);
        }
    }

    List<Path> fresh() {
        return fresh;
    }

    List<Path> unused() {
        return unused;
    }
}
