package org.apogeemq.server.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The last step of packaging. Runs {@link Training} in a JVM with the options and jars the program will have, and
 * notes which JDK it was. Never fails the build: whatever goes wrong is a notice, and the program starts slower.
 */
public final class MakeCache {
    private static final String CACHE = "apogee.aot";
    private static final long SECONDS_MAX = 90;

    private MakeCache() {}

    /** @param arguments the folder of the packaged program */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path program = Path.of(arguments[0]).toAbsolutePath();
        Path cache = program.resolve(CACHE);
        Files.deleteIfExists(cache);
        NativeParts.unpack(program);
        Path javaHome = Path.of(System.getProperty("java.home"));
        Path log = program.resolveSibling("start-up-cache.log");
        Path data = Files.createTempDirectory("apogee-training");
        var training = new ProcessBuilder(List.of(
                javaHome.resolve("bin/java").toString(),
                "@" + program.resolve("jvm.options"),
                "-Djava.library.path=" + program.resolve(NativeParts.FOLDER),
                "-XX:AOTCacheOutput=" + cache,
                "-cp",
                program.resolve("lib") + "/*",
                Training.class.getName(),
                data.toString()));
        training.redirectErrorStream(true).redirectOutput(log.toFile());
        Process process = training.start();
        if (!process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
            Files.deleteIfExists(cache);
        }
        delete(data);
        if (!Files.exists(cache)) {
            System.out.println("notice: no start-up cache was made, the program will start slower; see " + log);
        }
        Files.writeString(program.resolve("java-home"), javaHome + System.lineSeparator());
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
