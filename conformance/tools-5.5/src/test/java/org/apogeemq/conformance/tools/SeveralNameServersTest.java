package org.apogeemq.conformance.tools;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apogeemq.conformance.clients.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.rocketmq.common.message.Message;
import org.apogeemq.conformance.clients.Clients;
import org.apogeemq.conformance.clients.Inbox;
import org.apogeemq.testkit.process.ApogeeProcess;
import org.apogeemq.testkit.process.DataFolders;
import org.apogeemq.testkit.process.FreePorts;
import org.apogeemq.testkit.server.Server;
import org.junit.jupiter.api.Test;

class SeveralNameServersTest {
    @Test
    void aBrokerRegistersWithEveryNameServerAndClientsGoOnWhenOneDies() throws Exception {
        Path folder = DataFolders.create("broker");
        int port = FreePorts.forBroker();
        try (ApogeeProcess first = ApogeeProcess.nameServer().start();
                ApogeeProcess second = ApogeeProcess.nameServer().start();
                ApogeeProcess broker = broker(folder, port, first, second)) {
            String both = first.nameServerAddress() + ";" + second.nameServerAddress();
            String topic = Clients.unique("topic");
            new Server(first.nameServerAddress(), broker.brokerAddress()).createTopic(topic, 2);
            assertRoute(first, topic, broker);
            eventually(() -> assertRoute(second, topic, broker));

            try (var clients = new Clients(new Server(both, broker.brokerAddress()))) {
                Inbox inbox = clients.consume(Clients.unique("group"), topic);
                var producer = clients.producer();
                inbox.awaitExactly(Clients.send(producer, topic, "t", "before", 10));
                first.kill9();
                List<String> after = Clients.send(producer, topic, "t", "after", 10);
                eventually(() -> assertThat(inbox.bodies()).containsAll(after));

                String later = Clients.unique("later");
                new Server(second.nameServerAddress(), broker.brokerAddress()).createTopic(later, 2);
                producer.send(new Message(later, "x".getBytes(UTF_8)));
                first.start();
                eventually(() -> assertRoute(first, later, broker));
            }
        } finally {
            DataFolders.delete(folder);
        }
    }

    @Test
    void aBrokerThatIsKilledLosesItsRoutesAtOnce() throws Exception {
        Path folder = DataFolders.create("broker");
        try (ApogeeProcess nameServer = ApogeeProcess.nameServer().start();
                ApogeeProcess broker = broker(folder, FreePorts.forBroker(), nameServer)) {
            var server = new Server(nameServer.nameServerAddress(), broker.brokerAddress());
            String topic = Clients.unique("topic");
            server.createTopic(topic, 2);
            broker.kill9();
            eventually(() -> assertThat(server.route(topic)).isEmpty());
            broker.start();
            eventually(() -> assertThat(server.route(topic)).isPresent());
        }
    }

    private static void assertRoute(ApogeeProcess nameServer, String topic, ApogeeProcess broker) {
        var server = new Server(nameServer.nameServerAddress(), broker.brokerAddress());
        assertThat(server.route(topic))
                .hasValueSatisfying(route -> assertThat(route).contains("\"" + broker.brokerAddress() + "\""));
    }

    private static ApogeeProcess broker(Path folder, int port, ApogeeProcess... nameServers) throws IOException {
        List<String> addresses = java.util.Arrays.stream(nameServers)
                .map(ApogeeProcess::nameServerAddress)
                .toList();
        Path file = folder.resolve("broker.conf");
        Files.writeString(file, """
            brokerClusterName=DefaultCluster
            brokerName=broker-a
            brokerId=0
            listenPort=%d
            namesrvAddr=%s
            """.formatted(port, String.join(";", addresses)));
        return ApogeeProcess.broker(file)
                .data(folder.resolve("data"))
                .brokerPort(port)
                .start();
    }
}
