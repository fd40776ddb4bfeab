package org.apogeemq.store.apache;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.apogeemq.store.disk.Disk;
import org.apogeemq.store.disk.DiskFile;
import org.apogeemq.store.disk.OffsetName;
import org.apogeemq.store.queue.QueueKind;

/**
 * The lengths of the files that are in a data folder already, whoever made them: they cannot change any more. Only
 * reads.
 *
 * @param segmentBytes of a segment of the log, empty if there is none
 * @param queueFileBytes of a queue file, empty if there is none
 * @param batchQueueFileBytes of a file of a queue of batches, empty if there is none
 */
public record FileLengths(OptionalInt segmentBytes, OptionalInt queueFileBytes, OptionalInt batchQueueFileBytes) {
    /** Looks into the folders. */
    public static FileLengths find(Disk disk, Path root, Path commitLog) throws IOException {
        return new FileLengths(
                lengthOf(disk, commitLog),
                queueFile(disk, root.resolve(QueueKind.SIMPLE.folder())),
                queueFile(disk, root.resolve(QueueKind.BATCH.folder())));
    }

    /** The files of a folder that are named by a position, in their order. */
    static List<Path> files(Disk disk, Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        for (String name : disk.list(folder)) {
            if (OffsetName.is(name)) {
                files.add(folder.resolve(name));
            }
        }
        return files;
    }

    private static OptionalInt queueFile(Disk disk, Path folder) throws IOException {
        for (String topic : disk.list(folder)) {
            for (String queue : disk.list(folder.resolve(topic))) {
                OptionalInt length = lengthOf(disk, folder.resolve(topic).resolve(queue));
                if (length.isPresent()) {
                    return length;
                }
            }
        }
        return OptionalInt.empty();
    }

    /** The distance of the first two, or the length of the only one. */
    private static OptionalInt lengthOf(Disk disk, Path folder) throws IOException {
        List<Path> files = files(disk, folder);
        if (files.isEmpty()) {
            return OptionalInt.empty();
        }
        long length = files.size() > 1 ? base(files.get(1)) - base(files.get(0)) : length(disk, files.get(0));
        return length > 0 && length <= Integer.MAX_VALUE ? OptionalInt.of((int) length) : OptionalInt.empty();
    }

    static long length(Disk disk, Path file) throws IOException {
        try (DiskFile open = disk.open(file)) {
            return open.size();
        }
    }

    static long base(Path file) {
        return Long.parseLong(file.getFileName().toString());
    }
}
