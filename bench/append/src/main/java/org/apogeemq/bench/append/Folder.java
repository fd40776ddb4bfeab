package org.apogeemq.bench.append;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Where the files of a benchmark lie. */
final class Folder {
    private Folder() {}

    /** An empty folder below {@code bench.folder}, which must lie on the disk that is to be measured. */
    static Path fresh(String name) throws IOException {
        Path folder = Path.of(System.getProperty("bench.folder", "."), "append-" + name);
        delete(folder);
        return Files.createDirectories(folder);
    }

    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
