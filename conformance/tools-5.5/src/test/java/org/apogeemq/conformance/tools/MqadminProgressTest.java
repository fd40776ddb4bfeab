package org.apogeemq.conformance.tools;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apogeemq.conformance.clients.Clients.unique;
import static org.apogeemq.conformance.clients.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.rocketmq.client.consumer.listener.MessageListenerConcurrently;
import org.apache.rocketmq.client.producer.SendResult;
import org.apache.rocketmq.common.message.Message;
import org.apache.rocketmq.tools.admin.DefaultMQAdminExt;
import org.apogeemq.conformance.clients.Clients;
import org.apogeemq.conformance.clients.ClientsOfTest;
import org.apogeemq.conformance.clients.Inbox;
import org.apogeemq.testkit.server.Server;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** Groups moved by an administrator while their consumers are at work, and what these say of themselves. */
@ResourceLock(Resources.SYSTEM_OUT)
@ExtendWith(ClientsOfTest.class)
class MqadminProgressTest {
    private Server server;
    private Mqadmin mqadmin;

    @BeforeEach
    void setUp(Server shared) {
        server = shared;
        mqadmin = new Mqadmin(shared.nameServer());
    }

    @Test
    void aGroupThatIsSetBackUnderLoadGetsEverythingSinceThenAgain(Clients clients) throws Exception {
        String topic = clients.topic(4);
        String group = unique("group");
        Inbox inbox = clients.consume(group, topic);
        List<String> before = Clients.send(clients.producer(), topic, "t", "before", 40);
        inbox.awaitExactly(before);
        long time = System.currentTimeMillis() + 1;
        eventually(() -> assertThat(System.currentTimeMillis()).isGreaterThan(time));

        var sent = new ArrayList<String>();
        var enough = new AtomicBoolean();
        var producer = clients.producer();
        Thread sender = Thread.ofPlatform().start(() -> {
            while (!enough.get()) {
                sent.addAll(Clients.send(producer, topic, "t", "since" + sent.size() + "-", 20));
            }
        });
        inbox.awaitCount(100);
        int seen = inbox.count();
        assertThat(mqadmin.run("resetOffsetByTime", "-g", group, "-t", topic, "-s", Long.toString(time)))
                .contains("start reset consumer offset by specified, group[" + group + "]")
                .doesNotContain("Exception");
        inbox.awaitCount(seen + 100);
        enough.set(true);
        sender.join();

        eventually(() -> assertThat(since(inbox, seen)).containsAll(sent));
        assertThat(since(inbox, seen)).as("from before the time").doesNotContainAnyElementsOf(before);
        eventually(() -> assertThat(inbox.count()).isLessThan(3 * sent.size() + before.size()));
    }

    @Test
    void whatHasPiledUpIsSkippedAndWhatComesThenIsNot(Clients clients) {
        String topic = clients.topic(1);
        String group = unique("group");
        var begun = new CountDownLatch(1);
        var released = new CountDownLatch(1);
        Inbox inbox = clients.consume(group, topic, "*", consumer -> {
            consumer.setPullThresholdForQueue(32);
            consumer.setPullBatchSize(8);
            var fill = (MessageListenerConcurrently) consumer.getMessageListener();
            consumer.registerMessageListener((MessageListenerConcurrently) (messages, context) -> {
                begun.countDown();
                await(released);
                return fill.consumeMessage(messages, context);
            });
        });
        List<String> piled = clients.send(topic, 300);
        await(begun);

        assertThat(mqadmin.run("skipAccumulatedMessage", "-g", group, "-t", topic))
                .containsPattern("\\s0\\s+300")
                .doesNotContain("Exception");
        released.countDown();
        List<String> later = Clients.send(clients.producer(), topic, "t", "later", 10);

        eventually(() -> assertThat(inbox.bodies()).containsAll(later));
        assertThat(inbox.bodies()).doesNotContainAnyElementsOf(piled.subList(100, 300));
    }

