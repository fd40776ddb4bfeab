package org.apogeemq.bench.queues;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Prints what a store costs by its number of queues. For each number a process makes a store, sends messages to the
 * queues in turn and ends as if killed; a second opens it and stops properly; a third opens it again.
 *
 * <p>Arguments: messages of each run (2,000,000), then numbers of queues (8 1000 10000 50000).
 */
public final class ManyQueues {
    private static final int[] QUEUES = {8, 1_000, 10_000, 50_000};
    private static final long MESSAGES = 2_000_000;

    private ManyQueues() {}

    /** Runs all; the folder is made in that of the property {@code bench.folder}. */
    public static void main(String[] args) throws Exception {
        long messages = args.length > 0 ? Long.parseLong(args[0]) : MESSAGES;
        int[] counts = args.length > 1
                ? Stream.of(args).skip(1).mapToInt(Integer::parseInt).toArray()
                : QUEUES;
        Path folder = Files.createTempDirectory(Path.of(System.getProperty("bench.folder", ".")), "queues");
        try {
            System.out.println(StoreVisit.HEADER);
            for (int queues : counts) {
                Path data = folder.resolve(Integer.toString(queues));
                for (StoreVisit.Kind kind : StoreVisit.Kind.values()) {
                    run(kind, data, queues, messages);
                }
                delete(data);
            }
        } finally {
            delete(folder);
        }
    }

    private static void run(StoreVisit.Kind kind, Path data, int queues, long messages) throws Exception {
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-XX:+UseSerialGC",
                        "-XX:+UseCompactObjectHeaders",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StoreVisit.class.getName(),
                        kind.name(),
                        data.toString(),
                        Integer.toString(queues),
                        Long.toString(messages))
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (process.waitFor() != 0) {
            throw new IllegalStateException(kind + " with " + queues + " queues failed");
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
