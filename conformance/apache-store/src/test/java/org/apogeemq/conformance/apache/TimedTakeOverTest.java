package org.apogeemq.conformance.apache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageAccessor;
import org.apogeemq.conformance.apache.ApacheBroker.Release;
import org.apogeemq.conformance.clients.Clients;
import org.apogeemq.testkit.process.ApogeeProcess;
import org.apogeemq.testkit.process.DataFolders;
import org.apogeemq.testkit.process.FreePorts;
import org.apogeemq.testkit.server.Server;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Messages that wait for their time in a data folder of Apache's broker come from Apogee, and come once. */
@Execution(ExecutionMode.CONCURRENT)
class TimedTakeOverTest {
    private static final String TOPIC = "timed";

    @Test
    void whatWaitsIsDeliveredAtItsTimeAndWhatWasDeliveredIsNot() throws IOException {
        Path folder = DataFolders.create("timed-take-over");
        Path data = folder.resolve("data");
        String name = Clients.unique("broker");
        int port = FreePorts.forBroker();
        try (ApogeeProcess names =
                        ApogeeProcess.nameServer().data(folder.resolve("names")).start();
                Parties parties = new Parties(names.nameServerAddress(), "readers", name)) {
            long due;
            var place = new ApacheBroker.Place(data, folder.resolve("home"), name, names.nameServerAddress(), port);
            try (ApacheBroker apache = ApacheBroker.start(Release.V5_5, place)) {
                new Server(names.nameServerAddress(), "127.0.0.1:" + port).createTopic(TOPIC, 1);
                send(parties, "early", "TIMER_DELAY_SEC", 1);
                due = System.currentTimeMillis() + 25_000;
                send(parties, "late", "TIMER_DELIVER_MS", due);
                Parties.eventually(
                        "what Apache delivers", () -> parties.readAll(TOPIC, 1).size() == 1);
                apache.stop();
            }
            Path settings = Files.writeString(
                    folder.resolve("apogee.conf"),
                    "brokerName=%s%nlistenPort=%d%nnamesrvAddr=%s%n".formatted(name, port, names.nameServerAddress()));
            try (ApogeeProcess apogee =
                    ApogeeProcess.broker(settings).data(data).start()) {
                assertThat(apogee.output()).contains("Found a store of Apache RocketMQ");
                Parties.eventually(
                        "what waited", () -> parties.readAll(TOPIC, 1).size() >= 2);
                List<Seen> seen = parties.readAll(TOPIC, 1);
                assertThat(seen)
                        .extracting(message -> message.properties().get("KEYS"))
                        .containsExactly("early", "late");
                long stored = Long.parseLong(seen.getLast().times().split("\\.\\.")[1]);
                assertThat(stored).isGreaterThanOrEqualTo(due);
            }
        } finally {
            DataFolders.delete(folder);
        }
    }

    private static void send(Parties parties, String key, String property, long value) {
        Parties.checked(() -> {
            var message = new Message(TOPIC, "tag", key, "body".getBytes(UTF_8));
            message.putUserProperty("mine", "kept");
            MessageAccessor.putProperty(message, property, Long.toString(value));
            return parties.producer.send(message);
        });
    }
}
