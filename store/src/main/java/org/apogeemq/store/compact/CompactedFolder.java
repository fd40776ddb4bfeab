package org.apogeemq.store.compact;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.apogeemq.store.disk.Disk;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of all compacted files, {@code TOPIC/QUEUE/FROM-TO}. The files of a queue follow one another in the log; a
 * new one may stand for several that were there before, which are deleted when it is durable. What a crash leaves of
 * them is deleted at the next start. Opening and background thread.
 */
public final class CompactedFolder {
    private static final Logger LOG = LoggerFactory.getLogger(CompactedFolder.class);
    private static final String DAMAGED = ".damaged";

    private final Disk disk;
    private final Path root;

    /** @param root which need not be there */
    public CompactedFolder(Disk disk, Path root) {
        this.disk = disk;
        this.root = root;
    }

    /** Takes what {@link #load} finds. */
    public interface Found {
        /** What is kept of a queue. */
        void queue(String topic, int queueId, CompactedQueue queue);
    }

    /** Finds what is kept of the queues of topics that are {@code wanted}. */
    public void load(Predicate<String> wanted, Found found) throws IOException {
        for (String topic : disk.list(root)) {
            if (wanted.test(topic)) {
                for (String id : disk.list(root.resolve(topic))) {
                    if (isQueueId(id)) {
                        CompactedQueue queue = load(root.resolve(topic).resolve(id));
                        if (!queue.files().isEmpty()) {
                            found.queue(topic, Integer.parseInt(id), queue);
                        }
                    }
                }
            }
        }
    }

    private CompactedQueue load(Path folder) throws IOException {
        List<CompactedFile> all = new ArrayList<>();
        for (String name : disk.list(folder)) {
            if (name.endsWith(CompactedFileWriter.TEMPORARY)) {
                disk.delete(folder.resolve(name));
            } else if (CompactedFile.isName(name)) {
                open(folder.resolve(name), all);
            }
        }
        List<CompactedFile> chain = chain(folder, all);
        for (CompactedFile file : all) {
            if (!chain.contains(file)) {
                disk.delete(file.path()); // replaced by one that was there before it could be deleted
            }
        }
        return new CompactedQueue(chain);
    }

    private void open(Path path, List<CompactedFile> all) throws IOException {
        try {
            all.add(CompactedFile.open(disk, path));
        } catch (DamagedFileException e) {
            LOG.error(
                    "last values of keys are lost: {}; it is kept as {}{}",
                    e.getMessage(),
                    path.getFileName(),
                    DAMAGED);
            disk.rename(path, path.resolveSibling(path.getFileName() + DAMAGED));
        }
    }

    /** Those that count: from the end of what was looked at to the front, of several with one end the longest. */
    private static List<CompactedFile> chain(Path folder, List<CompactedFile> all) {
        List<CompactedFile> chain = new ArrayList<>();
        List<CompactedFile> left = new ArrayList<>(all);
        left.sort(
                Comparator.comparingLong((CompactedFile file) -> -file.header().to())
                        .thenComparingLong(file -> file.header().from()));
        long begin = left.isEmpty() ? 0 : left.getFirst().header().to();
        for (CompactedFile file : left) {
            if (file.header().to() <= begin && begin > 0) {
                report(folder, file.header().to(), begin);
                chain.addFirst(file);
                begin = file.header().from();
            }
        }
        report(folder, 0, begin);
        return chain;
    }

    private static void report(Path folder, long from, long to) {
        if (from < to) {
            LOG.error("last values of keys are lost: {} has no file for log offsets {} to {}", folder, from, to);
        }
    }

    /** Opens a file for what is needed of {@code [from, to)} of the log. */
    CompactedFileWriter write(String topic, int queueId, CompactedFileWriter.Range range) throws IOException {
        Path folder = root.resolve(topic).resolve(Integer.toString(queueId));
        if (!disk.exists(folder)) {
            disk.createFolders(folder);
            for (Path made = folder; !made.equals(root.getParent()); made = made.getParent()) {
                disk.forceFolder(made.getParent());
            }
        }
        return new CompactedFileWriter(disk, folder, range);
    }

    /** Deletes files that others stand for now. */
    void delete(List<CompactedFile> replaced) {
        for (CompactedFile file : replaced) {
            try {
                disk.delete(file.path());
            } catch (IOException e) {
                LOG.warn("{} takes space until the next start: {}", file, e.getMessage());
            }
        }
    }

    /** Deletes all that is kept of a topic, for good. */
    public void delete(String topic) throws IOException {
        Path folder = root.resolve(topic);
        if (disk.exists(folder)) {
            disk.deleteTree(folder);
            disk.forceFolder(root);
        }
    }

    long freeBytes() throws IOException {
        return disk.freeBytes(disk.exists(root) ? root : root.getParent());
    }

    private static boolean isQueueId(String name) {
        return !name.isEmpty()
                && name.length() <= 10
                && name.chars().allMatch(c -> c >= '0' && c <= '9')
                && Long.parseLong(name) <= Integer.MAX_VALUE;
    }
}
