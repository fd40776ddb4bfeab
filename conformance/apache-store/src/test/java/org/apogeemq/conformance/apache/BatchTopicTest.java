package org.apogeemq.conformance.apache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.rocketmq.client.producer.SendResult;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageExt;
import org.apache.rocketmq.common.message.MessageQueue;
import org.apache.rocketmq.common.sysflag.MessageSysFlag;
import org.apogeemq.conformance.apache.ApacheBroker.Release;
import org.apogeemq.conformance.clients.Clients;
import org.apogeemq.testkit.process.ApogeeProcess;
import org.apogeemq.testkit.process.ApogeeProgram;
import org.apogeemq.testkit.process.ChildProcess;
import org.apogeemq.testkit.process.DataFolders;
import org.apogeemq.testkit.process.FreePorts;
import org.apogeemq.testkit.server.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A topic of the type BatchCQ, whose records Apache 5.5 wrote with several messages each, goes to Apogee and back. */
@Execution(ExecutionMode.CONCURRENT)
class BatchTopicTest {
    private static final String TOPIC = "batches";
    private static final int QUEUES = 3;
    /** So many offsets apart a pull begins and its time is looked for, against each broker: it took minutes with 7. */
    private static final int PULLED_EACH = 29;

    private static final int PULL_COUNT = 32;
    private static final int LIMIT_MILLIS = 10_000;

    private final Path folder = DataFolders.create("batch-topic");
    private final Path data = folder.resolve("data");
    private final String brokerName = Clients.unique("broker");
    private final int port = FreePorts.forBroker();
    private final Random random = new Random(5);
    private final List<String> batchIds = new ArrayList<>();
    private ApogeeProcess nameServer;
    private Parties parties;
    private int sent;

    /** What the queues look like from outside. */
    private record View(List<Seen> messages, List<String> offsets, List<String> pulls, List<String> byId) {}

    @BeforeEach
    void startNameServer() {
        nameServer = ApogeeProcess.nameServer().data(folder.resolve("names")).start();
        parties = new Parties(nameServer.nameServerAddress(), "readers", brokerName);
    }

    @AfterEach
    void stop() {
        parties.close();
        nameServer.close();
        DataFolders.delete(folder);
    }

    private ApacheBroker apache() {
        return ApacheBroker.start(
                Release.V5_5,
                new ApacheBroker.Place(data, folder.resolve("home"), brokerName, nameServer.nameServerAddress(), port));
    }

    private ApogeeProcess apogee() throws IOException {
        Path settings = Files.writeString(folder.resolve("apogee.conf"), """
            brokerName=%s
            listenPort=%d
            namesrvAddr=%s
            mappedFileSizeConsumeQueue=%d
            mapperFileSizeBatchConsumeQueue=%d
            maxHashSlotNum=1000
            maxIndexNum=2000
            """.formatted(
                        brokerName,
                        port,
                        nameServer.nameServerAddress(),
                        Folder.QUEUE_FILE_BYTES,
                        Folder.BATCH_QUEUE_FILE_BYTES));
        return ApogeeProcess.broker(settings).data(data).start();
    }

    @Timeout(value = 4, unit = TimeUnit.MINUTES) // three servers are started three times, beside other tests
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void batchesAreReadAsApacheServesThemAndGivenBack(boolean killed) throws Exception {
        View expected;
        try (ApacheBroker apache = apache()) {
            new Server(nameServer.nameServerAddress(), "127.0.0.1:" + port)
                    .createTopic(TOPIC, QUEUES, "+queue.type=BatchCQ");
            batchIds.addAll(send(60));
            assertThat(batchIds).isNotEmpty();
            expected = view();
            assertThat(expected.messages()).hasSize(sent);
            if (killed) {
                apache.kill9();
            } else {
                apache.stop();
            }
        }
        try (ApogeeProcess apogee = apogee()) {
            assertThat(apogee.output()).contains("Found a store of Apache RocketMQ");
            assertThat(view()).isEqualTo(expected);
            apogee.stop();
        }
        DataFolders.delete(data.resolve("batchconsumequeue"));
        try (ApogeeProcess apogee = apogee()) {
            assertThat(view()).isEqualTo(expected);
            send(10);
            expected = view();
            assertThat(expected.messages()).hasSize(sent);
            if (killed) {
                apogee.kill9();
            } else {
                apogee.stop();
            }
        }
        if (killed) {
            ChildProcess export = ApogeeProgram.run(
                    "store",
                    "export",
                    "--apache",
                    data.toString(),
                    "-c",
                    folder.resolve("apogee.conf").toString());
            assertThat(export.awaitExit(Duration.ofSeconds(60)))
                    .as(export.output())
                    .isZero();
        }
        assertApacheGoesOn(expected);
    }

