package org.apogeemq.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apogeemq.conformance.clients.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.rocketmq.client.exception.MQBrokerException;
import org.apache.rocketmq.client.exception.MQClientException;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.client.producer.SendStatus;
import org.apache.rocketmq.common.message.Message;
import org.apogeemq.conformance.clients.Clients;
import org.apogeemq.conformance.clients.Inbox;
import org.apogeemq.testkit.process.ApogeeProcess;
import org.apogeemq.testkit.process.DataFolders;
import org.apogeemq.testkit.server.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A broker on a file system of 100 MiB, in memory, that gets full. The file system is mounted where only the broker
 * sees it, which needs Linux and {@code unshare}.
 */
class FullDiskTest {
    private static final int SERVICE_NOT_AVAILABLE = 14;
    private static final String MOUNT =
            "mount -t tmpfs -o size=100m tmpfs \"$1\" && head -c 30m /dev/zero >\"$1/ballast\"";
    private static final int MESSAGES_MAX = 300; // more than there is room for
    private static final byte[] BODY = "x".repeat(400_000).getBytes(UTF_8);

    private Path data;

    @BeforeAll
    static void canMount() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/unshare")), "mounting needs /usr/bin/unshare");
        Path folder = DataFolders.create("mount");
        try {
            Process trial =
                    new ProcessBuilder(inMount(folder, "true")).inheritIO().start();
            boolean ended = trial.waitFor(20, TimeUnit.SECONDS);
            assumeTrue(ended && trial.exitValue() == 0, "the system does not let its users mount");
        } finally {
            DataFolders.delete(folder);
        }
    }

    @BeforeEach
    void makeFolder() {
        data = DataFolders.create("full");
    }

    @AfterEach
    void deleteFolder() {
        DataFolders.delete(data);
    }

    @Test
    void aboveTheLastLevelMessagesAreRefusedAsApacheDoesUntilThereIsRoom() throws Exception {
        fillAndGoOn(
                20,
                "service not available now\\. It may be caused by one of the following reasons: the broker's disk is"
                        + " full \\[CL:  0\\.[5-9]. CQ:  0\\.[5-9]. INDEX:  0\\.[5-9].\\], messages are put to the"
                        + " slave, message store has been shut down, etc\\.");
    }

    @Test
    void aDiskWithoutAnyRoomRefusesServesAndGoesOn() throws Exception {
        fillAndGoOn(86_400_000, "the broker's disk is full");
    }

    /**
     * @param lookMillis how often the broker looks at the disk
     * @param text pattern of its refusal
     */
    private void fillAndGoOn(int lookMillis, String text) throws Exception {
        try (ApogeeProcess apogee = ApogeeProcess.up()
                        .data(data)
                        .startedBy(inMount(data))
                        .set("mappedFileSizeCommitLog", 4 << 20)
                        .set("cleanFileForciblyEnable", false)
                        .set("cleanResourceInterval", lookMillis)
                        .set("diskSpaceCleanForciblyRatio", 45)
                        .set("diskSpaceWarningLevelRatio", 50) // far from the end: the disk is looked at now and then
                        .start();
                var clients = new Clients(Server.of(apogee))) {
            String topic = clients.topic(1);
            DefaultMQProducer producer = clients.producer(settings -> {
                settings.setRetryTimesWhenSendFailed(0);
                settings.setCompressMsgBodyOverHowmuch(BODY.length + 1); // else next to nothing would be stored
            });
            List<String> keys = new ArrayList<>();
            MQBrokerException refusal = sendUntilRefused(producer, topic, keys);
            assertThat(refusal.getResponseCode()).isEqualTo(SERVICE_NOT_AVAILABLE);
            assertThat(refusal.getErrorMessage()).containsPattern(text);
            assertThat(keys).hasSizeGreaterThan(20);
            Inbox inbox = clients.consume(Clients.unique("group"), topic);
            eventually(() -> assertThat(inbox.messages())
                    .extracting(message -> message.getKeys())
                    .containsExactlyInAnyOrderElementsOf(keys));

            Files.delete(Path.of("/proc/" + apogee.process().pid() + "/root" + data + "/ballast"));
            eventually(() -> assertThat(isTaken(producer, new Message(topic, "t", "after", BODY)))
                    .isTrue());
            eventually(() -> assertThat(inbox.messages())
                    .extracting(message -> message.getKeys())
                    .contains("after"));
        }
    }

    private static MQBrokerException sendUntilRefused(DefaultMQProducer producer, String topic, List<String> keys)
            throws Exception {
        while (keys.size() < MESSAGES_MAX) {
            String key = "k" + keys.size();
            try {
                producer.send(new Message(topic, "t", key, BODY));
                keys.add(key);
            } catch (MQClientException refused) { // what the producer makes of the broker's answer
                assertThat(refused).hasCauseInstanceOf(MQBrokerException.class);
                return (MQBrokerException) refused.getCause();
            }
        }
        throw new AssertionError(MESSAGES_MAX + " messages of " + BODY.length + " bytes were taken");
    }

    private static boolean isTaken(DefaultMQProducer producer, Message message) throws Exception {
        try {
            return producer.send(message).getSendStatus() == SendStatus.SEND_OK;
        } catch (MQClientException refused) {
            assertThat(refused).hasCauseInstanceOf(MQBrokerException.class);
            return false;
        }
    }

    /** The begin of a command line that mounts a small file system on {@code folder} and runs the rest. */
    private static String[] inMount(Path folder, String... rest) {
        List<String> line = new ArrayList<>(List.of(
                "unshare",
                "--mount",
                "--map-root-user",
                "sh",
                "-c",
                MOUNT + " && shift && exec \"$@\"",
                "sh",
                folder.toString()));
        line.addAll(List.of(rest));
        return line.toArray(String[]::new);
    }
}
