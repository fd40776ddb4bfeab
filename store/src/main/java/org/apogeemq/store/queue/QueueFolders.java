package org.apogeemq.store.queue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.apogeemq.store.disk.Disk;

/** The files of the queues of each kind; threads as in {@link QueueFiles}. */
final class QueueFolders {
    private final Map<QueueKind, QueueFiles> files = new EnumMap<>(QueueKind.class);

    /** @param openMax files of each kind kept open */
    QueueFolders(Disk disk, Path dataFolder, ToIntFunction<QueueKind> fileBytes, int openMax) {
        for (QueueKind kind : QueueKind.values()) {
            files.put(kind, new QueueFiles(disk, dataFolder, kind, fileBytes.applyAsInt(kind), openMax));
        }
    }

    QueueFiles of(QueueKind kind) {
        return files.get(kind);
    }

    int openFiles() {
        return files.values().stream().mapToInt(QueueFiles::openFiles).sum();
    }

    int unforcedFiles() {
        return files.values().stream().mapToInt(QueueFiles::unforcedFiles).sum();
    }

    /** Deletes the files of a topic, of whichever kind it is or was. */
    void delete(String topic) throws IOException {
        for (QueueFiles ofKind : files.values()) {
            ofKind.delete(topic);
        }
    }

    void force() throws IOException {
        for (QueueFiles ofKind : files.values()) {
            ofKind.force();
        }
    }

    void forget() throws IOException {
        for (QueueFiles ofKind : files.values()) {
            ofKind.forget();
        }
    }

    void close() throws IOException {
        for (QueueFiles ofKind : files.values()) {
            ofKind.close();
        }
    }
}
