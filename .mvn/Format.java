import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.FormatterException;
import com.palantir.javaformat.java.JavaFormatterOptions;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Formats every Java file of the tree, or checks that it is formatted. The build runs it as a source file (see the
 * root pom.xml); people run {@code bin/format}.
 *
 * <p>Arguments: {@code check}, {@code write} or {@code skip}, and the root of the tree. Exit code 1 if a file is not
 * formatted (check) or cannot be read as Java.
 */
public final class Format {
    private static final JavaFormatterOptions STYLE = JavaFormatterOptions.builder()
            .style(JavaFormatterOptions.Style.PALANTIR)
            .build();

    private final boolean write;
    private final Queue<Path> different = new ConcurrentLinkedQueue<>();
    private final Queue<String> broken = new ConcurrentLinkedQueue<>();

    private Format(boolean write) {
        this.write = write;
    }

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 2 || !List.of("check", "write", "skip").contains(arguments[0])) {
            System.err.println("usage: Format check|write|skip ROOT, got " + List.of(arguments));
            System.exit(2);
        }
        if (!arguments[0].equals("skip")) {
            System.exit(new Format(arguments[0].equals("write")).run(Path.of(arguments[1])));
        }
    }

    private int run(Path root) throws IOException {
        List<Path> files = sources(root);
        files.parallelStream().forEach(this::format);
        String verdict = write ? "formatted: " : "not formatted: ";
        different.stream().sorted().map(root::relativize).forEach(file -> System.out.println(verdict + file));
        broken.stream().sorted().forEach(System.out::println);
        if (!write && !different.isEmpty()) {
            System.out.println(
                    different.size() + " of " + files.size() + " Java files are not formatted. Run: bin/format");
        }
        return broken.isEmpty() && (write || different.isEmpty()) ? 0 : 1;
    }

    private void format(Path file) {
        try {
            String source = Files.readString(file);
            String formatted = Formatter.createFormatter(STYLE).formatSourceAndFixImports(source);
            if (!formatted.equals(source)) {
                different.add(file);
                if (write) {
                    Files.writeString(file, formatted);
                }
            }
        } catch (FormatterException | IOException e) {
            broken.add("cannot format " + file + ": " + e.getMessage());
        }
    }

    /** All Java files below {@code root} but those in output folders. */
    private static List<Path> sources(Path root) throws IOException {
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
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
        return files;
    }
}
