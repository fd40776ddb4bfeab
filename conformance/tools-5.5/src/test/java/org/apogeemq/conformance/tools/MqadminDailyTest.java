package org.apogeemq.conformance.tools;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.apogeemq.conformance.clients.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import org.apache.rocketmq.client.producer.SendResult;
import org.apache.rocketmq.common.message.Message;
import org.apogeemq.conformance.clients.Clients;
import org.apogeemq.conformance.clients.ClientsOfTest;
import org.apogeemq.conformance.clients.Inbox;
import org.apogeemq.testkit.server.Server;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** What operators look at every day: who is connected, how far behind, and what a message looks like. */
@ResourceLock(Resources.SYSTEM_OUT)
@ExtendWith(ClientsOfTest.class)
class MqadminDailyTest {
    private Server server;
    private Mqadmin mqadmin;

    @BeforeEach
    void setUp(Server shared) {
        server = shared;
        mqadmin = new Mqadmin(shared.nameServer());
    }

    @Test
    @SuppressWarnings("deprecation") // the consumer's inside is the only way not to wait for its next commit
    void aGroupsProgressAndItsConnectionsAreShown(Clients clients) {
        String topic = clients.topic(1);
        String group = Clients.unique("group");
        Inbox inbox = clients.consume(group, topic);
        inbox.awaitExactly(clients.send(topic, 7));

        String instance = inbox.consumer().getInstanceName();
        assertThat(mqadmin.run("consumerConnection", "-g", group)).contains(instance, topic, "CLUSTERING");
        inbox.consumer().getDefaultMQPushConsumerImpl().persistConsumerOffset();
        eventually(() -> assertThat(mqadmin.run("consumerProgress", "-g", group).lines())
                .anyMatch(line -> line.matches(topic + "\\s+\\S+\\s+0\\s+7\\s+7\\s+0\\s+.*")));
    }

    @Test
    void aProducersConnectionIsShown(Clients clients) {
        String topic = clients.topic(1);
        String group = Clients.unique("group");
        var producer = clients.producer(settings -> settings.setProducerGroup(group));
        Clients.send(producer, topic, "t", "m", 1);

        eventually(() -> assertThat(mqadmin.run("producerConnection", "-g", group, "-t", topic))
                .contains(producer.getInstanceName()));
    }

    @Test
    void aMessageIsFoundByItsIdAndByItsOffset(Clients clients) throws Exception {
        String topic = clients.topic(1);
        SendResult sent = clients.producer().send(new Message(topic, "tag", "key", "look at me".getBytes(UTF_8)));
        String broker = sent.getMessageQueue().getBrokerName();

        assertThat(mqadmin.run("queryMsgById", "-t", topic, "-i", sent.getOffsetMsgId()))
                .contains(topic, "key", sent.getMsgId());
        assertThat(mqadmin.run("queryMsgByOffset", "-t", topic, "-b", broker, "-i", "0", "-o", "0"))
                .contains(topic, "key", sent.getMsgId());
    }

    @Test
    void messagesAreFoundByTheirKeysTheirUniqueIdAndTheirTags(Clients clients) throws Exception {
        String topic = clients.topic(2);
        String key = Clients.unique("key");
        SendResult sent = clients.producer().send(new Message(topic, "blue", key + " other", "1".getBytes(UTF_8)));
        SendResult second = clients.producer().send(new Message(topic, "red", "other", "2".getBytes(UTF_8)));

        assertThat(mqadmin.run("queryMsgByKey", "-t", topic, "-k", key))
                .contains(sent.getMsgId())
                .doesNotContain(second.getMsgId());
        assertThat(mqadmin.run("queryMsgByKey", "-t", topic, "-k", "other"))
                .contains(sent.getMsgId(), second.getMsgId());
        assertThat(mqadmin.run("queryMsgByUniqueKey", "-t", topic, "-i", sent.getMsgId()))
                .contains(topic, key, "blue")
                .doesNotContain(second.getMsgId());
        assertThat(mqadmin.run("queryMsgByKey", "-t", topic, "-k", "red", "-p", "T"))
                .contains(second.getMsgId())
                .doesNotContain(sent.getMsgId());
        assertThat(mqadmin.run("queryMsgById", "-t", topic, "-i", sent.getMsgId()))
                .as("a unique id is good for this command too")
                .contains(topic, key);
    }

    @Test
    void aMessageIsSentAndConsumedByHand(Clients clients) {
        String topic = clients.topic(1);

        assertThat(mqadmin.run("sendMessage", "-t", topic, "-p", "by hand")).contains("SEND_OK");
        assertThat(mqadmin.run("consumeMessage", "-t", topic, "-c", "1")).contains("BODY: by hand");
        assertThat(mqadmin.run("printMsg", "-t", topic, "-d", "true")).contains("by hand");
    }

    @Test
    void thePermissionOfATopicIsChanged(Clients clients) {
        String topic = clients.topic(1);

        assertThat(mqadmin.run("updateTopicPerm", "-b", server.broker(), "-t", topic, "-p", "4"))
                .contains("update topic perm from 6 to 4 in " + server.broker() + " success");
        assertThat(mqadmin.run("topicRoute", "-t", topic)).contains("\"perm\":4");
        assertThat(mqadmin.run("topicClusterList", "-t", topic)).contains("DefaultCluster");
    }

    @Test
    void settingsAreShown() {
        assertThat(mqadmin.run("getBrokerConfig", "-b", server.broker()))
                .containsPattern("autoCreateTopicEnable\\s+=\\s+true");
        assertThat(mqadmin.run("getNamesrvConfig")).containsPattern("listenPort\\s+=\\s+\\d+");
    }

    @Test
    void whatIsNoLongerNeededIsCleanedUp() {
        String broker = server.broker();
        assertThat(mqadmin.run("deleteExpiredCommitLog", "-b", broker)).contains("success");
        assertThat(mqadmin.run("cleanExpiredCQ", "-b", broker)).contains("success");
        assertThat(mqadmin.run("cleanUnusedTopic", "-b", broker)).contains("success");
    }

    @Test
    void aGroupIsDeleted() {
        String group = Clients.unique("group");
        mqadmin.run("updateSubGroup", "-b", server.broker(), "-g", group);

        assertThat(mqadmin.run("deleteSubGroup", "-b", server.broker(), "-g", group))
                .contains("delete subscription group [" + group + "] from broker [" + server.broker() + "] success");
    }
}
