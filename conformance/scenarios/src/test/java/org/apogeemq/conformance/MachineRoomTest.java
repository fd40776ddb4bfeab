package org.apogeemq.conformance;

import static org.apogeemq.conformance.clients.Clients.unique;
import static org.apogeemq.conformance.clients.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.rocketmq.client.consumer.AllocateMessageQueueStrategy;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.consumer.rebalance.AllocateMachineRoomNearby;
import org.apache.rocketmq.client.consumer.rebalance.AllocateMessageQueueAveragely;
import org.apache.rocketmq.client.consumer.rebalance.AllocateMessageQueueByMachineRoom;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.message.MessageQueue;
import org.apogeemq.conformance.clients.Clients;
import org.apogeemq.conformance.clients.Inbox;
import org.apogeemq.testkit.process.ApogeeProcess;
import org.apogeemq.testkit.process.DataFolders;
import org.apogeemq.testkit.process.FreePorts;
import org.apogeemq.testkit.server.Server;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two brokers, each in a machine room of its own, named as the clients' strategies expect it. */
class MachineRoomTest {
    private static final String EAST = "east";
    private static final String WEST = "west";

    private static Path folder;
    private static ApogeeProcess east;
    private static ApogeeProcess west;

    private Clients clients;
    private String topic;
    private DefaultMQProducer producer;

    @BeforeAll
    static void start() throws IOException {
        folder = DataFolders.create("rooms");
        east = ApogeeProcess.up().set("brokerName", EAST + "@a").start();
        int port = FreePorts.forBroker();
        Path file = folder.resolve("broker.conf");
        Files.writeString(file, """
            brokerName=%s@a
            listenPort=%d
            namesrvAddr=%s
            """.formatted(WEST, port, east.nameServerAddress()));
        west = ApogeeProcess.broker(file)
                .data(folder.resolve("data"))
                .brokerPort(port)
                .start();
    }

    @AfterAll
    static void stop() {
        west.close();
        east.close();
        DataFolders.delete(folder);
    }

    @BeforeEach
    void makeTopic() throws Exception {
        clients = new Clients(Server.of(east));
        topic = clients.topic(2);
        new Server(east.nameServerAddress(), west.brokerAddress()).createTopic(topic, 2);
        eventually(() -> assertThat(clients.server().route(topic))
                .hasValueSatisfying(route -> assertThat(route).contains(EAST + "@a", WEST + "@a")));
        producer = clients.producer();
        assertThat(producer.fetchPublishMessageQueues(topic)).hasSize(4);
    }

    @AfterEach
    void disconnect() {
        clients.close();
    }

    @Test
    void aGroupThatIsBoundToARoomSharesTheQueuesThatAreThere() {
        String group = unique("group");
        Inbox one = consume(group, unique("instance"), boundTo(EAST));
        Inbox other = consume(group, unique("instance"), boundTo(EAST));
        Inbox all = clients.consume(unique("group"), topic);
        awaitShares(one, other, queues -> queues.stream().allMatch(queue -> queue.startsWith(EAST)));
        eventually(() -> assertThat(queuesOf(all, all.bodies())).hasSize(4));
    }

    @Test
    void aConsumerTakesWhatIsNearAndWhatIsNearNobodyElse() {
        String group = unique("group");
        Inbox one = consume(group, unique(EAST), near());
        Inbox other = consume(group, unique(WEST), near());
        awaitShares(one, other, queues -> queues.size() == 2);
        List<String> sent = Clients.send(producer, topic, "t", "near", 16);
        eventually(() -> assertThat(both(one, other)).containsAll(sent));
        assertThat(queuesOf(one, sent)).hasSize(2).allMatch(queue -> queue.startsWith(EAST));
        assertThat(queuesOf(other, sent)).hasSize(2).allMatch(queue -> queue.startsWith(WEST));

        other.shutdown();
        List<String> alone = Clients.send(producer, topic, "t", "alone", 16);
        eventually(() -> assertThat(one.bodies()).containsAll(alone));
        assertThat(queuesOf(one, alone)).hasSize(4);
    }

    private interface Expected {
        boolean holds(Set<String> queues);
    }

    /** Sends until both members get something, each from queues of its own. */
    private void awaitShares(Inbox one, Inbox other, Expected expected) {
        List<String> last = new ArrayList<>();
        eventually(() -> {
            List<String> sent = List.copyOf(last);
            last.clear();
            last.addAll(Clients.send(producer, topic, "t", unique("m"), 16));
            assertThat(queuesOf(one, sent)).isNotEmpty();
            assertThat(queuesOf(other, sent)).isNotEmpty().doesNotContainAnyElementsOf(queuesOf(one, sent));
            assertThat(expected.holds(queuesOf(one, sent))).isTrue();
            assertThat(expected.holds(queuesOf(other, sent))).isTrue();
        });
    }

    private static List<String> both(Inbox one, Inbox other) {
        List<String> bodies = new ArrayList<>(one.bodies());
        bodies.addAll(other.bodies());
        return bodies;
    }

    private static Set<String> queuesOf(Inbox inbox, List<String> texts) {
        Set<String> queues = new TreeSet<>();
        inbox.messages().stream()
                .filter(message -> texts.contains(Inbox.body(message)))
                .forEach(message -> queues.add(message.getBrokerName() + "/" + message.getQueueId()));
        return queues;
    }

    private Inbox consume(String group, String instance, AllocateMessageQueueStrategy strategy) {
        return clients.consume(group, topic, "*", (DefaultMQPushConsumer consumer) -> {
            consumer.setInstanceName(instance);
            consumer.setAllocateMessageQueueStrategy(strategy);
        });
    }

    private static AllocateMessageQueueStrategy boundTo(String room) {
        var strategy = new AllocateMessageQueueByMachineRoom();
        strategy.setConsumeridcs(Set.of(room));
        return strategy;
    }

    private static AllocateMessageQueueStrategy near() {
        return new AllocateMachineRoomNearby(
                new AllocateMessageQueueAveragely(), new AllocateMachineRoomNearby.MachineRoomResolver() {
                    @Override
                    public String brokerDeployIn(MessageQueue queue) {
                        return queue.getBrokerName().split("@")[0];
                    }

                    @Override
                    public String consumerDeployIn(String clientId) {
                        return clientId.contains("@" + EAST) ? EAST : WEST;
                    }
                });
    }
}
