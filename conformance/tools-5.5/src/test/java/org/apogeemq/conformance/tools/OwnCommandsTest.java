package org.apogeemq.conformance.tools;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apogeemq.conformance.clients.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.rocketmq.client.consumer.DefaultMQPushConsumer;
import org.apache.rocketmq.client.consumer.listener.ConsumeConcurrentlyStatus;
import org.apache.rocketmq.client.consumer.listener.MessageListenerConcurrently;
import org.apache.rocketmq.client.producer.DefaultMQProducer;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.common.message.MessageAccessor;
import org.apache.rocketmq.common.message.MessageConst;
import org.apache.rocketmq.common.message.MessageExt;
import org.apogeemq.conformance.clients.Clients;
import org.apogeemq.conformance.clients.ClientsOfTest;
import org.apogeemq.conformance.clients.Inbox;
import org.apogeemq.testkit.process.ApogeeProgram;
import org.apogeemq.testkit.process.ChildProcess;
import org.apogeemq.testkit.server.Server;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What operators do every day, with our own command line beside Apache's clients. */
@ExtendWith(ClientsOfTest.class)
class OwnCommandsTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int LETTERS = 1_500;
    private static final int UNORDERED = 500;
    private static final int CUSTOMERS = 7;

    private Server server;

    @BeforeEach
    void setUp(Server shared) {
        server = shared;
    }

    private ChildProcess start(String line) {
        List<String> words = new ArrayList<>(List.of(line.split(" ")));
        words.addAll(List.of("-n", server.nameServer()));
        return ApogeeProgram.run(words.toArray(String[]::new));
    }

    /** Runs a command to its end and returns what it printed; errors begin with {@code err| }. */
    private String run(int code, String line) {
        try (ChildProcess child = start(line)) {
            assertThat(child.awaitExit(LIMIT)).as(line + ": " + child.output()).isEqualTo(code);
            return child.output();
        }
    }

    @Test
    void aTopicIsMadeChangedShownAndRemoved(Clients clients) {
        String topic = Clients.unique("own");

        assertThat(run(0, "topic create " + topic + " --queues 2")).contains("made topic " + topic);
        assertThat(run(1, "topic create " + topic)).contains("already", "topic update");
        clients.send(topic, 5);
        assertThat(run(0, "topic list " + topic)).containsPattern(topic + " +2 +rw +5 +\\d{4}-");
        assertThat(run(0, "topic update " + topic + " --read-queues 3 --perm r"))
                .contains("3r/2w");
        assertThat(run(0, "topic show " + topic + " --json"))
                .contains("\"readQueues\":3,\"writeQueues\":2,\"permission\":\"r\"", "\"messages\":5");
        assertThat(run(2, "topic delete " + topic)).contains("--yes");
        assertThat(run(0, "topic delete " + topic + " --yes")).contains("5 messages");
        assertThat(run(1, "topic show " + topic)).contains("there is no topic " + topic);
    }

    @Test
    void aGroupThatIsPutBackGetsItsMessagesAgain(Clients clients) {
        String topic = clients.topic(1);
        String group = Clients.unique("group");
        List<String> sent = clients.send(topic, 7);
        Inbox first = clients.consume(group, topic);
        first.awaitExactly(sent);

        String client = first.consumer().buildMQClientId();
        eventually(() -> assertThat(run(0, "group lag " + group + " --topic " + topic + " --json"))
                .contains("\"clientId\":\"" + client + "\""));
        assertThat(run(0, "group members " + group))
                .contains(first.consumer().getInstanceName(), "JAVA", "5.5.0", topic);
        assertThat(run(1, "group delete " + group + " --yes")).contains("stop them first");
        first.shutdown();
        eventually(() -> assertThat(run(0, "group lag " + group + " --topic " + topic + " --json"))
                .contains("\"clients\":0,\"lag\":0"));
        assertThat(run(0, "group reset " + group + " " + topic + " --to first --dry-run"))
                .containsPattern(" 0 +7 +0 +7 again +7")
                .contains("would move 1 queue");
        assertThat(run(0, "group lag " + group + " --topic " + topic)).contains("lag 0 in 1 queue");
        assertThat(run(0, "group reset " + group + " " + topic + " --to first --yes"))
                .contains("moved 1 queue");
        assertThat(run(0, "group list " + group)).containsPattern(group + " +0 +7 ");
        clients.consume(group, topic).awaitExactly(sent);
    }

    @Test
    void aMessageIsFoundByItsKeyItsIdItsPlaceAndItsContent(Clients clients) throws Exception {
        String topic = clients.topic(1);
        var message = new Message(topic, "tea", "order-17", "one cup".getBytes(UTF_8));
        message.putUserProperty("region", "north");
        String id = clients.producer().send(message).getMsgId();
        clients.producer().send(new Message(topic, "coffee", "order-18", "two cups".getBytes(UTF_8)));

        assertThat(run(0, "message show " + id + " " + topic)).contains("one cup", "region = north", "order-17");
        assertThat(run(0, "message show " + topic + " --key order-17")).contains(id);
        assertThat(run(0, "message show " + topic + " --queue 0 --offset 1")).contains("two cups");
        assertThat(run(0, "message find " + topic + " --property region=north --since 1h"))
                .contains(id)
                .doesNotContain("order-18");
        assertThat(run(0, "message find " + topic + " --key order-18 --json")).contains("\"body\":\"two cups\"");
        assertThat(run(1, "message find " + topic + " --tag milk")).contains("no such message");
    }

    @Test
    void deadLettersAreSentAgainOnceEachHoweverOftenTheRunIsKilled(Clients clients) throws Exception {
        String topic = clients.topic(2);
        String group = Clients.unique("group");
        run(0, "group create " + group);
        server.createTopic("%DLQ%" + group, 1);
        List<String> bodies = bury(clients.producer(), topic, group);

        assertThat(run(0, "message dead resend " + group + " --key key-3 --yes"))
                .contains("sent 1 letter");
        try (ChildProcess killed = start("message dead resend " + group + " --yes")) {
            killed.awaitLine(Pattern.compile("of 1,500 letters looked at"), LIMIT);
            killed.kill9();
        }
        assertThat(run(0, "message dead list " + group + " --max 1")).contains(topic, "yes");
        String last = run(0, "message dead resend " + group + " --yes");
        assertThat(run(0, "message dead resend " + group + " --yes"))
                .contains("sent 0 letters; 1,500 were sent before");

        List<MessageExt> read = clients.readAll(topic);
        assertThat(Inbox.bodies(read)).as(last).containsExactlyInAnyOrderElementsOf(bodies);
        assertThat(read).allSatisfy(message -> {
            assertThat(message.getTags()).isEqualTo("tea");
            assertThat(message.getUserProperty("region")).isEqualTo("north");
            assertThat(message.getProperty(MessageConst.PROPERTY_RETRY_TOPIC)).isNull();
        });
        thoseOfACustomerLieInOneQueueInTheirOrder(read);
    }

    private static void thoseOfACustomerLieInOneQueueInTheirOrder(List<MessageExt> read) {
        for (int customer = 0; customer < CUSTOMERS; customer++) {
            String key = "customer-" + customer;
            List<MessageExt> own = read.stream()
                    .filter(message -> key.equals(message.getProperty(MessageConst.PROPERTY_SHARDING_KEY)))
                    .toList();
            assertThat(own).hasSizeGreaterThan((LETTERS - UNORDERED) / CUSTOMERS - 1);
            assertThat(own)
                    .extracting(MessageExt::getQueueId)
                    .containsOnly(own.getFirst().getQueueId());
            assertThat(own)
                    .extracting(message -> Integer.parseInt(message.getKeys().substring("key-".length())))
                    .isSorted();
        }
    }

    @Test
    void aMessageItsGroupHasGivenUpIsShownAndSentAgain(Clients clients) throws Exception {
        String topic = clients.topic(1);
        String group = Clients.unique("group");
        var failing = new DefaultMQPushConsumer(group);
        failing.setNamesrvAddr(server.nameServer());
        failing.setInstanceName(group);
        failing.setMaxReconsumeTimes(0);
        failing.subscribe(topic, "*");
        failing.registerMessageListener(
                (MessageListenerConcurrently) (messages, context) -> ConsumeConcurrentlyStatus.RECONSUME_LATER);
        failing.start();
        try {
            clients.send(topic, 1);
            eventually(() -> assertThat(run(0, "message dead list " + group + " --json"))
                    .contains("\"originTopic\":\"" + topic + "\"", "\"resent\":false"));
        } finally {
            failing.shutdown();
        }
        String id = clients.readAll(topic).get(0).getMsgId();
        assertThat(run(0, "message dead show " + group + " " + id))
                .contains("from topic " + topic, "maxReconsumeTimes is 0", "not sent again");
        assertThat(run(0, "message dead resend " + group + " --yes")).contains("sent 1 letter;");
        assertThat(run(0, "message dead resend " + group + " --yes")).contains("sent 0 letters; 1 were sent before");
        assertThat(clients.readAll(topic))
                .hasSize(2)
                .allMatch(message -> message.getMsgId().equals(id));
    }

    /** Makes dead letters of a group as brokers do, and returns their bodies. */
    private static List<String> bury(DefaultMQProducer producer, String topic, String group) throws Exception {
        List<String> bodies = new ArrayList<>();
        List<Message> batch = new ArrayList<>();
        for (int i = 0; i < LETTERS; i++) {
            bodies.add("letter " + i);
            var letter = new Message(
                    "%DLQ%" + group, "tea", "key-" + i, bodies.get(i).getBytes(UTF_8));
            letter.putUserProperty("region", "north");
            MessageAccessor.putProperty(letter, MessageConst.PROPERTY_RETRY_TOPIC, topic);
            if (i >= UNORDERED) {
                MessageAccessor.putProperty(letter, MessageConst.PROPERTY_SHARDING_KEY, "customer-" + i % CUSTOMERS);
            }
            batch.add(letter);
            if (batch.size() == 100) {
                producer.send(batch);
                batch.clear();
            }
        }
        return bodies;
    }
}
