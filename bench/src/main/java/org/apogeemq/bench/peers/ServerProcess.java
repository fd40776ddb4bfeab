package org.apogeemq.bench.peers;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One child process whose output goes to a file and is watched for the line that says it is ready.
 *
 * <p>Owned by the server that started it. A hook of the JVM ends the process if the bench is interrupted.
 */
final class ServerProcess implements AutoCloseable {
    private static final int LINES_KEPT = 12;

    private final String name;
    private final Process process;
    private final Thread hook;
    private final CompletableFuture<String> readyLine = new CompletableFuture<>();

    private ServerProcess(String name, Process process) {
        this.name = name;
        this.process = process;
        this.hook = new Thread(this::killTree, "end-" + name);
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /**
     * Starts {@code command} in {@code folder}.
     *
     * @param ready found in the line that says the server is ready
     * @param log file that takes standard output and error
     */
    static ServerProcess start(String name, List<String> command, Path folder, Pattern ready, Path log)
            throws IOException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        ServerProcess server = new ServerProcess(name, process);
        process.getOutputStream().close();
        Thread.ofPlatform().daemon().name("output-" + name).start(() -> server.follow(ready, log));
        return server;
    }

    /**
     * Waits for the line of readiness and returns it.
     *
     * @throws IOException if the process ends first or {@code limit} passes
     */
    String awaitReady(Duration limit) throws IOException, InterruptedException {
        try {
            return readyLine.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            throw new IOException(name + " was not ready within " + limit.toSeconds() + " s", late);
        } catch (ExecutionException ended) {
            throw new IOException(ended.getCause().getMessage(), ended.getCause());
        }
    }

    /** Ids of the Java processes among this one and its descendants: a start script in front does not count. */
    List<Long> javaPids() {
        return tree().filter(ServerProcess::isJava).map(ProcessHandle::pid).toList();
    }

    /** Kills the process and its descendants and waits for their end: their data is thrown away, so none is kept. */
    @Override
    public void close() {
        // Noted before anything is killed: when a start script ends, its child can no longer be found.
        List<ProcessHandle> tree = tree().toList();
        tree.forEach(ProcessHandle::destroyForcibly);
        for (ProcessHandle handle : tree) {
            handle.onExit().join();
        }
        Runtime.getRuntime().removeShutdownHook(hook);
    }

    private Stream<ProcessHandle> tree() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants());
    }

    private void killTree() {
        tree().toList().forEach(ProcessHandle::destroyForcibly);
    }

    private void follow(Pattern ready, Path log) {
        Deque<String> last = new ArrayDeque<>();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
                BufferedWriter out = Files.newBufferedWriter(log)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (ready.matcher(line).find()) {
                    readyLine.complete(line);
                }
                if (last.size() == LINES_KEPT) {
                    last.removeFirst();
                }
                last.addLast(line);
                out.write(line);
                out.newLine();
                out.flush();
            }
        } catch (IOException e) {
            last.addLast("(its output broke off: " + e.getMessage() + ")");
        }
        readyLine.completeExceptionally(
                new IOException(name + " ended before it was ready; its last lines:\n" + String.join("\n", last)));
    }

    private static boolean isJava(ProcessHandle handle) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(handle.pid()), "comm"))
                    .strip()
                    .equals("java");
        } catch (IOException gone) {
            return false;
        }
    }
}
