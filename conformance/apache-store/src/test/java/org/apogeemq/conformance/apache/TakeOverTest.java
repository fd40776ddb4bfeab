package org.apogeemq.conformance.apache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apogeemq.conformance.apache.ApacheBroker.Release;
import org.apogeemq.conformance.clients.Clients;
import org.apogeemq.testkit.process.ApogeeProcess;
import org.apogeemq.testkit.process.ApogeeProgram;
import org.apogeemq.testkit.process.ChildProcess;
import org.apogeemq.testkit.process.DataFolders;
import org.apogeemq.testkit.process.FreePorts;
import org.apogeemq.testkit.server.Server;
import org.apogeemq.testkit.wire.WireClient;
import org.apogeemq.testkit.wire.WireFrame;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A data folder of Apache's broker goes to Apogee, back to Apache 5.5, and to Apogee again; nothing is lost. */
@Execution(ExecutionMode.CONCURRENT)
class TakeOverTest {
    private static final String GROUP = "readers";
    private static final int MESSAGES = 400;
    private static final int CREATE_GROUP = 200;
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final Path folder = DataFolders.create("take-over");
    private final Path data = folder.resolve("data");
    private final String brokerName = Clients.unique("broker");
    private final int port = FreePorts.forBroker();
    private ApogeeProcess nameServer;
    private Parties parties;
    private Contents contents;

    @BeforeEach
    void startNameServer() {
        nameServer = ApogeeProcess.nameServer().data(folder.resolve("names")).start();
        parties = new Parties(nameServer.nameServerAddress(), GROUP, brokerName);
        contents = new Contents(parties);
    }

    @AfterEach
    void stop() {
        parties.close();
        nameServer.close();
        DataFolders.delete(folder);
    }

    private ApacheBroker apache(Release release) {
        return ApacheBroker.start(
                release,
                new ApacheBroker.Place(
                        data, folder.resolve("home-" + release), brokerName, nameServer.nameServerAddress(), port));
    }

    private ApogeeProcess apogee() throws IOException {
        Path settings = Files.writeString(
                folder.resolve("apogee.conf"), """
                    brokerName=%s
                    listenPort=%d
                    namesrvAddr=%s
                    """.formatted(brokerName, port, nameServer.nameServerAddress()));
        return ApogeeProcess.broker(settings).data(data).start();
    }

    private void fill() {
        var server = new Server(nameServer.nameServerAddress(), "127.0.0.1:" + port);
        server.createTopic(Contents.ORDERS, Contents.QUEUES);
        server.createTopic(Contents.BILLS, Contents.QUEUES);
        contents.send("k", MESSAGES);
        contents.sendBatches();
        contents.sendDelayed();
        contents.sendTransactions(nameServer.nameServerAddress());
        createGroup(server);
        for (int i = 0; i < Contents.QUEUES; i++) {
            parties.commit(Contents.ORDERS, i, 20 + i);
        }
        // Or some are delivered after they were looked for.
        Parties.eventually("what was delayed by a second", () -> contents.delivered() == Contents.SHORT_DELAYS);
    }

