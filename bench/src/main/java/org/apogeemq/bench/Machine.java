package org.apogeemq.bench;

import java.nio.file.Path;

/** Where the bench runs: the only reader of the JVM's system properties here. */
final class Machine {
    private Machine() {}

    /** The java program that runs this JVM. */
    static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    /** Cores, system and JVM in one line. */
    static String description() {
        return "%d cores, %s %s, Java %s"
                .formatted(
                        Runtime.getRuntime().availableProcessors(),
                        System.getProperty("os.name"),
                        System.getProperty("os.version"),
                        System.getProperty("java.vm.version"));
    }
}
