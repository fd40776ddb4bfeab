package org.apogeemq.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apogeemq.conformance.clients.Clients.unique;
import static org.apogeemq.conformance.clients.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.message.Message;
import org.apogeemq.conformance.clients.Clients;
import org.apogeemq.testkit.order.OrderCheck;
import org.apogeemq.testkit.order.Worker;
import org.apogeemq.testkit.process.ApogeeProcess;
import org.apogeemq.testkit.process.DataFolders;
import org.apogeemq.testkit.server.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Orderly consumers that are killed. Locks live eight seconds here; the long form is {@code bin/chaos consumers}. */
class OrderlyKillTest {
    private static final int KEYS = 1_000;
    private static final int QUEUES = 16;
    private static final int LOCK_MILLIS = 8_000;
    // What a client goes by has to be well below, as it is with the defaults.
    private static final List<String> CLIENT = List.of(
            "-Xmx64m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Duser.home=" + System.getProperty("user.home"),
            "-Drocketmq.client.rebalance.lockMaxLiveTime=2000",
            "-Drocketmq.client.rebalance.lockInterval=500");

    private final Path logs = DataFolders.create("orderly");
    private final ApogeeProcess apogee =
            ApogeeProcess.up().set("rebalanceLockMaxLiveTime", LOCK_MILLIS).start();
    private final Clients clients = new Clients(Server.of(apogee));
    private final List<Worker> workers = new ArrayList<>();

    @AfterEach
    void close() {
        workers.forEach(Worker::close);
        clients.close();
        apogee.close();
        DataFolders.delete(logs);
    }

    @Test
    void keysStayInOrderOneAtATimeAndNoneIsMissedWhileConsumersAreKilled() throws Exception {
        String topic = clients.topic(QUEUES);
        String group = unique("group");
        Worker first = launch("first", group, topic);
        Worker second = launch("second", group, topic);
        launch("third", group, topic);
        workers.forEach(Worker::awaitStarted);
        var producer = clients.producer();
        int sequence = 0;
        do {
            send(producer, topic, sequence++);
        } while (!workers.stream().allMatch(worker -> !worker.work().isEmpty()));

        send(producer, topic, sequence++);
        first.kill9();
        send(producer, topic, sequence++);
        second.kill9();
        Worker fourth = launch("fourth", group, topic);
        send(producer, topic, sequence++);
        awaitAll(sequence - 1);
        fourth.awaitStarted();
        send(producer, topic, sequence++);
        awaitAll(sequence - 1);
    }

    private void awaitAll(int sequence) {
        eventually(() -> {
            OrderCheck check = check();
            assertThat(check.faults()).isEmpty();
            assertThat(check.keysAt(sequence)).isEqualTo(KEYS);
        });
    }

    private OrderCheck check() {
        return OrderCheck.of(
                workers.stream().flatMap(worker -> worker.work().stream()).toList());
    }

    private Worker launch(String name, String group, String topic) {
        var program = List.of(OrderlyProgram.class.getName(), apogee.nameServerAddress(), group, topic);
        Worker worker = Worker.launch(name, logs, CLIENT, program);
        workers.add(worker);
        return worker;
    }

    /** The next message of each key. */
    private static void send(DefaultMQProducer producer, String topic, int sequence) throws Exception {
        for (int key = 0; key < KEYS; key++) {
            producer.send(
                    new Message(topic, (key + ":" + sequence).getBytes(UTF_8)),
                    (queues, message, number) -> Clients.sorted(queues).get((Integer) number % queues.size()),
                    key);
        }
    }
}
