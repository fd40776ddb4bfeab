package org.apogeemq.server.architecture;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The Java sources of the whole repository, as files. */
final class SourceTree {
    private SourceTree() {}

    /** The folder that holds the root {@code pom.xml} and {@code .mvn}. */
    static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve(".mvn"))) {
            folder = folder.getParent();
            if (folder == null) {
                throw new IllegalStateException(
                        "no folder with .mvn above " + Path.of("").toAbsolutePath());
            }
        }
        return folder;
    }

    /** All Java files but those in output folders, sorted. */
    static List<Path> allFiles() throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(root(), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                String name = folder.getFileName().toString();
                boolean isOutput = name.equals("target") || name.startsWith("target-") || name.equals(".git");
                return isOutput ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (file.toString().endsWith(".java")) {
                    files.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return files.stream().sorted().toList();
    }

    /** The files of {@link #allFiles} that are no tests. */
    static List<Path> mainFiles() throws IOException {
        Path main = Path.of("src", "main", "java");
        return allFiles().stream()
                .filter(file -> file.toString().contains("/" + main + "/"))
                .toList();
    }

    /** Whether a module has a class, not only plates on doors. */
    static boolean hasMainClasses(String module) throws IOException {
        Path sources = root().resolve(module).resolve("src/main/java");
        try (Stream<Path> files = Files.exists(sources) ? Files.walk(sources) : Stream.empty()) {
            return files.map(file -> file.getFileName().toString())
                    .anyMatch(name -> name.endsWith(".java") && !name.equals("package-info.java"));
        }
    }

    /** A file's name as a reader of the repository knows it. */
    static String nameOf(Path file) {
        return root().relativize(file).toString();
    }
}
