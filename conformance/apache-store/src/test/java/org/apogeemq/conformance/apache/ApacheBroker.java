package org.apogeemq.conformance.apache;

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

/** Apache's broker from Maven Central, in a process of its own, on a data folder with small files. */
final class ApacheBroker implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("^The broker\\[.*boot success");
    private static final Duration START_LIMIT = Duration.ofSeconds(90);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(60);

    /** All that 4.9 needs for its log lines. */
    private static final String LOGBACK = "<configuration><root level=\"ERROR\"/></configuration>";

    private final ChildProcess process;

    private ApacheBroker(ChildProcess process) {
        this.process = process;
    }

    /** What a broker is started with: folder of data, folder of its own files, names and port. */
    record Place(Path data, Path home, String name, String nameServer, int port) {}

    /** The releases that are started. */
    enum Release {
        V5_5("5.5"),
        V4_9("4.9");

        private final String number;

        Release(String number) {
            this.number = number;
        }

        private String classPath() throws IOException {
            return Files.readString(Path.of(System.getProperty("apache.classpath." + number)))
                    .strip();
        }
    }

    /** Starts a broker and waits until it serves. */
    static ApacheBroker start(Release release, Place place) {
        try {
            Files.createDirectories(place.home.resolve("conf"));
            Files.writeString(place.home.resolve("conf/logback_broker.xml"), LOGBACK);
            Path settings = Files.writeString(place.home.resolve("broker.conf"), settings(place));
            List<String> command = new ArrayList<>(List.of(
                    ApogeeProgram.javaCommand(),
                    "-Xms160m",
                    "-Xmx160m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "--add-opens=java.base/java.nio=ALL-UNNAMED",
                    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
                    "--add-opens=java.base/jdk.internal.ref=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    "--enable-native-access=ALL-UNNAMED",
                    "-Drocketmq.home.dir=" + place.home,
                    "-Duser.home=" + place.home,
                    "-cp",
                    release.classPath(),
                    "org.apache.rocketmq.broker.BrokerStartup",
                    "-c",
                    settings.toString()));
            var builder = new ProcessBuilder(command);
            builder.directory(place.home.toFile());
            var broker = new ApacheBroker(ChildProcess.start("apache-" + release, builder));
            broker.process.awaitLine(READY, START_LIMIT);
            return broker;
        } catch (IOException e) {
            throw new UncheckedIOException("Apache's broker cannot be started", e);
        }
    }

    private static String settings(Place place) {
        return """
            brokerClusterName=DefaultCluster
            brokerName=%s
            brokerId=0
            brokerIP1=127.0.0.1
            brokerIP2=127.0.0.1
            listenPort=%d
            haListenPort=%d
            namesrvAddr=%s
            storePathRootDir=%s
            storePathCommitLog=%s
            mappedFileSizeCommitLog=%d
            mappedFileSizeConsumeQueue=%d
            mapperFileSizeBatchConsumeQueue=%d
            mappedFileSizeTimerLog=1048576
            maxHashSlotNum=1000
            maxIndexNum=2000
            maxMessageSize=131072
            flushConsumerOffsetInterval=200
            flushDelayOffsetInterval=200
            transactionTimeOut=600000
            waitTimeMillsInSendQueue=20000
            osPageCacheBusyTimeOutMills=20000
            """.formatted(
                        place.name,
                        place.port,
                        place.port + 1,
                        place.nameServer,
                        place.data,
                        place.data.resolve("commitlog"),
                        Folder.SEGMENT_BYTES,
                        Folder.QUEUE_FILE_BYTES,
                        Folder.BATCH_QUEUE_FILE_BYTES);
    }

    /** Stops it as an operator does. */
    void stop() {
        process.terminate();
        process.awaitExit(STOP_LIMIT);
    }

    /** Ends it at once. */
    void kill9() {
        process.kill9();
    }

    @Override
    public void close() {
        process.close();
    }
}
