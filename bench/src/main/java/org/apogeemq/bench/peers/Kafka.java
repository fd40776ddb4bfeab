package org.apogeemq.bench.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Apache Kafka: one process that is controller and broker, from the jars of Maven Central, with its own defaults but
 * for addresses, folder, heap and flushing.
 *
 * @param java the {@code java} program to run it with
 * @param classPathFile a file that holds the class path of the server
 * @param version for the table
 */
public record Kafka(Path java, Path classPathFile, String version) implements Peer {
    /** What Kafka's own script gives a broker. */
    private static final List<String> OPTIONS = List.of("-Xms1g", "-Xmx1g", "-XX:+UseG1GC");

    private static final String CLUSTER = "YXBvZ2VlLWJlbmNoLTAwMQ";
    private static final Pattern READY = Pattern.compile("Kafka Server started");

    public Kafka {
        Objects.requireNonNull(java, "java");
        Objects.requireNonNull(classPathFile, "classPathFile");
    }

    @Override
    public String name() {
        return "Kafka " + version;
    }

    @Override
    public String nameServer(Ports ports) {
        return "127.0.0.1:" + ports.broker();
    }

    @Override
    public Wire wire() {
        return Wire.KAFKA;
    }

    @Override
    public boolean startable() {
        return true;
    }

    @Override
    public RunningServer start(Path folder, Ports ports, Durability durability) throws IOException {
        String classPath = Files.readString(classPathFile).strip();
        Path conf = Files.writeString(folder.resolve("server.properties"), settings(folder, ports, durability));
        format(folder, command(classPath, "kafka.tools.StorageTool", "format", "-t", CLUSTER, "-c", conf.toString()));
        List<String> broker = command(classPath, "kafka.Kafka", conf.toString());
        long startedAtNanos = System.nanoTime();
        ServerProcess process = ServerProcess.start("kafka", broker, folder, READY, folder.resolve("kafka.out"));
        return new ChildServer(startedAtNanos, List.of(process));
    }

    private static void format(Path folder, List<String> command) throws IOException {
        Path told = folder.resolve("format.out");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(told.toFile())
                .start();
        if (process.onExit().join().exitValue() != 0) {
            throw new IOException("Kafka's folder could not be formatted: " + Files.readString(told));
        }
    }

    private List<String> command(String classPath, String main, String... arguments) {
        List<String> words = new ArrayList<>();
        words.add(java.toString());
        words.addAll(OPTIONS);
        words.addAll(List.of("-cp", classPath, main));
        words.addAll(List.of(arguments));
        return words;
    }

    private static String settings(Path folder, Ports ports, Durability durability) {
        String settings = """
            process.roles=broker,controller
            node.id=1
            controller.quorum.voters=1@127.0.0.1:%d
            listeners=PLAINTEXT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d
            advertised.listeners=PLAINTEXT://127.0.0.1:%d
            controller.listener.names=CONTROLLER
            log.dirs=%s
            num.partitions=4
            offsets.topic.replication.factor=1
            transaction.state.log.replication.factor=1
            transaction.state.log.min.isr=1
            """.formatted(
                        ports.nameServer(), ports.broker(), ports.nameServer(), ports.broker(), folder.resolve("data"));
        return durability == Durability.DISK ? settings + "log.flush.interval.messages=1\n" : settings;
    }
}
