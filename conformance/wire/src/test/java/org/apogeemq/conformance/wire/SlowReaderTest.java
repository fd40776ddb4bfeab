package org.apogeemq.conformance.wire;

import static org.apogeemq.conformance.clients.Clients.unique;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.message.Message;
import org.apogeemq.conformance.clients.Clients;
import org.apogeemq.conformance.clients.Inbox;
import org.apogeemq.testkit.process.ApogeeProcess;
import org.apogeemq.testkit.server.Server;
import org.apogeemq.testkit.wire.WireClient;
import org.apogeemq.testkit.wire.WireFrame;
import org.junit.jupiter.api.Test;

class SlowReaderTest {
    private static final int READERS = 8;
    private static final int PULLS = 500;
    private static final int BODY_BYTES = 1024 * 1024;
    private static final int MESSAGES = 32;
    private static final int PULL = 11;
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @Test
    void readersThatAskForMuchAndNeverReadDoNotHurtOthers() throws Exception {
        try (ApogeeProcess apogee = ApogeeProcess.up().start();
                var clients = new Clients(Server.of(apogee))) {
            String large = clients.topic(1);
            sendLargeBodies(
                    clients.producer(settings -> settings.setCompressMsgBodyOverHowmuch(BODY_BYTES * 8)), large);
            String topic = clients.topic(2);
            Inbox inbox = clients.consume(unique("group"), topic);
            var producer = clients.producer();

            List<WireClient> readers = new ArrayList<>();
            try {
                for (int i = 0; i < READERS; i++) {
                    readers.add(neverReading(apogee, large));
                }
                inbox.awaitExactly(Clients.send(producer, topic, "t", "m", 200));
                try (var other = WireClient.connect(apogee.brokerAddress())) {
                    var pull = WireFrame.request(PULL, 1, RefusalsTest.pullFields(large), new byte[0]);
                    assertThat(other.call(pull, LIMIT).body().length).isGreaterThan(BODY_BYTES / 2);
                }
            } finally {
                readers.forEach(WireClient::close);
            }
            assertThat(apogee.process().isAlive()).isTrue();
        }
    }

    /** Asks for gigabytes of messages and reads none; stops asking when the server takes no more requests. */
    private static WireClient neverReading(ApogeeProcess apogee, String topic) {
        var reader = WireClient.connect(apogee.brokerAddress(), 4_096);
        Thread.ofVirtual().name("never-reading").start(() -> {
            boolean taken = true;
            for (int i = 0; i < PULLS && taken; i++) {
                taken = reader.trySend(WireFrame.request(PULL, i, RefusalsTest.pullFields(topic), new byte[0])
                        .bytes());
            }
        });
        return reader;
    }

    private static void sendLargeBodies(DefaultMQProducer producer, String topic) throws Exception {
        byte[] body = new byte[BODY_BYTES];
        for (int i = 0; i < MESSAGES; i++) {
            producer.send(new Message(topic, body));
        }
    }
}
