package org.apogeemq.store.fuzz;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.apogeemq.store.TestStore;
import org.apogeemq.store.disk.FaultyDisk;

/** Changes files of a store at random. */
final class Mutation {
    private static final int CHANGES_MAX = 4;

    private final FaultyDisk disk;
    private final Random random;
    private final ChangedBytes bytes;
    private final ChangedNames names;
    private final StringBuilder done = new StringBuilder();
    private boolean lossPossible;

    Mutation(FaultyDisk disk, Random random) {
        this.disk = disk;
        this.random = random;
        bytes = new ChangedBytes(disk, random, this);
        names = new ChangedNames(disk, random, this);
    }

    /** Makes a few changes. */
    void run() {
        for (int i = random.nextInt(CHANGES_MAX); i >= 0; i--) {
            List<Path> files = files();
            if (files.isEmpty()) {
                return;
            }
            Path file = files.get(random.nextInt(files.size()));
            if (random.nextInt(5) == 0) {
                names.change(file);
            } else {
                bytes.change(file);
            }
        }
    }

    /** Whether whole messages may be lost: entries of queue files, which carry no CRC, were written over. */
    boolean mayLoseWholeMessages() {
        return lossPossible;
    }

    @Override
    public String toString() {
        return done.toString();
    }

    /** Mostly files of the log. */
    private List<Path> files() {
        List<Path> all = disk.files();
        List<Path> log = all.stream().filter(path -> path.startsWith(Image.LOG)).toList();
        return log.isEmpty() || random.nextInt(2) == 0 ? all : log;
    }

    /** Says that a file has other bytes now where it had some before. */
    void overwrites(Path file) {
        lossPossible |= file.startsWith(TestStore.ROOT.resolve("consumequeue"));
    }

    void note(String what, Path file) {
        done.append("\n  ").append(what).append(" of ").append(file);
    }
}
