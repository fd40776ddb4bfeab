package org.apogeemq.testkit.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the packaged program lies, and how it is started: by {@code bin/apogee}, as everybody does. System property
 * {@code apogee.program} names a packaged program other than {@code server/target/apogee}.
 */
public final class ApogeeProgram {
    private ApogeeProgram() {}

    /**
     * A process that will run the packaged program with the given arguments.
     *
     * @param prefix a command that runs the rest of the line, or nothing
     * @param javaOptions more options of the virtual machine; none may contain a blank
     * @throws IllegalStateException if the program has not been packaged yet
     */
    static ProcessBuilder processBuilder(List<String> prefix, List<String> javaOptions, List<String> arguments) {
        Path launcher = repository().resolve("bin/apogee");
        var command = new ArrayList<>(prefix);
        command.add(launcher.toString());
        command.addAll(arguments);
        var builder = new ProcessBuilder(command);
        builder.environment().put("APOGEE_PROGRAM", folder().toString());
        builder.environment().put("APOGEE_JAVA_OPTS", String.join(" ", javaOptions));
        return builder;
    }

    private static Path folder() {
        String configured = System.getProperty("apogee.program");
        Path folder = configured != null
                ? Path.of(configured).toAbsolutePath().normalize()
                : repository().resolve("server/target/apogee");
        if (!Files.exists(folder.resolve("java-home"))) {
            throw new IllegalStateException(
                    "no packaged program in " + folder + "; run 'mvn -DskipTests package' first");
        }
        return folder;
    }

    /** Starts one command of the packaged program, such as {@code store export}. The caller waits for its end. */
    public static ChildProcess run(String... arguments) {
        return ChildProcess.start("apogee-" + arguments[0], processBuilder(List.of(), List.of(), List.of(arguments)));
    }

    /** The folder that holds {@code bin/apogee}, looked for from the working folder upwards. */
    public static Path repository() {
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.exists(at.resolve("bin/apogee"))) {
                return at;
            }
        }
        throw new IllegalStateException("no folder above " + Path.of("").toAbsolutePath() + " holds bin/apogee");
    }

    /** The {@code java} that runs the tests, for programs of their own. */
    public static String javaCommand() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
