package org.apogeemq.bench.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Apache RocketMQ: its name server and its broker from the jars of Maven Central, with its own defaults but for
 * addresses, folders and heap, and that it takes filters in SQL, which cost nothing unless they are used.
 *
 * <p>Both processes are started at once. The broker takes seconds longer than the name server, so it finds it there;
 * waiting for one before starting the other would only make Apache's start look slower.
 *
 * @param java the {@code java} program to run them with
 * @param classPathFile a file that holds the class path of both servers
 * @param brokerOptions JVM options of the broker, separated by blanks
 * @param version for the table
 */
public record Apache(Path java, Path classPathFile, String brokerOptions, String version) implements Peer {
    /** The heap of a small installation; Apache's own script asks for 8 GB. */
    public static final String BROKER_OPTIONS = "-Xms1g -Xmx1g -Xmn512m -XX:+UseG1GC";

    private static final String NAME_SERVER_OPTIONS = "-Xms256m -Xmx256m -XX:+UseSerialGC";
    private static final Pattern NAME_SERVER_READY = Pattern.compile("The Name Server boot success");
    private static final Pattern BROKER_READY = Pattern.compile("^The broker\\[.*boot success");

    @Override
    public String name() {
        return "Apache RocketMQ " + version;
    }

    @Override
    public String nameServer(Ports ports) {
        return "127.0.0.1:" + ports.nameServer();
    }

    @Override
    public boolean startable() {
        return true;
    }

    @Override
    public RunningServer start(Path folder, Ports ports, Durability durability) throws IOException {
        Path home = Files.createDirectories(folder.resolve("home"));
        Files.createDirectories(home.resolve("conf"));
        Path nameServerConf = Files.writeString(folder.resolve("namesrv.conf"), nameServerSettings(folder, ports));
        Path brokerConf = Files.writeString(folder.resolve("broker.conf"), brokerSettings(folder, ports, durability));
        String classPath = Files.readString(classPathFile).strip();
        List<String> nameServer = command(
                home, NAME_SERVER_OPTIONS, classPath, "org.apache.rocketmq.namesrv.NamesrvStartup", nameServerConf);
        List<String> broker =
                command(home, brokerOptions, classPath, "org.apache.rocketmq.broker.BrokerStartup", brokerConf);

        long startedAtNanos = System.nanoTime();
        // If the second cannot be started, the first ends with the bench: a start that fails ends the run.
        ServerProcess first = ServerProcess.start(
                "apache-namesrv", nameServer, folder, NAME_SERVER_READY, folder.resolve("namesrv.out"));
        ServerProcess second =
                ServerProcess.start("apache-broker", broker, folder, BROKER_READY, folder.resolve("broker.out"));
        return new ChildServer(startedAtNanos, List.of(first, second));
    }

    private List<String> command(Path home, String options, String classPath, String main, Path conf) {
        List<String> words = new ArrayList<>();
        words.add(java.toString());
        words.addAll(List.of(options.trim().split("\\s+")));
        words.add("-Drocketmq.home.dir=" + home);
        words.add("-Duser.home=" + home); // its logs and a few files of settings go below the user's home
        words.addAll(List.of("-cp", classPath, main, "-c", conf.toString()));
        return words;
    }

    private static String nameServerSettings(Path folder, Ports ports) {
        return """
            listenPort=%d
            kvConfigPath=%s
            """.formatted(ports.nameServer(), folder.resolve("kvConfig.json"));
    }

    private static String brokerSettings(Path folder, Ports ports, Durability durability) {
        return """
            brokerClusterName=DefaultCluster
            brokerName=apache
            brokerId=0
            brokerIP1=127.0.0.1
            brokerIP2=127.0.0.1
            listenPort=%d
            haListenPort=%d
            namesrvAddr=127.0.0.1:%d
            storePathRootDir=%s
            storePathCommitLog=%s
            autoCreateTopicEnable=true
            enablePropertyFilter=true
            flushDiskType=%s
            """.formatted(
                        ports.broker(),
                        ports.broker() + 1,
                        ports.nameServer(),
                        folder.resolve("data"),
                        folder.resolve("data").resolve("commitlog"),
                        durability == Durability.DISK ? "SYNC_FLUSH" : "ASYNC_FLUSH");
    }
}
