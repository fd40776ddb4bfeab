package org.apogeemq.testkit.order;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apogeemq.testkit.process.ApogeeProgram;
import org.apogeemq.testkit.process.ChildProcess;

/**
 * A consumer in a process of its own that writes a {@link WorkLog}. Its program gets the file as its first argument,
 * prints {@code consumer started} when it has, and leaves its group in order when it is terminated. Used by one thread.
 */
public final class Worker implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(60);
    private static final Pattern STARTED = Pattern.compile("^consumer started");

    private final String name;
    private final Path log;
    private final ChildProcess process;
    private long killedNanos;

    private Worker(String name, Path log, ChildProcess process) {
        this.name = name;
        this.log = log;
        this.process = process;
    }

    /**
     * Starts a program from the class path of this process, and does not wait for it.
     *
     * @param folder where its log is to lie
     * @param javaOptions options of the virtual machine
     * @param program name of the class and its further arguments
     */
    public static Worker launch(String name, Path folder, List<String> javaOptions, List<String> program) {
        Path log = folder.resolve(name + ".log");
        try {
            Files.createFile(log);
        } catch (IOException e) {
            throw new UncheckedIOException(log + " cannot be made", e);
        }
        List<String> command = new ArrayList<>(List.of(ApogeeProgram.javaCommand()));
        command.addAll(javaOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getFirst(), log.toString()));
        command.addAll(program.subList(1, program.size()));
        return new Worker(name, log, ChildProcess.start(name, new ProcessBuilder(command)));
    }

    /** Waits until its client has started. */
    public Worker awaitStarted() {
        process.awaitLine(STARTED, START_LIMIT);
        return this;
    }

    /** What it is called in its work. */
    public String name() {
        return name;
    }

    /** All it has done so far. */
    public List<Work> work() {
        return WorkLog.read(log, name, killedNanos);
    }

    /** Whether it has neither been killed nor terminated. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Ends it with SIGKILL. */
    public void kill9() {
        killedNanos = System.nanoTime();
        process.kill9();
    }

    /** Ends it with SIGTERM, and waits until it has left. */
    public void terminate() {
        process.terminate();
        process.awaitExit(STOP_LIMIT);
    }

    /** The last lines it printed. */
    public String output() {
        return process.output();
    }

    @Override
    public void close() {
        process.close();
    }
}
