package org.apogeemq.testkit.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Folders for the data of programs under test, below the module's build folder (system property
 * {@code apogee.test.data}, else {@code target/test-data}), so that {@code mvn clean} removes what a failed
 * test left for inspection.
 */
public final class DataFolders {
    private DataFolders() {}

    /** Makes a new, empty folder whose name begins with {@code name}. */
    public static Path create(String name) {
        Path base = Path.of(System.getProperty("apogee.test.data", "target/test-data"))
                .toAbsolutePath();
        try {
            return Files.createTempDirectory(Files.createDirectories(base), name + "-");
        } catch (IOException e) {
            throw new UncheckedIOException("no data folder can be made in " + base, e);
        }
    }

    /** Removes a folder and everything in it; does nothing if it is not there. */
    public static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try {
            Files.walkFileTree(folder, new Deletion());
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be removed", e);
        }
    }

    private static final class Deletion extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, IOException failure) throws IOException {
            if (failure != null) {
                throw failure;
            }
            Files.deleteIfExists(folder);
            return FileVisitResult.CONTINUE;
        }
    }
}