    private void assertApacheGoesOn(View stored) throws IOException {
        View expected;
        try (ApacheBroker apache = apache()) {
            assertThat(view()).isEqualTo(stored);
            send(20);
            expected = view();
            assertThat(expected.messages()).hasSize(sent);
            apache.stop();
        }
        try (ApogeeProcess apogee = apogee()) {
            assertThat(view()).isEqualTo(expected);
        }
    }

    /** Sends batches of up to 60 messages, and a message alone now and then; returns the unique ids of the batches. */
    private List<String> send(int sends) {
        Parties.eventually(
                "a broker for the producer",
                () -> !Parties.checked(() -> parties.producer.fetchPublishMessageQueues(TOPIC))
                        .isEmpty());
        return Parties.checked(() -> {
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < sends; i++) {
                MessageQueue queue = parties.queue(TOPIC, random.nextInt(QUEUES));
                if (i % 4 == 3) {
                    parties.producer.send(message(), queue);
                } else {
                    List<Message> batch = new ArrayList<>();
                    int size = 1 + random.nextInt(i % 5 == 0 ? 60 : 6);
                    for (int j = 0; j < size; j++) {
                        batch.add(message());
                    }
                    SendResult result = parties.producer.send(batch, queue);
                    if (!result.getMsgId().contains(",")) {
                        ids.add(result.getMsgId());
                    }
                }
            }
            return ids;
        });
    }

    private Message message() {
        byte[] body = new byte[1 + random.nextInt(300)];
        random.nextBytes(body);
        Message message = new Message(TOPIC, "t" + sent % 3, "key" + sent, body);
        message.putUserProperty("number", Integer.toString(sent++));
        return message;
    }

    private View view() {
        List<Seen> messages = parties.readAll(TOPIC, QUEUES);
        return Parties.checked(() -> {
            List<String> offsets = new ArrayList<>();
            List<String> pulls = new ArrayList<>();
            for (int i = 0; i < QUEUES; i++) {
                MessageQueue queue = parties.queue(TOPIC, i);
                long max = parties.reader.maxOffset(queue);
                offsets.add(parties.reader.minOffset(queue) + ".." + max);
                for (long offset = 0; offset < max; offset += PULLED_EACH) {
                    MessageExt first = first(queue, offset);
                    // Of several records of one millisecond, Apache's broker finds the last in a queue of batches.
                    MessageExt byTime = first(queue, parties.reader.searchOffset(queue, first.getStoreTimestamp()));
                    pulls.add(offset + " in " + first.getQueueOffset() + " of its time "
                            + (byTime.getStoreTimestamp() - first.getStoreTimestamp()));
                }
            }
            return new View(messages, offsets, pulls, byId());
        });
    }

    private MessageExt first(MessageQueue queue, long offset) throws Exception {
        return parties.reader
                .pull(queue, "*", offset, PULL_COUNT, LIMIT_MILLIS)
                .getMsgFoundList()
                .getFirst();
    }

    /** What is found by the ids of the first batches. Apache's broker indexes them a moment after they are stored. */
    private List<String> byId() {
        List<String> found = new ArrayList<>();
        for (String id : batchIds) {
            Parties.eventually(
                    "batch " + id, () -> Parties.checked(() -> parties.reader.viewMessage(TOPIC, id)) != null);
            MessageExt record = Parties.checked(() -> parties.reader.viewMessage(TOPIC, id));
            found.add(record.getQueueId() + "@" + record.getQueueOffset() + " "
                    + new String(record.getBody(), UTF_8).hashCode() + " "
                    + MessageSysFlag.check(record.getSysFlag(), MessageSysFlag.INNER_BATCH_FLAG));
        }
        return found;
    }
}