    @Test
    void oneQueueIsSetToAnOffset(Clients clients) {
        String topic = clients.topic(2);
        String group = unique("group");
        Inbox inbox = clients.consume(group, topic);
        inbox.awaitExactly(clients.send(topic, 20));
        String broker = server.broker();

        assertThat(mqadmin.run(
                        "resetOffsetByTime", "-g", group, "-t", topic, "-b", broker, "-q", "0", "-o", "6", "-s", "0"))
                .contains("reset consumer offset to 6");
        eventually(() -> assertThat(since(inbox, 20)).hasSize(4));
        assertThat(inbox.messages().subList(20, 24))
                .allSatisfy(message -> assertThat(message.getQueueId()).isZero());
    }

    @Test
    @SuppressWarnings("deprecation") // the consumer's inside is the only way not to wait for its next commit
    void aGroupIsSetToWhereAnotherIs(Clients clients) {
        String topic = clients.topic(1);
        String source = unique("group");
        String target = unique("group");
        Inbox inbox = clients.consume(source, topic);
        inbox.awaitExactly(clients.send(topic, 7));
        inbox.consumer().getDefaultMQPushConsumerImpl().persistConsumerOffset();
        inbox.shutdown();
        mqadmin.run("updateSubGroup", "-b", server.broker(), "-g", target);

        assertThat(mqadmin.run("cloneGroupOffset", "-s", source, "-d", target, "-t", topic, "-o", "true"))
                .contains("clone group offset success");
        Inbox other = clients.consume(target, topic);
        other.awaitExactly(Clients.send(clients.producer(), topic, "t", "later", 5));
    }

    @Test
    void aRunningConsumerShowsItsInsideAndItsThreads(Clients clients) {
        String topic = clients.topic(1);
        String group = unique("group");
        Inbox inbox = clients.consume(group, topic);
        inbox.awaitExactly(clients.send(topic, 3));
        String clientId = inbox.consumer().buildMQClientId();

        assertThat(mqadmin.run("consumerStatus", "-g", group, "-i", clientId))
                .contains("#Consumer Properties#", topic, "CLUSTERING")
                .doesNotContain("ConsumeMessageThread_");
        assertThat(mqadmin.run("consumerStatus", "-g", group, "-i", clientId, "-s", "true"))
                .contains(topic, "ConsumeMessageThread_");
        assertThat(mqadmin.run("consumerStatus", "-g", group, "-i", "nobody"))
                .contains("The Consumer <" + group + "> <nobody> not online");
    }

    @Test
    void aMessageIsConsumedOnceMoreByAConsumerOfChoice(Clients clients) throws Exception {
        String topic = clients.topic(1);
        String group = unique("group");
        Inbox inbox = clients.consume(group, topic);
        SendResult sent = clients.producer().send(new Message(topic, "t", "again".getBytes(UTF_8)));
        inbox.awaitCount(1);

        assertThat(mqadmin.run(
                        "queryMsgById",
                        "-t",
                        topic,
                        "-i",
                        sent.getOffsetMsgId(),
                        "-g",
                        group,
                        "-d",
                        inbox.consumer().buildMQClientId()))
                .contains("consumeResult=CR_SUCCESS");
        assertThat(inbox.bodies()).containsExactly("again", "again");
    }

    @Test
    void theMembersOfAGroupSayHowFarTheyAre(Clients clients) throws Exception {
        String topic = clients.topic(1);
        String group = unique("group");
        Inbox inbox = clients.consume(group, topic);
        inbox.awaitExactly(clients.send(topic, 3));
        var admin = new DefaultMQAdminExt();
        admin.setNamesrvAddr(server.nameServer());
        admin.setInstanceName(unique("admin"));
        admin.start();
        try {
            eventually(() -> assertThat(admin.getConsumeStatus(topic, group, "").values())
                    .singleElement()
                    .satisfies(queues -> assertThat(queues.values()).containsExactly(3L)));
        } finally {
            admin.shutdown();
        }
    }

    private static List<String> since(Inbox inbox, int seen) {
        List<String> all = inbox.bodies();
        return all.subList(seen, all.size());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
