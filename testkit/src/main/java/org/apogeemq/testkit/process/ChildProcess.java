package org.apogeemq.testkit.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A process started by a test. Both its output streams are read all the time, so that it never waits for its
 * reader; the last {@value #LINES_KEPT} lines are kept for failure messages. Safe for use by several threads.
 */
public final class ChildProcess implements AutoCloseable {
    private static final int LINES_KEPT = 2_000;
    private static final Duration KILL_LIMIT = Duration.ofSeconds(20);

    private final String name;
    private final Process process;
    private final List<Thread> readers;

    // Guarded by lines.
    private final Deque<String> lines = new ArrayDeque<>();
    private final List<Waiter> waiters = new ArrayList<>();
    private int readersLeft = 2;

    private record Waiter(Predicate<String> wanted, CompletableFuture<String> found) {}

    private ChildProcess(String name, Process process) {
        this.name = name;
        this.process = process;
        this.readers =
                List.of(reader("out", "", process.getInputStream()), reader("err", "err| ", process.getErrorStream()));
    }

    /**
     * Starts a process.
     *
     * @param name what failure messages and reader threads call it
     * @param builder the command, with both output streams left as pipes
     * @throws UncheckedIOException if the command cannot be started
     */
    public static ChildProcess start(String name, ProcessBuilder builder) {
        try {
            return new ChildProcess(name, builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(name + " cannot be started with " + builder.command(), e);
        }
    }

    private Thread reader(String stream, String prefix, InputStream input) {
        return Thread.ofPlatform().daemon().name(name + "-" + stream).start(() -> read(prefix, input));
    }

    private void read(String prefix, InputStream input) {
        try (var reader = new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                keep(prefix + line);
            }
        } catch (IOException e) {
            keep(prefix + "(end of output: " + e.getMessage() + ")");
        }
        endOfStream();
    }

    private void keep(String line) {
        synchronized (lines) {
            if (lines.size() == LINES_KEPT) {
                lines.removeFirst();
            }
            lines.addLast(line);
            waiters.removeIf(
                    waiter -> waiter.wanted().test(line) && waiter.found().complete(line));
        }
    }

    private void endOfStream() {
        synchronized (lines) {
            readersLeft--;
            if (readersLeft == 0) {
                waiters.forEach(waiter -> waiter.found().complete(null));
                waiters.clear();
            }
        }
    }

    /**
     * Waits until a line of standard output contains a match; lines already printed count. Lines of standard
     * error begin with {@code err| } here.
     *
     * @throws IllegalStateException if the process ends first or {@code limit} passes; the message holds the output
     */
    public Matcher awaitLine(Pattern pattern, Duration limit) {
        Predicate<String> wanted = line -> pattern.matcher(line).find();
        var found = new CompletableFuture<String>();
        synchronized (lines) {
            lines.stream().filter(wanted).findFirst().ifPresentOrElse(found::complete, () -> {
                if (readersLeft == 0) {
                    found.complete(null);
                } else {
                    waiters.add(new Waiter(wanted, found));
                }
            });
        }
        String line = await(found, "line '" + pattern + "'", limit);
        if (line == null) {
            throw new IllegalStateException(
                    "%s ended before it printed a line '%s'; its output:%n%s".formatted(name, pattern, output()));
        }
        Matcher matcher = pattern.matcher(line);
        if (!matcher.find()) {
            throw new IllegalStateException("'" + pattern + "' no longer matches '" + line + "'");
        }
        return matcher;
    }

    private String await(CompletableFuture<String> found, String what, Duration limit) {
        try {
            return found.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException(
                    "%s printed no %s within %d ms; its output:%n%s".formatted(name, what, limit.toMillis(), output()),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + name, e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("waiting for " + name + " failed", e);
        }
    }

    /** The process id. */
    public long pid() {
        return process.pid();
    }

    /** Whether the process still runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** The last lines printed, oldest first; those of standard error begin with {@code err| }. */
    public String output() {
        synchronized (lines) {
            return String.join(System.lineSeparator(), lines);
        }
    }

    /** Ends the process and all it started with SIGKILL and waits until it is gone. Does nothing if it is. */
    public void kill9() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        awaitExit(KILL_LIMIT);
    }

    /** Asks the process to end with SIGTERM; does not wait. */
    public void terminate() {
        process.destroy();
    }

    /**
     * Waits for the end of the process and of its output.
     *
     * @return its exit code
     * @throws IllegalStateException if it still runs after {@code limit}; the message holds the output
     */
    public int awaitExit(Duration limit) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException(
                        "%s still runs after %d ms; its output:%n%s".formatted(name, limit.toMillis(), output()));
            }
            for (Thread reader : readers) {
                reader.join(KILL_LIMIT.toMillis());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the end of " + name, e);
        }
    }

    @Override
    public void close() {
        kill9();
    }
}