    private static void createGroup(Server server) {
        byte[] group = ("{\"groupName\":\"" + GROUP + "\",\"retryMaxTimes\":5}").getBytes(UTF_8);
        try (var client = WireClient.connect(server.broker())) {
            WireFrame answer = client.call(WireFrame.request(CREATE_GROUP, 1, Map.of(), group), LIMIT);
            assertThat(answer.code()).as(answer.remark()).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({"V5_5", "V4_9"})
    void aStoreThatWasStoppedIsContinuedAndGoneOnWithByApache(Release release) throws IOException {
        Map<String, List<Seen>> expected;
        try (ApacheBroker apache = apache(release)) {
            fill();
            expected = contents.readAll(release == Release.V5_5);
            apache.stop();
        }
        try (ApogeeProcess apogee = apogee()) {
            assertThat(apogee.output()).contains("Found a store of Apache RocketMQ", "stopped cleanly");
            assertThat(contents.readAll(release == Release.V5_5)).isEqualTo(expected);
            expected = goOn(apogee);
            apogee.stop();
        }
        assertApacheGoesOn(expected);
    }

    @ParameterizedTest
    @CsvSource({"V5_5", "V4_9"})
    void aStoreWhoseBrokerWasKilledHoldsEveryAcknowledgedMessage(Release release) throws Exception {
        Map<String, List<Seen>> expected;
        Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
        try (ApacheBroker apache = apache(release)) {
            fill();
            Path offsets = data.resolve("config/consumerOffset.json");
            Parties.eventually(
                    "stored progress",
                    () -> Parties.checked(() -> Files.readString(offsets)).contains("3:23"));
            // What is delivered and not noted is delivered again by Apache's broker after a kill.
            Path delays = data.resolve("config/delayOffset.json");
            Parties.eventually(
                    "stored progress of delays",
                    () -> Parties.checked(() -> Files.readString(delays)).contains("1:3"));
            expected = contents.readAll(release == Release.V5_5);
            Thread sender = Thread.ofPlatform().start(() -> contents.sendUntilGone(acknowledged));
            Parties.eventually("messages of the last moment", () -> acknowledged.size() > 50);
            apache.kill9();
            sender.join();
        }
        try (ApogeeProcess apogee = apogee()) {
            assertThat(apogee.output()).contains("Found a store of Apache RocketMQ", "killed");
            Map<String, List<Seen>> found = contents.readAll(release == Release.V5_5);
            List<Seen> orders = found.remove(Contents.ORDERS);
            assertThat(orders).containsAll(expected.remove(Contents.ORDERS));
            assertThat(orders.stream().map(seen -> seen.place() + " " + seen.offsetId()))
                    .containsAll(acknowledged);
            assertThat(found).isEqualTo(expected);
            goOn(apogee);
            expected = contents.readAll(true);
            apogee.kill9();
        }
        ChildProcess export = ApogeeProgram.run("store", "export", "--apache", data.toString());
        assertThat(export.awaitExit(Duration.ofSeconds(60))).as(export.output()).isZero();
        assertApacheGoesOn(expected);
    }

    /** The group is where it was and goes on, messages are appended; returns all that is there then. */
    private Map<String, List<Seen>> goOn(ApogeeProcess apogee) {
        for (int i = 0; i < Contents.QUEUES; i++) {
            assertThat(parties.progress(Contents.ORDERS, i)).isEqualTo(20 + i);
        }
        contents.send("apogee", 50);
        parties.commit(Contents.ORDERS, 0, 33);
        Parties.eventually("progress", () -> parties.progress(Contents.ORDERS, 0) == 33);
        return contents.readAll(true);
    }

    /** Apache 5.5 finds everything, appends, and Apogee finds that too. */
    private void assertApacheGoesOn(Map<String, List<Seen>> stored) throws IOException {
        Map<String, List<Seen>> expected;
        try (ApacheBroker apache = apache(Release.V5_5)) {
            assertThat(contents.readAll(true)).isEqualTo(stored);
            assertThat(parties.progress(Contents.ORDERS, 0)).isEqualTo(33);
            contents.send("again", 50);
            parties.commit(Contents.ORDERS, 1, 44);
            Parties.eventually("progress", () -> parties.progress(Contents.ORDERS, 1) == 44);
            expected = contents.readAll(true);
            apache.stop();
        }
        try (ApogeeProcess apogee = apogee()) {
            assertThat(apogee.output())
                    .contains("Found a store of Apache RocketMQ (5.x by its files), stopped cleanly");
            assertThat(contents.readAll(true)).isEqualTo(expected);
            assertThat(parties.progress(Contents.ORDERS, 0)).isEqualTo(33);
            assertThat(parties.progress(Contents.ORDERS, 1)).isEqualTo(44);
        }
    }
}
