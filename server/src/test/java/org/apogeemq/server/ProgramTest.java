package org.apogeemq.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apogeemq.testkit.process.ChildProcess;
import org.apogeemq.testkit.process.FreePorts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program in processes of its own: how it starts, what it says, how it stops, how it refuses. */
class ProgramTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Pattern READY = Pattern.compile("^Apogee ready in (\\d+) ms · (.*)");
    private static final int STOPPED_BY_TERM = 143;

    @TempDir
    private Path folder;

    private final List<ChildProcess> started = new ArrayList<>();
    private final int nameServerPort = FreePorts.one();
    private final int brokerPort = FreePorts.forBroker();

    @AfterEach
    void killWhatIsLeft() {
        started.forEach(ChildProcess::close);
    }

    private ChildProcess run(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                "org.apogeemq.server.Main"));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().remove("NAMESRV_ADDR");
        ChildProcess child = ChildProcess.start(arguments[0], builder);
        started.add(child);
        return child;
    }

    private ChildProcess up(Path data, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "up",
                "--data",
                data.toString(),
                "--nameserver-port",
                Integer.toString(nameServerPort),
                "--broker-port",
                Integer.toString(brokerPort)));
        arguments.addAll(List.of(more));
        return run(arguments.toArray(String[]::new));
    }

    private static Matcher ready(ChildProcess child) {
        return child.awaitLine(READY, LIMIT);
    }

    /** Waits for the end; the exit code must be as expected, and standard error one line that contains all texts. */
    private static void refuses(ChildProcess child, int code, String... texts) {
        assertThat(child.awaitExit(LIMIT)).as(child.output()).isEqualTo(code);
        List<String> errors =
                child.output().lines().filter(line -> line.startsWith("err| ")).toList();
        assertThat(errors).hasSize(1);
        assertThat(errors.get(0)).contains(texts);
    }

    private String nameServer() {
        return "127.0.0.1:" + nameServerPort;
    }

    @Test
    void theReadyLineSaysWhereEverythingIsAndWhatClientsAreTold() {
        Path data = folder.resolve("data");
        Matcher line = ready(up(data));
        assertThat(line.group(2))
                .contains("name server " + nameServer())
                .contains("broker 127.0.0.1:" + brokerPort)
                .contains("data " + data)
                .contains("clients are told the address by which they reach us");
    }

    @Test
    void theReadyLineSaysWhoSetTheAddressThatClientsAreTold() {
        ChildProcess server = up(folder.resolve("data"), "--host", "203.0.113.7:30911");
        assertThat(ready(server).group(2)).contains("clients are told 203.0.113.7:30911 (--host)");
    }

    @Test
    void aMessageThatIsSentIsShown() {
        ready(up(folder.resolve("data")));
        ChildProcess send = run("send", "orders", "one cup of tea", "--tags", "tea", "-n", nameServer());
        assertThat(send.awaitExit(LIMIT)).as(send.output()).isZero();
        assertThat(send.output()).containsPattern("sent [0-9A-F]{32} to \\S+/\\d+@0 in \\d+ ms");
        ChildProcess tail = run("tail", "orders", "--from", "first", "--count", "1", "-n", nameServer());
        assertThat(tail.awaitExit(LIMIT)).as(tail.output()).isZero();
        assertThat(tail.output()).contains("tags=tea  one cup of tea");
    }

    @Test
    void aTailThatWaitsForItsTopicShowsTheFirstMessage() {
        ready(up(folder.resolve("data")));
        ChildProcess tail = run("tail", "later", "--count", "1", "-n", nameServer());
        tail.awaitLine(Pattern.compile("there is no topic later yet"), LIMIT);
        assertThat(run("send", "later", "at last", "-n", nameServer()).awaitExit(LIMIT))
                .isZero();
        assertThat(tail.awaitExit(LIMIT)).as(tail.output()).isZero();
        assertThat(tail.output()).contains("at last");
    }

    @Test
    void whatWasSentIsThereAfterAStop() {
        Path data = folder.resolve("data");
        ChildProcess first = up(data);
        ready(first);
        assertThat(run("send", "orders", "kept", "-n", nameServer()).awaitExit(LIMIT))
                .isZero();
        first.terminate();
        assertThat(first.awaitExit(LIMIT)).isEqualTo(STOPPED_BY_TERM);
        assertThat(data.resolve("abort")).doesNotExist();
        ready(up(data));
        ChildProcess tail = run("tail", "orders", "--from", "first", "--count", "1", "-n", nameServer());
        assertThat(tail.awaitExit(LIMIT)).as(tail.output()).isZero();
        assertThat(tail.output()).contains("kept");
    }

    @Test
    void theLogFileTellsOfStartAndStop() throws IOException {
        Path data = folder.resolve("data");
        ChildProcess server = up(data);
        ready(server);
        server.terminate();
        server.awaitExit(LIMIT);
        assertThat(Files.readString(data.resolve("logs/apogee.log")))
                .contains("Apogee ready in")
                .contains("closing broker");
    }

    @Test
    void aDataFolderInUseIsLeftAlone() {
        Path data = folder.resolve("data");
        ChildProcess owner = up(data);
        ready(owner);
        ChildProcess second = run(
                "up",
                "--data",
                data.toString(),
                "--nameserver-port",
                Integer.toString(FreePorts.one()),
                "--broker-port",
                Integer.toString(FreePorts.forBroker()));
        refuses(second, 1, "in use by another process", Long.toString(owner.pid()), "--data");
        assertThat(owner.isAlive()).isTrue();
    }

    @Test
    void aNameServersPortThatIsTakenIsNamedWithItsOption() throws IOException {
        try (var other = new ServerSocket(nameServerPort)) {
            refuses(
                    up(folder.resolve("data")),
                    1,
                    Integer.toString(other.getLocalPort()),
                    "taken by another program",
                    "--nameserver-port");
        }
    }

    @Test
    void aBrokersFastPortThatIsTakenIsNamedWithItsOption() throws IOException {
        try (var other = new ServerSocket(brokerPort - 2)) {
            refuses(
                    up(folder.resolve("data")),
                    1,
                    Integer.toString(other.getLocalPort()),
                    "taken by another program",
                    "--broker-port");
        }
    }

    @Test
    void aDataFolderThatIsAFileIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("data"), "not a folder");
        refuses(up(file), 1, file.toString(), "--data");
        assertThat(file).hasContent("not a folder");
    }

    @Test
    void aDataFolderThatCannotBeMadeIsRefused() {
        refuses(up(Path.of("/proc/apogee")), 1, "/proc/apogee", "--data");
    }

    @Test
    void anEmptyNameOfTheDataFolderIsRefused() {
        refuses(run("up", "--data", ""), 2, "--data is empty");
    }

    @Test
    void aNameServerOnThePortsOfItsBrokerIsRefusedBeforeAnythingIsTouched() {
        Path data = folder.resolve("data");
        refuses(
                up(data, "--nameserver-port", Integer.toString(brokerPort - 2)),
                2,
                "name server and broker cannot both");
        assertThat(data).doesNotExist();
    }

    @Test
    void anAddressThatIsNotOfThisMachineIsNamedWithItsKey() {
        refuses(up(folder.resolve("data"), "--set", "bindAddress=192.0.2.1"), 1, "192.0.2.1", "bindAddress must be");
    }

    @Test
    void aNameServerAndABrokerThatShareADataFolderKeepLogsOfTheirOwn() {
        String data = folder.resolve("data").toString();
        ready(run("nameserver", "--port", Integer.toString(nameServerPort), "--data", data));
        ready(run(
                "broker",
                "--broker-port",
                Integer.toString(brokerPort),
                "--data",
                data,
                "--set",
                "namesrvAddr=" + nameServer()));
        assertThat(folder.resolve("data/logs/nameserver.log")).content().contains("name server " + nameServer());
        assertThat(folder.resolve("data/logs/broker.log")).content().contains("broker 127.0.0.1:" + brokerPort);
    }

    @Test
    void aMisspeltKeyIsRefusedWithTheRightOneBeforeAnythingIsTouched() {
        Path data = folder.resolve("data");
        refuses(up(data, "--set", "flushDiskTipe=SYNC_FLUSH"), 2, "flushDiskTipe", "did you mean flushDiskType?");
        assertThat(data).doesNotExist();
    }

    @Test
    void whatIsNotOfferedAndCannotBeIgnoredIsRefused() {
        refuses(up(folder.resolve("data"), "--set", "brokerRole=SLAVE"), 2, "brokerRole=SLAVE", "not offered");
    }

    @Test
    void aMisspeltOptionAndAMisspeltCommandAreRefusedWithTheRightOne() {
        refuses(run("up", "--daata", "x"), 2, "--daata", "did you mean --data?");
        refuses(run("sned"), 2, "sned", "did you mean send?");
    }

    @Test
    void aSenderWithoutAServerIsToldHowToStartOne() {
        refuses(run("send", "orders", "hello", "-n", nameServer()), 1, nameServer(), "bin/apogee up");
    }

    @Test
    void aNameServerAndABrokerRunApart() throws IOException {
        String ownPort = Integer.toString(nameServerPort);
        ready(run(
                "nameserver",
                "--port",
                ownPort,
                "--data",
                folder.resolve("names").toString()));
        Path file = Files.writeString(folder.resolve("broker.conf"), """
            brokerName=broker-b
            namesrvAddr=%s
            listenPort=%d
            replicasPerDiskPartition=1
            """.formatted(nameServer(), brokerPort));
        ChildProcess broker = run(
                "broker", "-c", file.toString(), "--data", folder.resolve("b").toString());
        assertThat(ready(broker).group(2)).contains("clients are told 127.0.0.1:" + brokerPort);
        assertThat(broker.output()).contains("broker.conf:4: replicasPerDiskPartition has no effect");
        ChildProcess send = run("send", "orders", "hello", "-n", nameServer());
        assertThat(send.awaitExit(LIMIT)).as(send.output()).isZero();
        assertThat(send.output()).contains(" to broker-b/");
    }

    @Test
    void aClientIsToldTheAddressByWhichItReachedUs() throws IOException {
        ready(up(folder.resolve("data")));
        String other = InetAddress.getByName("127.0.0.2").getHostAddress();
        ChildProcess send = run("send", "orders", "hello", "-n", other + ":" + nameServerPort);
        assertThat(send.awaitExit(LIMIT)).as(send.output()).isZero();
        // The id of the message begins with the address by which the broker was reached: 127.0.0.2.
        assertThat(send.output()).contains("sent 7F000002");
    }

    @Test
    void aStoreIsNotExportedWhileItIsInUse() {
        Path data = folder.resolve("data");
        ready(up(data));
        refuses(run("store", "export", "--apache", data.toString()), 1, "in use by another process");
    }

    @Test
    void aStoreThatWasKilledIsCleanAfterItsExport() {
        Path data = folder.resolve("data");
        ChildProcess killed = up(data);
        ready(killed);
        assertThat(run("send", "orders", "kept", "-n", nameServer()).awaitExit(LIMIT))
                .isZero();
        killed.kill9();
        ChildProcess export = run("store", "export", "--apache", data.toString());
        assertThat(export.awaitExit(LIMIT)).as(export.output()).isZero();
        assertThat(export.output()).contains("storePathRootDir=" + data).doesNotContain("err| ");
        assertThat(data.resolve("abort")).doesNotExist();
        assertThat(data.resolve("consumequeue/orders")).isDirectory();
    }

    @Test
    void aCommandOfTwoWordsIsNamedWhenOneIsMissingOrMisspelt() {
        refuses(run("store"), 2, "there is no command 'store'", "--help");
        refuses(run("store", "exprot"), 2, "did you mean store export?");
        refuses(run("store", "export", "--apache", folder.resolve("nothing").toString()), 1, "there is no store in");
    }
}
