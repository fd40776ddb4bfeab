package org.apogeemq.chaos.kill;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apogeemq.testkit.process.ApogeeProcess;
import org.apogeemq.testkit.process.ChildProcess;
import org.apogeemq.testkit.process.FreePorts;
import org.apogeemq.testkit.server.Server;

/** The packaged program on one data folder, started and ended many times; never two at once. */
final class Program implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("^Apogee ready in (\\d+) ms");
    private static final Duration READY_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

    private final ApogeeProcess.Builder builder;
    private final Server server;
    private ChildProcess process;
    private long startedNanos;

    Program(Path data, Plan.Settings settings) {
        int nameServerPort = FreePorts.one();
        int brokerPort = FreePorts.forBroker();
        server = new Server("127.0.0.1:" + nameServerPort, "127.0.0.1:" + brokerPort);
        builder = ApogeeProcess.up()
                .data(data)
                .nameServerPort(nameServerPort)
                .brokerPort(brokerPort)
                .set("flushDiskType", settings.flush())
                .set("mappedFileSizeCommitLog", settings.segmentBytes())
                .set("mappedFileSizeConsumeQueue", settings.queueFileBytes())
                .set("flushIntervalCommitLog", settings.flushMillis())
                .set("checkpointInterval", settings.checkpointMillis());
    }

    Server server() {
        return server;
    }

    /** Starts it and does not wait. */
    void launch() {
        startedNanos = System.nanoTime();
        process = builder.launch();
    }

    /** When the last {@link #launch} began. */
    long startedNanos() {
        return startedNanos;
    }

    /**
     * Waits until it is ready.
     *
     * @return when it was
     * @throws IllegalStateException if it ends or a minute passes
     */
    long awaitReady() {
        process.awaitLine(READY, READY_LIMIT);
        return System.nanoTime();
    }

    /** Lets it run for a while. @throws IllegalStateException if it ends by itself */
    void letRun(int millis) throws InterruptedException {
        new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
        if (!process.isAlive()) {
            throw new IllegalStateException("the program has ended by itself; its output:\n" + process.output());
        }
    }

    void kill() {
        process.kill9();
    }

    /** Ends it in order. @throws IllegalStateException if it does not end within 30 seconds */
    void stop() {
        process.terminate();
        process.awaitExit(STOP_LIMIT);
    }

    String output() {
        return process == null ? "" : process.output();
    }

    @Override
    public void close() {
        if (process != null) {
            process.kill9();
        }
    }
}
